/**
 * The root in m of f Σ_i a_i(m) - Θ - m, the consistency of the common mode (see tap.ts).
 *
 * The sum falls with m, so the slope is at most -1 as a rule and the root lies between m and m + residual(m). One trial
 * costs a matrix-vector product: secant steps from the last root, 3 or 4 of them as a rule; Brent in a bracket where they
 * fail, which they may while the messages are far from a fixed point.
 */
import { expandBracket, findRoot } from '@fewbits/numerics';

/** |residual| at the root, in units of `width`: far below the 1e-7 at which belief propagation counts as converged. */
const TOLERANCE = 1e-10;
const SECANT_STEPS = 10;
/** Farthest root, in units of `width`. */
const REACH = 1e6;

/**
 * m with residual(m) = 0, from `start`; `width` is the scale of m, √V. The last call of `residual` is at the value returned.
 */
export function commonModeRoot(residual: (m: number) => number, start: number, width: number): number {
  const tolerance = TOLERANCE * width;
  let before = start;
  let fBefore = residual(before);
  if (Math.abs(fBefore) <= tolerance) return before;
  let m = before + 0.5 * fBefore;
  for (let step = 0; step < SECANT_STEPS; step++) {
    const f = residual(m);
    if (Math.abs(f) <= tolerance) return m;
    const slope = (f - fBefore) / (m - before);
    if (!(slope < 0)) break;
    before = m;
    fBefore = f;
    m -= f / slope;
  }
  return bracketedRoot(residual, start, width);
}

function bracketedRoot(residual: (m: number) => number, start: number, width: number): number {
  const step = residual(start) > 0 ? 4 * width : -4 * width;
  const bracket = expandBracket(residual, start, step, REACH * width);
  const root = bracket === null ? start : findRoot(residual, bracket.low, bracket.high, TOLERANCE * width);
  residual(root);
  return root;
}
