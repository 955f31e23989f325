/**
 * The weight sets of a precision sweep: equally spaced levels, ascending, scaled so that the largest magnitude is 1.
 *
 * binary {-1, +1} · unipolar {0, 1, …, L}/L, L = levels - 1 · signed, symmetric about 0: in integers {-k … k} (odd levels)
 * or {±1, ±3, …, ±(2k-1)} (even levels). The scale changes neither capacity nor entropy.
 * Source: baldassi-2016.
 */
export type WeightFamily = 'binary' | 'unipolar' | 'signed';

/** Weight k is `first + k * spacing`, k = 0 … levels - 1, dimensionless. */
export interface WeightSet {
  readonly levels: number;
  readonly first: number;
  readonly spacing: number;
  /** The integer weight that 1 stands for: L, or the largest integer of a signed set. */
  readonly unit: number;
  /** Mean and variance of the uniform law on the set. */
  readonly mean: number;
  readonly variance: number;
}

/** The set of `family` with `levels` values, an integer ≥ 2 (binary: exactly 2). */
export function weightSet(family: WeightFamily, levels: number): WeightSet {
  if (!Number.isInteger(levels) || levels < 2)
    throw new RangeError(`levels: got ${levels}, expected an integer from 2`);
  if (family === 'binary' && levels !== 2)
    throw new RangeError(`levels: got ${levels}, expected 2 with binary weights`);
  const unipolar = family === 'unipolar';
  const spacing = (unipolar ? 1 : 2) / (levels - 1);
  return {
    levels,
    spacing,
    first: unipolar ? 0 : -1,
    unit: unipolar || levels % 2 === 0 ? levels - 1 : (levels - 1) / 2,
    mean: unipolar ? 0.5 : 0,
    variance: (spacing * spacing * (levels * levels - 1)) / 12,
  };
}
