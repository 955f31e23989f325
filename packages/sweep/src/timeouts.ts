/** The wall time that a trial may take: a constant, or a multiple of the median of its point. */
import type { Limits } from './limits.ts';
import type { Trial } from './plan.ts';

/** Below this many finished trials of a point its median says too little to end another by it. */
const fewest = 5;

export interface Timeouts {
  /** Milliseconds that this trial may take; null: any. */
  of(trial: Trial): number | null;
  /** Take in the wall time of a finished trial. */
  observe(trial: Trial, wallMs: number): void;
}

export function timeouts({ timeout }: Limits): Timeouts {
  if (timeout === null || 'ms' in timeout) return { of: () => timeout?.ms ?? null, observe: () => undefined };
  const times = new Map<string, number[]>();
  const key = ({ params }: Trial): string => JSON.stringify(params);
  return {
    of(trial) {
      const known = times.get(key(trial)) ?? [];
      return known.length < fewest ? null : Math.max(1, timeout.times * median(known));
    },
    observe(trial, wallMs) {
      const known = times.get(key(trial));
      if (known) known.push(wallMs);
      else times.set(key(trial), [wallMs]);
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
