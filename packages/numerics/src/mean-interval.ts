/**
 * Mean of independent values with its Student interval. Apart from the index: its special functions take 50 ms to load, and only
 * tables need them.
 *
 *   mean ± t sd/sqrt n,   P(|T| > t) = I_x(nu/2, 1/2) = 1 - confidence at x = nu/(nu + t²), nu = n - 1
 * Source: Abramowitz & Stegun 26.7.1; I is the regularised incomplete beta function.
 */
import betainc from '@stdlib/math-base-special-betainc';
import { findRoot } from './root.ts';

/** Unit of the values. Without spread to measure (one value) the interval is null. */
export interface MeanEstimate {
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Mean of `values` (length >= 1), summed in the order given. */
export function meanInterval(values: readonly number[], confidence: number = 0.95): MeanEstimate {
  const count = values.length;
  if (count === 0) throw new RangeError('the mean of no values');
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  if (count === 1) return { mean, lower: null, upper: null };
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const half = twoSidedStudentQuantile(confidence, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, lower: mean - half, upper: mean + half };
}

/** The t with P(|T| <= t) = `confidence` for T of Student's law with `freedom` >= 1 degrees of freedom. */
export function twoSidedStudentQuantile(confidence: number, freedom: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence}, expected between 0 and 1`);
  // In y = t/(1 + t) the whole half line is one bracket.
  const excess = (y: number): number => {
    const t = y / (1 - y);
    return betainc(freedom / (freedom + t * t), freedom / 2, 0.5) - (1 - confidence);
  };
  const y = findRoot(excess, 0, 1 - 1e-9);
  return y / (1 - y);
}
