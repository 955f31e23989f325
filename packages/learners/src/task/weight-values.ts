/**
 * The weight sets of a precision sweep, ascending and evenly spaced. `levels` values, log2(levels) bits.
 *
 * binary: {-1, 1}.  unipolar: {0, 1, …, levels-1}.  signed: {-k … k} for odd levels, {±1, ±3, …, ±(levels-1)} for even.
 * Source: Baldassi et al., PRE 93, 052313 (2016).
 */

/** A family of weight sets, as named in a spec: ±1, 0…levels−1, or symmetric about zero. */
export type WeightFamily = 'binary' | 'unipolar' | 'signed';

/** Weights travel as one byte each. */
export const MAX_LEVELS = 256;

/** The allowed values of a family, ascending. `levels` from 2 to `MAX_LEVELS`; binary has 2. */
export function weightValues(family: WeightFamily, levels: number): Int32Array {
  if (!Number.isInteger(levels) || levels < 2 || levels > MAX_LEVELS) {
    throw new RangeError(`levels: got ${levels}, expected an integer from 2 to ${MAX_LEVELS}`);
  }
  if (family === 'binary' && levels !== 2) throw new RangeError(`levels: got ${levels}, binary weights have 2`);
  const first = family === 'unipolar' ? 0 : levels % 2 === 0 ? 1 - levels : (1 - levels) / 2;
  const step = family !== 'unipolar' && levels % 2 === 0 ? 2 : 1;
  return Int32Array.from({ length: levels }, (_, k) => first + step * k);
}
