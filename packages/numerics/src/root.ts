/**
 * Roots of a continuous function of one variable.
 *
 * Source: R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 4 (procedure `zero`): inverse
 * quadratic or secant steps inside a bracket, bisection whenever they do not shrink it fast enough. npm has no maintained
 * implementation.
 */
export type RealFunction = (x: number) => number;

/** An interval whose ends have values of opposite sign, or a root at one end. */
export interface Bracket {
  /** `low` ≤ `high`. */
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
}

/**
 * The root of `f` between `a` and `b` (in either order), where f has opposite signs; an end where f is 0 is a root.
 * `tolerance` ≥ 0: largest distance from a sign change of f, beside 4 ulp of the root; 0 asks for the last bits.
 * Throws RangeError where the signs are equal or f is NaN. 8 to 12 evaluations as a rule.
 */
export function findRoot(f: RealFunction, a: number, b: number, tolerance = 0): number {
  return refineRoot(f, { low: a, high: b, atLow: f(a), atHigh: f(b) }, tolerance);
}

/** `findRoot` in a bracket whose end values are known: two evaluations fewer. */
export function refineRoot(f: RealFunction, { low, high, atLow, atHigh }: Bracket, tolerance = 0): number {
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (Number.isNaN(atLow + atHigh) || atLow > 0 === atHigh > 0) {
    throw new RangeError(`no sign change between ${low} and ${high}: f is ${atLow} and ${atHigh}`);
  }
  // best: smallest |f| so far; other: the opposite end; last: the iterate before best.
  let last = low;
  let best = high;
  let fLast = atLow;
  let fBest = atHigh;
  let other = last;
  let fOther = fLast;
  let step = best - last;
  let stepBefore = step;
  while (fBest !== 0) {
    if (fBest > 0 === fOther > 0) {
      other = last;
      fOther = fLast;
      step = best - last;
      stepBefore = step;
    }
    if (Math.abs(fOther) < Math.abs(fBest)) {
      last = best;
      best = other;
      other = last;
      fLast = fBest;
      fBest = fOther;
      fOther = fLast;
    }
    const least = 2 * Number.EPSILON * Math.abs(best) + 0.5 * tolerance;
    const half = 0.5 * (other - best);
    if (Math.abs(half) <= least) break;
    const trial =
      Math.abs(stepBefore) >= least && Math.abs(fLast) > Math.abs(fBest)
        ? interpolated(last, best, other, fLast, fBest, fOther)
        : Number.NaN;
    // Brent's rule: inside three quarters of the bracket, and less than half the step before last.
    if (trial / half > 0 && trial / half < 1.5 && Math.abs(trial) < 0.5 * Math.abs(stepBefore)) {
      stepBefore = step;
      step = trial;
    } else {
      stepBefore = half;
      step = half;
    }
    last = best;
    fLast = fBest;
    best += Math.abs(step) > least ? step : Math.sign(half) * least;
    fBest = f(best);
    if (Number.isNaN(fBest)) throw new RangeError(`f(${best}) is not a number`);
  }
  return best;
}

/** Step from `best` to the root of the secant (two distinct points) or of the inverse parabola (three). */
function interpolated(last: number, best: number, other: number, fLast: number, fBest: number, fOther: number): number {
  const s = fBest / fLast;
  if (last === other) return (s * (other - best)) / (s - 1);
  const q = fLast / fOther;
  const r = fBest / fOther;
  const p = s * ((other - best) * q * (q - r) - (best - last) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}

/**
 * Walk from `start` in steps that grow by the factor `growth` until the sign of f changes; the last two points. Null when
 * nothing changes within the distance `reach` of `start`, or f stops being a number.
 */
export function expandBracket(f: RealFunction, start: number, step: number, reach: number, growth = 2): Bracket | null {
  const end = start + Math.sign(step) * reach;
  let here = start;
  let fHere = f(start);
  for (let next = step; here !== end; next *= growth) {
    const there = Math.abs(here + next - start) < reach ? here + next : end;
    const fThere = f(there);
    if (Number.isNaN(fHere) || Number.isNaN(fThere)) return null;
    if (fHere === 0 || fThere === 0 || fHere > 0 !== fThere > 0) {
      return here < there
        ? { low: here, high: there, atLow: fHere, atHigh: fThere }
        : { low: there, high: here, atLow: fThere, atHigh: fHere };
    }
    here = there;
    fHere = fThere;
  }
  return null;
}
