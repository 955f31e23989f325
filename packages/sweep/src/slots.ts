/**
 * Which trial each worker thread is at, in a small file that outlives the death of the process that owns the threads.
 * A thread writes 8 bytes before each trial (about 1 µs): chunk u32, index of the trial in it u32, little endian, at
 * 8 × its thread id. Chunks count from 1, so that a hole in the file means nothing.
 */
import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

const entryBytes = 8;

/** Empty the file before a process of workers starts. */
export function clearSlots(path: string): void {
  writeFileSync(path, '');
}

/** The index of the trial that a thread was last at in `chunk`; null when no thread has begun it. */
export function runningIn(path: string, chunk: number): number | null {
  const bytes = readFileSync(path);
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    if (bytes.readUInt32LE(at) === chunk) return bytes.readUInt32LE(at + 4);
  }
  return null;
}

/** The writer of this thread: `mark(chunk, index)` before a trial, `mark(0, 0)` when the chunk is done. */
export function slotOfThread(path: string): (chunk: number, index: number) => void {
  const file = openSync(path, 'r+');
  const entry = Buffer.alloc(entryBytes);
  return (chunk, index) => {
    entry.writeUInt32LE(chunk, 0);
    entry.writeUInt32LE(index, 4);
    writeSync(file, entry, 0, entryBytes, entryBytes * threadId);
  };
}
