/**
 * The pool's process: owns the Piscina threads, because a huge array out of memory ends a whole process and must not
 * end the coordinator. It obeys messages, ignores Ctrl-C (which reaches the whole process group; the coordinator decides),
 * and ends by itself when the coordinator is gone. What is ready in one turn of the event loop travels in one message.
 *
 * Arguments: number of threads, assignment as JSON.
 */
import { Piscina } from 'piscina';
import type { Assignment, Chunk, ChunkEnd, FromPool, Receipt, ToPool } from './protocol.ts';
import { beginNoMore, monotonicMs, threadWatch, trialOf } from './thread-watch.ts';
import type { WorkerData } from './worker.ts';

const threads = Number(process.argv[2]);
const assignment = JSON.parse(process.argv[3] as string) as Assignment;
const watch = threadWatch();
const workerData: WorkerData = { assignment, watch: watch.buffer };

/** One at work, and one behind it in the thread's own queue where both are short: it need not wait for a turn of this event loop. */
const tasksPerThread = 2;
/** How often threads are looked at, and how long one that was asked to stop may take to do so. */
const watchMs = 50;
const graceMs = 200;
const tookTooLong = 'took longer than limits.timeout';
/** How long a receipt waits at most for others. */
const gatherMs = 10;

const pool = new Piscina({
  filename: new URL('./worker.js', import.meta.url).href,
  workerData,
  minThreads: threads,
  maxThreads: threads,
  concurrentTasksPerWorker: tasksPerThread,
  idleTimeout: 2 ** 31 - 1,
  atomics: 'disabled',
  recordTiming: false,
  ...(assignment.memory === null
    ? {}
    : { resourceLimits: { maxOldGenerationSizeMb: Math.max(16, Math.ceil(assignment.memory / 2 ** 20)) } }),
});

/** What the process takes beside its trials: Node itself, and each thread with the code of the experiments loaded. */
const ownBytes = 120e6 + 40e6 * threads;

/** Chunks that one thread does one after the other: what goes through Piscina as one task. */
interface Task {
  readonly chunks: readonly Chunk[];
  /** Its thread is being ended, because a trial did not end. */
  isLate: boolean;
}

const waiting: Chunk[] = [];
/** By index of the chunk. */
const running = new Map<number, Task>();
/** Given to threads and not ended, and those of them that are not short. */
let tasks = 0;
let longTasks = 0;
const ready: Receipt[] = [];
let soon: NodeJS.Immediate | undefined;
let later: NodeJS.Timeout | undefined;
/** Since a chunk has come whose trials may not take any time. */
let isWatching = false;

/** Sent when a quarter of the chunks held is ready, so that their messages are few and the next ones come in time. */
function gather(receipt: Receipt): void {
  ready.push(receipt);
  if (4 * ready.length >= ready.length + waiting.length + running.size) soon ??= setImmediate(sendReceipts);
  else later ??= setTimeout(sendReceipts, gatherMs);
}

function sendReceipts(): void {
  clearImmediate(soon);
  clearTimeout(later);
  soon = undefined;
  later = undefined;
  const { user, system } = process.cpuUsage();
  send({ kind: 'receipts', receipts: ready.splice(0), cpuMs: (user + system) / 1000 });
}

function send(message: FromPool, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}

/** A hop to a thread costs as much as many short trials: where many chunks wait, a thread gets several, fewer near the end. */
function fill(): void {
  for (let [next] = waiting; next && hasRoom(next); [next] = waiting) {
    const most = next.short ? Math.max(1, Math.floor(waiting.length / threads / tasksPerThread / 2)) : 1;
    const others = waiting.findIndex(({ short }) => !short);
    start(waiting.splice(0, others > 0 ? Math.min(most, others) : most));
  }
}

/** Behind something long nothing may wait: another thread could be free before. */
function hasRoom({ short }: Chunk): boolean {
  return tasks < threads || (short && longTasks === 0 && tasks < tasksPerThread * threads);
}

function start(chunks: readonly Chunk[]): void {
  const task: Task = { chunks, isLate: false };
  const isLong = chunks.some(({ short }) => !short);
  for (const { index } of chunks) running.set(index, task);
  const finish = (receipts: readonly Receipt[]): void => {
    for (const { index } of chunks) running.delete(index);
    tasks--;
    if (isLong) longTasks--;
    for (const receipt of receipts) gather(receipt);
    fill();
  };
  tasks++;
  if (isLong) longTasks++;
  pool.run(chunks).then(
    (ends: readonly ChunkEnd[]) => finish(chunks.map(({ index }, k) => receiptOf(index, ends[k] ?? null))),
    (error: Error) => finish(lost(task, error)),
  );
}

function receiptOf(chunk: number, end: ChunkEnd): Receipt {
  if (end === null) return { kind: 'dropped', chunk };
  if (typeof end === 'string') return { kind: 'done', chunk, rows: end };
  return { kind: 'suspect', chunk, reason: tookTooLong, died: 'thread', at: end };
}

/** The chunk that the thread was at is suspect; where it had begun none, the first. The others are done once more. */
function lost({ chunks, isLate }: Task, error: Error): readonly Receipt[] {
  const reason = isLate ? tookTooLong : error.message;
  const reached = chunks.findIndex(({ index }) => trialOf(watch, index) !== null);
  return chunks.map(({ index }, k): Receipt => {
    if (k !== Math.max(0, reached)) return { kind: 'dropped', chunk: index };
    return { kind: 'suspect', chunk: index, reason, died: 'thread', at: trialOf(watch, index) ?? 'none' };
  });
}

/** Hand back all that no thread has begun. */
function drain(finish: 'chunks' | 'trials'): void {
  beginNoMore(watch, finish);
  for (const { index } of waiting.splice(0)) gather({ kind: 'dropped', chunk: index });
}

/** Ask trials that take too long to stop, and end the thread of one that does not. */
function watchTimes(): void {
  const now = monotonicMs();
  for (const thread of pool.threads) {
    const { threadId } = thread;
    const trial = Atomics.load(watch.trial, threadId);
    const late = now - (watch.deadline[threadId] as number);
    const task = late > 0 ? running.get(Atomics.load(watch.chunk, threadId)) : undefined;
    if (!task) continue;
    task.isLate = true;
    Atomics.store(watch.stop, threadId, trial);
    if (late > graceMs) void thread.terminate();
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
    drain(message.finish);
    return;
  }
  waiting.push(...message.chunks);
  if (!isWatching && message.chunks.some(({ timeouts }) => timeouts)) {
    isWatching = true;
    setInterval(watchTimes, watchMs).unref();
  }
  fill();
});
// A rejection that floats in a worker raises the pool's error event; the chunk it belongs to is reported by its own promise.
pool.on('error', () => undefined);
// A long trial sends nothing for long: the CPU time used so far is told all the same.
setInterval(sendReceipts, 1000).unref();
const { memory } = assignment;
if (memory !== null) setInterval(() => watchMemory(memory), watchMs).unref();
send({ kind: 'ready' });
