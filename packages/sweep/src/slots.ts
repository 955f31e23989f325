/**
 * What each worker thread is at, in a small file that outlives the death of the process that owns the threads. A thread
 * writes 8 bytes before each chunk, or each trial where one is sought that ends processes (some µs): chunk u32, index of
 * the trial in it u32, little endian, at 8 × its thread id. Chunks count from 1, so that a hole in the file means nothing.
 */
import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

const entryBytes = 8;
/** In place of an index: the thread is at the chunk, the trial is not told. */
const someTrial = 0xffff_ffff;

/** Empty the file before a process of workers starts. */
export function clearSlots(path: string): void {
  writeFileSync(path, '');
}

/** By chunk: the index of the trial that a thread was last at, or that it was at `some`. Chunks that no thread has begun are left out. */
export function readSlots(path: string): Map<number, number | 'some'> {
  const bytes = readFileSync(path);
  const slots = new Map<number, number | 'some'>();
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const [chunk, index] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    if (chunk !== 0) slots.set(chunk, index === someTrial ? 'some' : index);
  }
  return slots;
}

/** The writer of this thread: `mark(chunk)` or `mark(chunk, index)` before it begins, `mark(0)` when it is idle. */
export function slotOfThread(path: string): (chunk: number, index?: number) => void {
  const file = openSync(path, 'r+');
  const entry = Buffer.alloc(entryBytes);
  return (chunk, index = someTrial) => {
    entry.writeUInt32LE(chunk, 0);
    entry.writeUInt32LE(index, 4);
    writeSync(file, entry, 0, entryBytes, entryBytes * threadId);
  };
}
