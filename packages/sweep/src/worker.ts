/** One worker thread: runs the trials of a chunk, one row each. A trial that throws is a result, not an error. */
import { threadId } from 'node:worker_threads';
import { encodeRows, readPatternsFile, type TrialResult } from '@fewbits/dataset';
import type { ColumnDeclaration, PatternSet, Value } from '@fewbits/dataset/columns';
import { type Experiment, experimentByName, type TrialContext } from '@fewbits/experiments';
import { philoxRng, type Rng, streamKey } from '@fewbits/numerics';
import { workerData } from 'piscina';
import { canonicalJson } from './canonical-json.ts';
import { cpuShares } from './cpu-shares.ts';
import type { Trial } from './plan.ts';
import type { Assignment, Chunk, ChunkEnd } from './protocol.ts';
import { slotOfThread } from './slots.ts';
import { isRecord } from './spec-source.ts';
import { beginNoMore, beginTrial, endChunk, mayBegin, stopSignal, threadWatch } from './thread-watch.ts';
import { readTrials } from './trial-text.ts';
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
const cpu = cpuShares();
const worker = `${assignment.host}:${threadId}`;
let loading: Promise<Experiment> | undefined;

/** Ends when this thread has done what it was given so far: more may come before that. */
let before: Promise<unknown> = Promise.resolve();

/** Called by the pool with chunks to do in turn. */
export default function runInTurn(chunks: readonly Chunk[]): Promise<ChunkEnd[]> {
  const ends = before.then(() => runChunks(chunks));
  before = ends.catch(() => undefined);
  return ends;
}

async function runChunks(chunks: readonly Chunk[]): Promise<ChunkEnd[]> {
  // Not when the thread starts: a chunk that is refused says why, a thread that does not start cannot.
  loading ??= load();
  const experiment = await loading;
  const ends: ChunkEnd[] = [];
  for (const chunk of chunks) ends.push(mayBegin(watch, 'chunk') ? await runChunk(experiment, chunk) : null);
  mark(0);
  endChunk(watch);
  return ends;
}

async function runChunk(experiment: Experiment, { index, trials, timeouts, marked }: Chunk): Promise<ChunkEnd> {
  const ended: Ended[] = [];
  mark(index);
  cpu.begin();
  for (const [k, trial] of readTrials(trials).entries()) {
    if (k > 0 && !mayBegin(watch, 'trial')) break;
    if (marked) mark(index, k);
    beginTrial(watch, index, k, timeouts?.[k] ?? null);
    const result = await runTrial(experiment, trial);
    if (signal.aborted) return k;
    cpu.add(result.wallMs);
    ended.push(result);
    if (assignment.failFast && result.status !== 'ok') beginNoMore(watch, 'trials');
  }
  const cpuMs = cpu.end();
  for (const [k, each] of ended.entries()) each.cpuMs = microseconds(cpuMs[k] ?? null);
  return encodeRows(ended, assignment.columns);
}

/** Its share of the CPU time comes when the chunk has ended. */
interface Ended extends Omit<TrialResult, 'cpuMs'> {
  cpuMs: number | null;
}

/** More digits of a time say nothing, and cost. */
function microseconds<Time extends number | null>(ms: Time): Time {
  return ms === null ? ms : ((Math.round(1000 * ms) / 1000) as Time);
}

async function load(): Promise<Experiment> {
  const source = assignment.experiment;
  if ('name' in source) return experimentByName(source.name);
  return (await loadUserModule(source.path, { sha256: source.sha256 })).experiment;
}

async function runTrial(experiment: Experiment, { id, params, replicate }: Trial): Promise<Ended> {
  const stream = (purpose: string): Rng => {
    const scope = purpose === 'patterns' ? canonicalJson({ task: experiment.task?.(params) ?? params, replicate }) : id;
    return philoxRng(streamKey(assignment.seed, purpose, scope));
  };
  const start = performance.now();
  try {
    checkMemoryLimit(experiment, params);
    const row: unknown = await experiment.run(new Context(params, stream));
    if (!isRecord(row)) {
      const expected = `an object with ${Object.keys(experiment.columns).join(', ')}`;
      throw new TypeError(`run returned ${String(row)}, expected ${expected}`);
    }
    const values: Record<string, Value | null> = {};
    for (const name of assignment.columns) {
      const column = experiment.columns[name] as ColumnDeclaration;
      values[name] = columnValue(name, column, row[name] as Value | null | undefined);
    }
    const wallMs = microseconds(performance.now() - start);
    return { id, status: 'ok', values, attempts: 1, cpuMs: null, wallMs, worker };
  } catch (thrown) {
    const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
    const failure = { error: String(message), stack: String(stack) };
    return {
      id,
      status: 'failed',
      values: null,
      ...failure,
      attempts: 1,
      cpuMs: null,
      wallMs: microseconds(performance.now() - start),
      worker,
    };
  }
}

/** What `run` is given. A class, because an object made anew with a getter of its own costs a short trial 2 µs. */
class Context implements TrialContext {
  readonly params: Trial['params'];
  readonly stream: TrialContext['stream'];
  readonly signal: AbortSignal = signal;
  readonly patterns: typeof patternsOf = patternsOf;
  #own: Rng | undefined;

  constructor(params: Trial['params'], stream: TrialContext['stream']) {
    this.params = params;
    this.stream = stream;
  }

  get rng(): Rng {
    this.#own ??= this.stream('trial');
    return this.#own;
  }
}

const patternSets = new Map<string, Promise<PatternSet>>();

/** The patterns of a file that a parameter names, read once a thread. Refused when they are not the planned ones. */
function patternsOf(sha256: string): Promise<PatternSet> {
  const known = patternSets.get(sha256);
  if (known !== undefined) return known;
  const file = assignment.files.find((each) => each.sha256 === sha256);
  if (!file) return Promise.reject(new RangeError(`no file of this run has the SHA-256 ${sha256}`));
  const reading = readPatternsFile(file.path).then((read) => {
    if (read.sha256 === sha256) return read.patterns;
    throw new Error(
      `${file.path} has changed since the plan was made; start the run again to plan with the new content`,
    );
  });
  patternSets.set(sha256, reading);
  return reading;
}

function checkMemoryLimit({ memory }: Experiment, params: Trial['params']): void {
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
