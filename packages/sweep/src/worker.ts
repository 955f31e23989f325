/** One worker thread: runs the trials of a chunk, one result each. A trial that throws is a result, not an error. */
import { readFileSync } from 'node:fs';
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

/** Called by the pool for every chunk. Rejects when a trial was asked to stop: it took too long. */
export default async function runChunk(chunk: Chunk): Promise<TrialResult[]> {
  // Not when the thread starts: a chunk that is refused says why, a thread that does not start cannot.
  loading ??= load();
  const experiment = await loading;
  const results: TrialResult[] = [];
  const oneByOne = chunk.trials.length <= timedOneByOne;
  const begun = threadCpuMs();
  for (const [k, trial] of chunk.trials.entries()) {
    mark(chunk.index, k);
    beginTrial(watch, chunk.index, chunk.timeouts?.[k] ?? null);
    results.push(await runTrial(experiment, trial, oneByOne));
    if (signal.aborted) throw new Error('the trial was asked to stop');
  }
  mark(0, 0);
  endChunk(watch);
  if (oneByOne || begun === null) return results;
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

/** CPU milliseconds of this thread so far; null where the platform does not tell (anything but Linux). */
function threadCpuMs(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return null; // a kernel built without scheduler statistics
  }
}
