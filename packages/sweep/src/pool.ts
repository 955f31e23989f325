/**
 * The pool's process: owns the Piscina threads, because a huge array out of memory ends a whole process and must not
 * end the coordinator. It obeys messages, ignores Ctrl-C (which reaches the whole process group; the coordinator decides),
 * and ends by itself when the coordinator is gone. What is ready in one turn of the event loop travels in one message.
 *
 * Arguments: number of threads, assignment as JSON.
 */
import type { TrialResult } from '@fewbits/dataset';
import { Piscina } from 'piscina';
import type { Assignment, Chunk, FromPool, Receipt, ToPool } from './protocol.ts';
import { monotonicMs, threadWatch } from './thread-watch.ts';
import type { WorkerData } from './worker.ts';

const threads = Number(process.argv[2]);
const assignment = JSON.parse(process.argv[3] as string) as Assignment;
const watch = threadWatch();
const workerData: WorkerData = { assignment, watch: watch.buffer };

/** One chunk at work and one behind it per thread, so that no thread waits for a turn of this event loop. */
const inPiscina = 2 * threads;
/** How often threads are looked at, and how long one that was asked to stop may take to do so. */
const watchMs = 50;
const graceMs = 200;

const pool = new Piscina({
  filename: new URL('./worker.js', import.meta.url).href,
  workerData,
  minThreads: threads,
  maxThreads: threads,
  idleTimeout: 2 ** 31 - 1,
  atomics: 'disabled',
  recordTiming: false,
  ...(assignment.memory === null
    ? {}
    : { resourceLimits: { maxOldGenerationSizeMb: Math.max(16, Math.ceil(assignment.memory / 2 ** 20)) } }),
});

/** What the process takes beside its trials: Node itself, and each thread with the code of the experiments loaded. */
const ownBytes = 120e6 + 40e6 * threads;

interface Running {
  readonly chunk: Chunk;
  /** Ends the thread that is at it, or takes it back where none is. */
  readonly end: AbortController;
  state: 'running' | 'late' | 'dropped';
}

const waiting: Chunk[] = [];
const running = new Map<number, Running>();
const ready: Receipt[] = [];

function gather(receipt: Receipt): void {
  if (ready.push(receipt) === 1) setImmediate(sendReceipts);
}

function sendReceipts(): void {
  const { user, system } = process.cpuUsage();
  send({ kind: 'receipts', receipts: ready.splice(0), cpuMs: (user + system) / 1000 });
}

function send(message: FromPool, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}

function fill(): void {
  while (running.size < inPiscina) {
    const chunk = waiting.shift();
    if (!chunk) return;
    start(chunk);
  }
}

function start(chunk: Chunk): void {
  const entry: Running = { chunk, end: new AbortController(), state: 'running' };
  running.set(chunk.index, entry);
  pool.run(chunk, { signal: entry.end.signal }).then(
    (results: readonly TrialResult[]) => finish(entry, { kind: 'done', chunk: chunk.index, results }),
    (error: Error) => finish(entry, lost(entry, error)),
  );
}

function finish({ chunk }: Running, receipt: Receipt): void {
  running.delete(chunk.index);
  gather(receipt);
  fill();
}

function lost({ chunk: { index }, state }: Running, error: Error): Receipt {
  if (state === 'dropped') return { kind: 'dropped', chunk: index };
  const reason = state === 'late' ? 'took longer than limits.timeout' : error.message;
  return { kind: 'suspect', chunk: index, reason, died: 'thread' };
}

/** Hand back all chunks that no thread has begun. */
function drain(): void {
  for (const { index } of waiting.splice(0)) gather({ kind: 'dropped', chunk: index });
  const begun = new Set(pool.threads.map(({ threadId }) => Atomics.load(watch.chunk, threadId)));
  for (const entry of running.values()) {
    if (begun.has(entry.chunk.index)) continue;
    entry.state = 'dropped';
    entry.end.abort();
  }
}

/** Ask trials that take too long to stop, and end the thread of one that does not. */
function watchTimes(): void {
  const now = monotonicMs();
  for (const { threadId } of pool.threads) {
    const trial = Atomics.load(watch.trial, threadId);
    const late = now - (watch.deadline[threadId] as number);
    const entry = late > 0 ? running.get(Atomics.load(watch.chunk, threadId)) : undefined;
    if (!entry) continue;
    entry.state = 'late';
    Atomics.store(watch.stop, threadId, trial);
    if (late > graceMs) entry.end.abort();
  }
}

/** Typed arrays and WebAssembly are outside the heap limit of a thread: bound the process as a whole. */
function watchMemory(bytes: number): void {
  const size = process.memoryUsage.rss();
  if (size <= ownBytes + bytes * threads) return;
  const grown = `the worker process grew to ${Math.round(size / 1e6)} MB`;
  const reason = `${grown}, limits.memory is ${Math.round(bytes / 1e6)} MB for each of ${threads} threads`;
  send({ kind: 'dying', reason }, () => process.exit(1));
}

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToPool) => {
  if (message.kind === 'drain') {
    drain();
    return;
  }
  waiting.push(...message.chunks);
  fill();
});
// A rejection that floats in a worker raises the pool's error event; the chunk it belongs to is reported by its own promise.
pool.on('error', () => undefined);
setInterval(watchTimes, watchMs).unref();
// A long trial sends nothing for long: the CPU time used so far is told all the same.
setInterval(sendReceipts, 1000).unref();
const { memory } = assignment;
if (memory !== null) setInterval(() => watchMemory(memory), watchMs).unref();
send({ kind: 'ready' });
