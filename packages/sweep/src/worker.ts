/** One worker thread: runs the trials of a chunk, one result each. A trial that throws is a result, not an error. */
import { readFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { TrialResult } from '@fewbits/dataset';
import type { ColumnDeclaration, Value } from '@fewbits/dataset/columns';
import { type Experiment, experimentByName } from '@fewbits/experiments';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { canonicalJson } from './canonical-json.ts';
import type { Assignment, Chunk } from './protocol.ts';

const never = new AbortController().signal;

/** Called by the pool for every chunk. */
export default async function runChunk({
  assignment,
  chunk,
}: {
  assignment: Assignment;
  chunk: Chunk;
}): Promise<TrialResult[]> {
  const experiment = experimentByName(assignment.experiment);
  const results: TrialResult[] = [];
  for (const trial of chunk.trials) results.push(await runTrial(experiment, assignment, trial));
  return results;
}

async function runTrial(
  experiment: Experiment,
  { seed, host }: Assignment,
  { id, params, replicate }: Chunk['trials'][number],
): Promise<TrialResult> {
  const stream = (purpose: string): ReturnType<typeof philoxRng> => {
    const scope = purpose === 'patterns' ? canonicalJson({ task: experiment.task?.(params) ?? params, replicate }) : id;
    return philoxRng(streamKey(seed, purpose, scope));
  };
  const cpu = threadCpuMs();
  const start = performance.now();
  const timings = (): Pick<TrialResult, 'attempts' | 'cpuMs' | 'wallMs' | 'worker'> => ({
    attempts: 1,
    cpuMs: cpu === null ? null : (threadCpuMs() ?? cpu) - cpu,
    wallMs: performance.now() - start,
    worker: `${host}:${threadId}`,
  });
  try {
    const row = await experiment.run({ params, rng: stream('trial'), signal: never, stream });
    const values = Object.fromEntries(
      Object.entries(experiment.columns).map(([name, column]) => [name, columnValue(name, column, row[name])]),
    );
    return { id, status: 'ok', values, ...timings() };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { id, status: 'failed', values: null, error: error.message, stack: error.stack ?? '', ...timings() };
  }
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
      if (typeof value !== 'object') throw wrong('a list of numbers');
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
