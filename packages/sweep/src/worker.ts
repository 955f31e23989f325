/** One worker thread: runs the trials of a chunk, one result each. A trial that throws is a result, not an error. */
import { openSync, readSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { TrialResult } from '@fewbits/dataset';
import type { ColumnDeclaration, Value } from '@fewbits/dataset/columns';
import { type Experiment, experimentByName } from '@fewbits/experiments';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { workerData } from 'piscina';
import { canonicalJson } from './canonical-json.ts';
import type { Trial } from './plan.ts';
import type { Assignment, Chunk } from './protocol.ts';
import { slotOfThread } from './slots.ts';
import { isRecord } from './spec-source.ts';
import { beginTrial, endChunk, stopSignal, threadWatch } from './thread-watch.ts';
import { loadUserModule } from './user-module.ts';

/** What the pool gives every thread when it starts. */
export interface WorkerData {
  readonly assignment: Assignment;
  readonly watch: SharedArrayBuffer;
}

const { assignment, watch: buffer } = workerData as WorkerData;
const watch = threadWatch(buffer);
const signal = stopSignal(watch);
const mark = slotOfThread(assignment.slots);
let loading: Promise<Experiment> | undefined;
/** Above this many trials a chunk, reading the CPU clock for each would cost more than it tells. */
const timedOneByOne = 64;

/** Called by the pool with chunks to do in turn. Rejects when a trial was asked to stop: it took too long. */
export default async function runChunks(chunks: readonly Chunk[]): Promise<TrialResult[][]> {
  // Not when the thread starts: a chunk that is refused says why, a thread that does not start cannot.
  loading ??= load();
  const experiment = await loading;
  const results: TrialResult[][] = [];
  for (const chunk of chunks) results.push(await runChunk(experiment, chunk));
  mark(0, 0);
  endChunk(watch);
  return results;
}

async function runChunk(experiment: Experiment, chunk: Chunk): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  const oneByOne = chunk.trials.length <= timedOneByOne;
  const begun = oneByOne ? null : threadCpuMs();
  for (const [k, trial] of chunk.trials.entries()) {
    mark(chunk.index, k);
    beginTrial(watch, chunk.index, chunk.timeouts?.[k] ?? null);
    results.push(await runTrial(experiment, trial, oneByOne));
    if (signal.aborted) throw new Error('the trial was asked to stop');
  }
  if (begun === null) return results;
  const cpuMs = ((threadCpuMs() ?? begun) - begun) / results.length;
  return results.map((result) => ({ ...result, cpuMs }));
}

async function load(): Promise<Experiment> {
  const source = assignment.experiment;
  if ('name' in source) return experimentByName(source.name);
  return (await loadUserModule(source.path, { sha256: source.sha256 })).experiment;
}

async function runTrial(
  experiment: Experiment,
  { id, params, replicate }: Trial,
  timed: boolean,
): Promise<TrialResult> {
  const stream = (purpose: string): ReturnType<typeof philoxRng> => {
    const scope = purpose === 'patterns' ? canonicalJson({ task: experiment.task?.(params) ?? params, replicate }) : id;
    return philoxRng(streamKey(assignment.seed, purpose, scope));
  };
  const cpu = timed ? threadCpuMs() : null;
  const start = performance.now();
  const timings = (): Pick<TrialResult, 'attempts' | 'cpuMs' | 'wallMs' | 'worker'> => ({
    attempts: 1,
    cpuMs: cpu === null ? null : (threadCpuMs() ?? cpu) - cpu,
    wallMs: performance.now() - start,
    worker: `${assignment.host}:${threadId}`,
  });
  try {
    checkMemory(experiment, params);
    const row: unknown = await experiment.run({ params, rng: stream('trial'), signal, stream });
    if (!isRecord(row)) {
      const expected = `an object with ${Object.keys(experiment.columns).join(', ')}`;
      throw new TypeError(`run returned ${String(row)}, expected ${expected}`);
    }
    const values = Object.fromEntries(
      Object.entries(experiment.columns).map(([name, column]) => [
        name,
        columnValue(name, column, row[name] as Value | null | undefined),
      ]),
    );
    return { id, status: 'ok', values, ...timings() };
  } catch (thrown) {
    const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
    const failure = { error: String(message), stack: String(stack) };
    return { id, status: 'failed', values: null, ...failure, ...timings() };
  }
}

function checkMemory({ memory }: Experiment, params: Trial['params']): void {
  const needed = memory?.(params) ?? 0;
  if (assignment.memory !== null && needed > assignment.memory) {
    throw new RangeError(`needs about ${megabytes(needed)}, limits.memory is ${megabytes(assignment.memory)}`);
  }
}

function megabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${Number((bytes / 1e9).toPrecision(3))} GB`;
}

/** The value as it goes into the table, or an error when it is not what the experiment declared. */
function columnValue(name: string, { type }: ColumnDeclaration, value: Value | null | undefined): Value | null {
  const wrong = (expected: string): Error => new Error(`column ${name}: got ${String(value)}, expected ${expected}`);
  if (value === undefined) throw new Error(`column ${name} is missing from the row`);
  if (value === null) return null;
  switch (type) {
    case 'int':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong('an integer');
      return value;
    case 'float':
      if (typeof value !== 'number') throw wrong('a number');
      return value;
    case 'string':
      if (typeof value !== 'string') throw wrong('a text');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw wrong('true or false');
      return value;
    default: {
      if (typeof value !== 'object' || !(Symbol.iterator in value)) throw wrong('a list of numbers');
      const list = Array.from(value, Number);
      if (type === 'int[]' && !list.every(Number.isSafeInteger)) throw wrong('a list of integers');
      return list;
    }
  }
}

const clockText = Buffer.alloc(64);
let clock: number | null | undefined; // undefined: not tried yet

/**
 * CPU milliseconds of this thread so far; null where the platform does not tell (anything but Linux). The file stays open: an
 * open costs ten times a read. The kernel brings its number up to date at a tick (1 to 4 ms) or when the process asks for its own.
 */
function threadCpuMs(): number | null {
  if (clock === undefined) clock = openClock();
  if (clock === null) return null;
  process.cpuUsage();
  const length = readSync(clock, clockText, 0, clockText.length, 0);
  return Number(clockText.toString('latin1', 0, length).split(' ', 1)[0]) / 1e6;
}

function openClock(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return null; // a kernel built without scheduler statistics
  }
}
