/**
 * Gaussian grids for integrands with complex singularities at a known distance from the real axis.
 *
 * The trapezoid rule of spacing h errs by about exp(-2 pi d/h) for singularities at |Im z| = d (`gaussianGrid`); h = d/5.6
 * leaves exp(-35). Measured against h/2.5 at 400 capacities (2 to 64 levels, f' from 1e-6 to 1/2): alpha_c moves by less than
 * 3e-13, the order parameters by less than 2e-12, the stability number by less than 4e-11 of their size.
 */
import { type GaussianGrid, gaussianGrid } from '@fewbits/numerics';

/** Width of [-9, 9], the range of the default grid of `gaussianGrid`. */
const WIDTH = 18;
const SPACING_PER_DISTANCE = 1 / 5.6;
/** Entire functions need no more than this: their error is about exp(-2 pi²/h²). */
const WIDEST_SPACING = 0.5;

/** Grids by number of intervals: pure values, four to an octave. */
const grids = new Map<number, GaussianGrid>();

/** A grid for integrands whose singularities lie at |Im z| ≥ `distance` > 0. Memory and time grow as 1/distance. */
export function gridFor(distance: number): GaussianGrid {
  const least = Math.ceil(WIDTH / Math.min(WIDEST_SPACING, distance * SPACING_PER_DISTANCE));
  const quantum = 1 << (29 - Math.clz32(least));
  const intervals = Math.ceil(least / quantum) * quantum;
  let grid = grids.get(intervals);
  if (grid === undefined) {
    grid = gaussianGrid(intervals + 1);
    grids.set(intervals, grid);
  }
  return grid;
}
