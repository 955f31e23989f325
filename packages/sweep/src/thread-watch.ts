/**
 * What each worker thread is at, in memory that it shares with the main thread of its process: that one finds trials
 * which take too long, asks a trial to stop before it ends the thread, and keeps threads from beginning chunks.
 */
import { threadId } from 'node:worker_threads';

/** Threads that one process can watch; each thread that was ended is followed by one with a new number. */
const maxThreads = 65_536;

export interface ThreadWatch {
  readonly buffer: SharedArrayBuffer;
  /** By thread id: when the current trial must have ended (`monotonicMs`; Infinity: at any time). */
  readonly deadline: Float64Array;
  /** By thread id: its chunk; 0 when idle. */
  readonly chunk: Int32Array;
  /** By thread id: index of its trial in that chunk. */
  readonly index: Int32Array;
  /** By thread id: how many trials it has begun. */
  readonly trial: Int32Array;
  /** By thread id: which of them is asked to stop, so that a late word does not stop the next one. */
  readonly stop: Int32Array;
  /** One word for all threads: what may still be begun. */
  readonly drained: Int32Array;
}

/** Values of `drained`. */
const noChunk = 1;
const noTrial = 2;

/** Let no thread begin another chunk, or another trial, for as long as this process lives. */
export function beginNoMore({ drained }: ThreadWatch, of: 'chunks' | 'trials'): void {
  // A trial that failed may have said more already.
  if (of === 'trials') Atomics.store(drained, 0, noTrial);
  else Atomics.compareExchange(drained, 0, 0, noChunk);
}

/** Whether another chunk, or another trial of the present one, may be begun. */
export function mayBegin({ drained }: ThreadWatch, a: 'chunk' | 'trial'): boolean {
  return Atomics.load(drained, 0) < (a === 'chunk' ? noChunk : noTrial);
}

export function threadWatch(buffer: SharedArrayBuffer = new SharedArrayBuffer(24 * maxThreads + 4)): ThreadWatch {
  return {
    buffer,
    deadline: new Float64Array(buffer, 0, maxThreads),
    chunk: new Int32Array(buffer, 8 * maxThreads, maxThreads),
    index: new Int32Array(buffer, 12 * maxThreads, maxThreads),
    trial: new Int32Array(buffer, 16 * maxThreads, maxThreads),
    stop: new Int32Array(buffer, 20 * maxThreads, maxThreads),
    drained: new Int32Array(buffer, 24 * maxThreads, 1),
  };
}

/** Milliseconds of a clock that all threads of the process share and nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Say that this thread begins the trial at `at` of a chunk, which may take `timeoutMs` (null: any time). */
export function beginTrial(watch: ThreadWatch, ofChunk: number, at: number, timeoutMs: number | null): void {
  const { deadline, chunk, index, trial } = watch;
  // Before the count, else this trial could be told to stop for the deadline of the one before.
  deadline[threadId] = Number.POSITIVE_INFINITY;
  Atomics.add(trial, threadId, 1);
  deadline[threadId] = timeoutMs === null ? Number.POSITIVE_INFINITY : monotonicMs() + timeoutMs;
  Atomics.store(index, threadId, at);
  Atomics.store(chunk, threadId, ofChunk);
}

/** Index of the trial that a thread is at in this chunk, or was when it died; null when none is. */
export function trialOf({ chunk, index }: ThreadWatch, ofChunk: number): number | null {
  const thread = chunk.indexOf(ofChunk);
  return thread < 0 ? null : Atomics.load(index, thread);
}

/** Say that this thread is idle. */
export function endChunk({ chunk }: ThreadWatch): void {
  Atomics.store(chunk, threadId, 0);
}

/** An `AbortSignal` whose `aborted` may be polled in a synchronous loop: it reads the shared memory. */
export function stopSignal({ trial, stop }: ThreadWatch): AbortSignal {
  const isAsked = (): boolean => Atomics.load(stop, threadId) === Atomics.load(trial, threadId);
  const reason = (): DOMException => new DOMException('the trial is asked to stop', 'AbortError');
  return Object.defineProperties(new AbortController().signal, {
    aborted: { get: isAsked },
    reason: { get: () => (isAsked() ? reason() : undefined) },
    throwIfAborted: {
      value() {
        if (isAsked()) throw reason();
      },
    },
  });
}
