/** What the orchestrator is to reach on a machine of two cores, and whether measured values do. */
import type { MedianInterval } from './median-interval.ts';

export interface Goal {
  /** Key of what a round measures. */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
}

export type Verdict = 'passed' | 'missed' | 'undecided';

export const goals: readonly Goal[] = [
  { name: 'null-trial', what: 'null trial, one a chunk, durable', unit: 'µs', bound: { atMost: 100 } },
  { name: 'null-trials', what: 'durable null trials, automatic chunks', unit: '1/s', bound: { atLeast: 50_000 } },
  { name: 'overhead-1ms-alone', what: "1 thread's time outside trials of 1 ms", unit: '%', bound: { atMost: 1 } },
  { name: 'overhead-1ms', what: "2 threads' time outside trials of 1 ms", unit: '%', bound: { atMost: 1 } },
  { name: 'overhead-1ms-cpu', what: 'CPU of all processes beyond them', unit: '%', bound: { atMost: 1 } },
  { name: 'overhead-200us', what: "2 threads' time outside trials of 0.2 ms", unit: '%', bound: { atMost: 5 } },
  { name: 'overhead-200us-cpu', what: 'CPU of all processes beyond them', unit: '%', bound: { atMost: 5 } },
  { name: 'plan', what: 'plan of 1 000 000 points (run -n)', unit: 's', bound: { atMost: 5 } },
  { name: 'plan-memory', what: 'peak memory of that', unit: 'MiB', bound: { atMost: 512 } },
  { name: 'resume', what: 'run with all of 100 000 trials done', unit: 's', bound: { atMost: 2 } },
  { name: 'help', what: '--help', unit: 'ms', bound: { atMost: 300 } },
  { name: 'status', what: 'status of a run of 1000 trials', unit: 'ms', bound: { atMost: 500 } },
  { name: 'makespan', what: 'makespan over longest-first bound, skewed costs', unit: '', bound: { atMost: 1.05 } },
];

/** Passed or missed only where the whole interval is on that side of the bound. */
export function verdict({ bound }: Pick<Goal, 'bound'>, { low, high }: MedianInterval): Verdict {
  if ('atMost' in bound) return high <= bound.atMost ? 'passed' : low > bound.atMost ? 'missed' : 'undecided';
  return low >= bound.atLeast ? 'passed' : high < bound.atLeast ? 'missed' : 'undecided';
}
