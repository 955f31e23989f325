/**
 * The values that a searched parameter may take: multiples of a unit fraction, or equal steps over the range.
 *
 * Loads of a perceptron with N synapses are P/N, P integer: `{ per: N }`. The same multiple is the same double whatever the
 * range, so that a range moved or widened asks for trials that exist.
 */

/** `per`: k/per, k integer. `steps`: from + k (to - from)/steps, k = 0 … steps. */
export type Lattice = { readonly per: number } | { readonly steps: number };

/** The lattice points inside [from, to], ascending. */
export interface LatticePoints {
  readonly count: number;
  /** Point of an index in [0, count). */
  at(index: number): number;
  /** Index of the point nearest to `x`; the smaller of two as near. */
  nearest(x: number): number;
}

/** Throws RangeError where no point lies in [from, to]. */
export function latticePoints(lattice: Lattice, from: number, to: number): LatticePoints {
  const positive = 'per' in lattice ? lattice.per : lattice.steps;
  if (!(Number.isInteger(positive) && positive > 0)) throw new RangeError(`a lattice of ${positive} steps`);
  if ('steps' in lattice) {
    const { steps } = lattice;
    return indexed(steps + 1, (k) => (k === steps ? to : from + (k * (to - from)) / steps), from, (to - from) / steps);
  }
  const { per } = lattice;
  // from · per may round across an integer: the points decide.
  let first = Math.floor(from * per);
  while (first / per < from) first++;
  let last = Math.ceil(to * per);
  while (last / per > to) last--;
  if (!(first <= last)) throw new RangeError(`no multiple of 1/${per} between ${from} and ${to}`);
  return indexed(last - first + 1, (k) => (first + k) / per, first / per, 1 / per);
}

function indexed(count: number, at: (index: number) => number, first: number, step: number): LatticePoints {
  const nearest = (x: number): number => {
    const guess = Math.min(Math.max(Math.floor((x - first) / step), 0), count - 1);
    const next = Math.min(guess + 1, count - 1);
    return Math.abs(at(next) - x) < Math.abs(at(guess) - x) ? next : guess;
  };
  return { count, at, nearest };
}
