/** The pool's process as the coordinator sees it: hand it chunks, get receipts; when it dies, know which chunks it held. */
import { type ChildProcess, fork } from 'node:child_process';
import { hostname } from 'node:os';
import { RunError } from '@fewbits/dataset';
import type { Assignment, Chunk, FromPool, Receipt, ToPool } from './protocol.ts';

export interface LocalEngine {
  submit(chunks: readonly Chunk[]): void;
  /** Chunks handed over and not returned. */
  readonly inFlight: number;
  /** End the process; what it holds is dropped. */
  close(): Promise<void>;
}

export interface LocalEngineOptions {
  readonly threads: number;
  readonly experiment: string;
  readonly seed: number;
  /** Called with all that came back in one message. Chunks lost in a death of the process come back as suspects. */
  readonly onReceipts: (receipts: readonly Receipt[]) => void;
  /** The process could not be started. */
  readonly onError: (error: Error) => void;
}

export function localEngine({ threads, experiment, seed, onReceipts, onError }: LocalEngineOptions): LocalEngine {
  const assignment: Assignment = { experiment, seed, host: hostname() };
  const held = new Map<number, Chunk>();
  let child: ChildProcess | null = null;
  let wasReady = false;
  let closing = false;

  const start = (): ChildProcess => {
    wasReady = false;
    const started = fork(new URL('./pool.js', import.meta.url), [String(threads), JSON.stringify(assignment)], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    started.on('message', (message: FromPool) => {
      if (message.kind === 'ready') {
        wasReady = true;
        return;
      }
      for (const { chunk } of message.receipts) held.delete(chunk);
      onReceipts(message.receipts);
    });
    started.on('error', (error) =>
      onError(new RunError(`cannot start the worker process: ${error.message}`, { cause: error })),
    );
    started.on('exit', (code, signal) => {
      child = null;
      if (closing) return;
      if (!wasReady) {
        onError(new RunError(`the worker process ended before it was ready (${signal ?? `exit code ${code}`})`));
        return;
      }
      const lost = [...held.values()];
      held.clear();
      const reason = `the worker process ended (${signal ?? `exit code ${code}`})`;
      if (lost.length > 0) onReceipts(lost.map(({ index }) => ({ kind: 'suspect', chunk: index, reason })));
    });
    return started;
  };

  return {
    submit(chunks) {
      if (chunks.length === 0) return;
      for (const chunk of chunks) held.set(chunk.index, chunk);
      child ??= start();
      const message: ToPool = { kind: 'chunks', chunks };
      // A failed send means that the process is dying: its exit reports the chunks as suspects.
      child.send(message, () => undefined);
    },
    get inFlight() {
      return held.size;
    },
    close: () =>
      new Promise((resolve) => {
        closing = true;
        if (child === null) {
          resolve();
          return;
        }
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
