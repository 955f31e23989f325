/** The pool's process as the coordinator sees it: hand it chunks, get receipts; when it dies, know which chunks it held. */
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { RunError } from '@fewbits/dataset';
import type { Assignment, Chunk, FromPool, Receipt, ToPool } from './protocol.ts';
import { clearSlots, readSlots } from './slots.ts';

export interface Engine {
  submit(chunks: readonly Chunk[]): void;
  /** Hand back what no thread has begun; finish the chunks that one has, or only the trials. */
  drain(finish: 'chunks' | 'trials'): void;
  /** CPU milliseconds of all processes of workers so far. */
  readonly cpuMs: number;
  /** End the process; what it holds is dropped. */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly threads: number;
  readonly assignment: Assignment;
  /** Called with all that came back in one message. Chunks lost in a death of the process come back as suspects. */
  readonly onReceipts: (receipts: readonly Receipt[]) => void;
  /** Told what the code of trials prints, line by line; default: this process's stderr. */
  readonly onOutput?: (line: string) => void;
  /** The engine cannot go on. */
  readonly onError: (error: Error) => void;
}

/** A process that does not get ready was killed from outside, or cannot start at all. */
const mostFailedStarts = 10;

export function localEngine(options: EngineOptions): Engine {
  const { threads, assignment, onReceipts, onError, onOutput = printOutput } = options;
  const held = new Set<number>();
  let child: ChildProcess | null = null;
  let closing = false;
  let failedStarts = 0;
  let finishedCpuMs = 0;
  let childCpuMs = 0;

  function start(): ChildProcess {
    clearSlots(assignment.slots);
    let isReady = false;
    let lastWords: string | null = null;
    const started = fork(new URL('./pool.js', import.meta.url), [String(threads), JSON.stringify(assignment)], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    // stdout is for data: what trials print must not get into it.
    for (const output of [started.stdout, started.stderr])
      if (output) createInterface({ input: output }).on('line', onOutput);
    started.on('message', (message: FromPool) => {
      if (message.kind === 'ready') {
        isReady = true;
        failedStarts = 0;
      } else if (message.kind === 'dying') lastWords = message.reason;
      else {
        childCpuMs = message.cpuMs;
        for (const { chunk } of message.receipts) held.delete(chunk);
        onReceipts(message.receipts);
      }
    });
    const fail = (text: string, cause?: Error): void => onError(new RunError(text, { cause }));
    started.on('error', (error) => fail(`cannot start the worker process: ${error.message}`, error));
    // `close` comes after the last message and the last line; `exit` may come before.
    started.on('close', (code, signal) => {
      child = null;
      finishedCpuMs += childCpuMs;
      childCpuMs = 0;
      if (closing) return;
      const ended = signal ?? `exit code ${code}`;
      if (!isReady && ++failedStarts >= mostFailedStarts) {
        fail(`the worker process ended before it was ready, ${failedStarts} times in a row (${ended})`);
        return;
      }
      const reason = lastWords ?? `the worker process ended (${ended})`;
      const slots = readSlots(assignment.slots);
      const lost = [...held].map((chunk): Receipt => {
        if (!isReady) return { kind: 'dropped', chunk };
        return { kind: 'suspect', chunk, reason, died: 'process', at: slots.get(chunk) ?? 'none' };
      });
      held.clear();
      if (lost.length > 0) onReceipts(lost);
    });
    return started;
  }

  return {
    submit(chunks) {
      if (chunks.length === 0) return;
      for (const { index } of chunks) held.add(index);
      child ??= start();
      const message: ToPool = { kind: 'chunks', chunks };
      // A failed send means that the process is dying: its exit reports the chunks as suspects.
      child.send(message, () => undefined);
    },
    drain(finish) {
      const message: ToPool = { kind: 'drain', finish };
      child?.send(message, () => undefined);
    },
    get cpuMs() {
      return finishedCpuMs + childCpuMs;
    },
    close: () =>
      new Promise((resolve) => {
        closing = true;
        if (child === null) {
          resolve();
          return;
        }
        child.once('close', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function printOutput(line: string): void {
  process.stderr.write(`${line}\n`);
}
