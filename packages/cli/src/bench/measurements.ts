/** What one round measures, each in processes of its own. Every value is in the unit of its goal. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longestFirstMakespan } from './longest-first.ts';
import { busyTrials, measureBarePool, measureCommand, measureNode, measureSweep, nullTrials } from './processes.ts';
import type { SweepReport } from './sweep-process.ts';

/** Worker threads everywhere: the goals are for two cores. */
export const threads = 2;

/** Values by name; one that this system cannot tell is left out. */
export type Values = Readonly<Record<string, number>>;

export interface Measurement {
  readonly name: string;
  measure(): Values;
}

/** Chunks that the engine has in flight at most: so many tasks the bare pool gets, too. */
const inFlight = 64;
const singles = 20_000;

/** `scratch`: an empty folder for run directories. Runs the sweeps that are looked at again in every round. */
export function measurements(scratch: string): readonly Measurement[] {
  const out = join(scratch, 'run');
  const specFile = (name: string, spec: object): string => {
    const file = join(scratch, `${name}.json`);
    writeFileSync(file, JSON.stringify({ name, ...spec }));
    return file;
  };
  const large = specFile('large', nullTrialsOf(1000, 100));
  const largeRun = join(scratch, 'large');
  measureCommand('run', large, '--out', largeRun, '--json');
  const smallRun = join(scratch, 'small');
  measureCommand('run', specFile('small', nullTrialsOf(100, 10)), '--out', smallRun, '--json');
  const million = specFile('million', nullPoints(1000, 1000));

  const sweepOn = (workers: number, spec: object, chunkTrials: number | null = null): SweepReport =>
    measureSweep({ spec: JSON.stringify(spec), out, threads: workers, chunkTrials });
  const sweep = (spec: object, chunkTrials?: number): SweepReport => sweepOn(threads, spec, chunkTrials);

  return [
    {
      name: 'null trials, one a chunk',
      measure() {
        const { steady } = sweep(nullTrialsOf(1000, singles / 1000), 1);
        return { 'null-trial': (1e6 * steady.seconds) / steady.rows };
      },
    },
    { name: 'Piscina alone', measure: () => ({ piscina: measureBarePool({ tasks: singles, threads, inFlight }) }) },
    {
      name: 'null trials',
      measure() {
        const { steady } = sweep(nullTrialsOf(1000, 150));
        return { 'null-trials': steady.rows / steady.seconds };
      },
    },
    {
      name: 'trials of 1 ms, one thread',
      measure() {
        const { 'overhead-1ms': alone = 0 } = overhead(
          'overhead-1ms',
          (trials) => sweepOn(1, busy(1, trials)),
          [1500, 6500],
        );
        return { 'overhead-1ms-alone': alone };
      },
    },
    {
      name: 'trials of 1 ms',
      // Long beside the end of a sweep, where chunks are smaller: that is for the makespan.
      measure: () => overhead('overhead-1ms', (trials) => sweep(busy(1, trials)), [3000, 43_000]),
    },
    {
      name: 'trials of 0.2 ms',
      measure: () => overhead('overhead-200us', (trials) => sweep(busy(0.2, trials)), [15_000, 65_000]),
    },
    {
      name: 'plan',
      measure() {
        const plan = measureCommand('run', million, '-n', '--out', join(scratch, 'never'), '--json');
        return { plan: plan.seconds, 'plan-cpu': plan.cpuSeconds, 'plan-memory': plan.peakMiB };
      },
    },
    {
      name: 'resume',
      measure() {
        const { seconds, cpuSeconds } = measureCommand('run', large, '--out', largeRun, '--json');
        return { resume: seconds, 'resume-cpu': cpuSeconds };
      },
    },
    {
      name: 'answers',
      measure: () => ({
        help: 1000 * measureCommand('--help').seconds,
        status: 1000 * measureCommand('status', smallRun).seconds,
        'status-large': 1000 * measureCommand('status', largeRun).seconds,
        node: 1000 * measureNode(),
      }),
    },
    { name: 'skewed costs', measure: () => makespan(sweep(skewed(500))) },
  ];
}

function nullTrialsOf(points: number, replicates: number): object {
  return { experiment: nullTrials, grid: { row: `range(0,${points},1)` }, replicates };
}

/** rows × columns points of one trial each. */
function nullPoints(rows: number, columns: number): object {
  return { experiment: nullTrials, grid: { row: `range(0,${rows},1)`, column: `range(0,${columns},1)` } };
}

function busy(ms: number, trials: number): object {
  return { experiment: busyTrials, fixed: { ms }, replicates: trials };
}

/**
 * Costs with the quantiles of a Pareto law of exponent 1.2, from 3 ms up, the shortest first in the spec: P(T > t) = (t / 3 ms)^-1.2.
 */
function skewed(trials: number): object {
  const ms = Array.from({ length: trials }, (_, k) => 3 * (1 - (k + 0.5) / trials) ** (-1 / 1.2));
  return { experiment: busyTrials, grid: { ms } };
}

/**
 * What comes on top of the trials themselves, in percent of them, once the first `few` have kept the compilers of all processes
 * busy. Wall: time of the threads, each from one trial's begin to its last one's end, that lies in no trial. CPU: of all processes, for each further trial: a short sweep is subtracted from a long
 * one, and with it the start of the processes. The tables at the end are told apart, in microseconds a row.
 */
function overhead(
  name: string,
  sweepOf: (trials: number) => SweepReport,
  [few, many]: readonly [number, number],
): Values {
  const ownOf = ({ own }: SweepReport): number => own.reduce((sum, { ms }) => sum + ms, 0);
  const [short, long] = [sweepOf(few), sweepOf(many)];
  const later = long.own.slice(few);
  const inside = later.reduce((sum, { begun, ended }) => sum + ended - begun, 0);
  const used = [...new Set(later.map(({ thread }) => thread))];
  const spans = used.reduce((sum, thread) => sum + spanOf(later.filter((each) => each.thread === thread)), 0);
  const wall = 100 * (spans / inside - 1);
  if (short.cpuMs === null || long.cpuMs === null) return { [name]: wall };
  const cpu = 100 * ((long.cpuMs - short.cpuMs) / (ownOf(long) - ownOf(short)) - 1);
  const tables = (1000 * (long.tablesMs - short.tablesMs)) / (long.trials - short.trials);
  return { [name]: wall, [`${name}-cpu`]: cpu, [`${name}-tables`]: tables };
}

/** Milliseconds from the first trial's begin to the last one's end. */
function spanOf(own: SweepReport['own']): number {
  const begun = own.reduce((least, each) => Math.min(least, each.begun), Number.POSITIVE_INFINITY);
  return own.reduce((most, each) => Math.max(most, each.ended), 0) - begun;
}

/** The span of the trials over the longest-first makespan of the same trials as measured. */
function makespan({ own }: SweepReport): Values {
  const lengths = own.map(({ begun, ended }) => ended - begun);
  return { makespan: spanOf(own) / longestFirstMakespan(lengths, threads) };
}
