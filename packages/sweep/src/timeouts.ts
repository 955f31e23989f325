/** The wall time that a trial may take: a constant, or a multiple of the median of its point. */
import type { Limits } from './limits.ts';
import type { Trial } from './plan.ts';

/** Below this many finished trials of a point its median says too little to end another by it. */
const fewest = 5;
/** More of them would hardly change the median. */
const most = 101;

export interface Timeouts {
  /** Milliseconds that this trial may take; null: any. */
  of(trial: Trial): number | null;
  /** Take in the wall time of a trial that was ok. */
  observe(trial: Trial, wallMs: number): void;
}

export function timeouts({ timeout }: Limits): Timeouts {
  if (timeout === null || 'ms' in timeout) return { of: () => timeout?.ms ?? null, observe: () => undefined };
  const times = new Map<string, Times>();
  const key = ({ params }: Trial): string => JSON.stringify(params);
  return {
    of(trial) {
      const known = times.get(key(trial));
      if (!known || known.sorted.length < fewest) return null;
      return Math.max(1, timeout.times * (known.sorted[Math.floor(known.sorted.length / 2)] as number));
    },
    observe(trial, wallMs) {
      const name = key(trial);
      const known = times.get(name) ?? { sorted: [] };
      times.set(name, known);
      if (known.sorted.length >= most) return;
      const place = known.sorted.findIndex((ms) => ms > wallMs);
      known.sorted.splice(place < 0 ? known.sorted.length : place, 0, wallMs);
    },
  };
}

interface Times {
  /** Wall times of the first trials of a point, ms, ascending. */
  readonly sorted: number[];
}
