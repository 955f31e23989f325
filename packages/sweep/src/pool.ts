/**
 * The pool's process: owns the Piscina threads, because a huge array out of memory ends a whole process and must not
 * end the coordinator. It obeys messages, ignores Ctrl-C (which reaches the whole process group; the coordinator decides), and ends
 * by itself when the coordinator is gone. Receipts that are ready in one turn of the event loop travel together.
 *
 * Arguments: number of threads, assignment as JSON.
 */

import type { TrialResult } from '@fewbits/dataset';
import { Piscina } from 'piscina';
import type { Assignment, FromPool, Receipt, ToPool } from './protocol.ts';

const threads = Number(process.argv[2]);
const assignment = JSON.parse(process.argv[3] as string) as Assignment;

const pool = new Piscina({
  filename: new URL('./worker.js', import.meta.url).href,
  minThreads: threads,
  maxThreads: threads,
  idleTimeout: 2 ** 31 - 1,
  maxQueue: 'auto',
  concurrentTasksPerWorker: 1,
  atomics: 'disabled',
  recordTiming: false,
});

const ready: Receipt[] = [];

function gather(receipt: Receipt): void {
  if (ready.push(receipt) === 1) setImmediate(() => send({ kind: 'receipts', receipts: ready.splice(0) }));
}

function send(message: FromPool): void {
  process.send?.(message);
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', async (message: ToPool) => {
  if (message.kind === 'close') {
    await pool.destroy();
    process.exit(0);
  }
  for (const chunk of message.chunks) {
    pool.run({ assignment, chunk }).then(
      (results: readonly TrialResult[]) => gather({ kind: 'done', chunk: chunk.index, results }),
      (error: Error) => gather({ kind: 'suspect', chunk: chunk.index, reason: error.message }),
    );
  }
});
// A rejection that floats in a worker raises the pool's error event; the chunk it belongs to is reported by its own promise.
pool.on('error', () => undefined);
send({ kind: 'ready' });
