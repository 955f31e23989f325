/** The mean of one value over the replicates of a point, with its error. */
import { twoSidedNormalQuantile } from '@fewbits/numerics';
import { meanInterval } from '@fewbits/numerics/mean-interval';

export interface Averaged {
  readonly mean: number;
  /** Half the width of the interval; null where one trial without an error of its own cannot tell. */
  readonly half: number | null;
  /** Standard error; null likewise. */
  readonly sem: number | null;
  readonly trials: number;
}

/**
 * Finite values only; null where there is none. `errors`: standard error of each value; with all of them they add in quadrature,
 * else the spread of the values tells (Student).
 */
export function averaged(values: readonly unknown[], errors: readonly unknown[], confidence: number): Averaged | null {
  const means: number[] = [];
  let variance = 0;
  for (const [k, value] of values.entries()) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    means.push(value);
    const error = errors[k];
    variance += typeof error === 'number' ? error ** 2 : Number.NaN;
  }
  const trials = means.length;
  if (trials === 0) return null;
  const mean = means.reduce((sum, value) => sum + value, 0) / trials;
  if (Number.isFinite(variance)) {
    const sem = Math.sqrt(variance) / trials;
    return { mean, sem, half: twoSidedNormalQuantile(confidence) * sem, trials };
  }
  const { lower, upper } = meanInterval(means, confidence);
  if (lower === null || upper === null) return { mean, sem: null, half: null, trials };
  const half = (upper - lower) / 2;
  return { mean, half, sem: half / twoSidedNormalQuantile(confidence), trials };
}
