/**
 * Gaussian averages of functions whose singularities crowd about the origin, at a distance `width` from it and beyond.
 *
 * Trapezoid rule in v with z = w sinh v. A singularity at distance w from the real axis lies at Im v = pi/2, one at angle theta
 * to the axis far from the origin at Im v = theta, and the Gaussian factor decays for |Im v| < pi/4: the error falls as
 * exp(-2 pi d/h) with d about pi/4 whatever w, and the number of points grows only as ln(1/w).
 */
import type { GaussianGrid } from '@fewbits/numerics';

/** The mass beyond ±9 is 2e-19. */
const CUT = 9;
/** Spacing in v: exp(-2 pi (pi/4)/h) = 2e-15. */
const SPACING = 0.146;
/** Wide enough for the Gaussian factor itself: z advances by at most 0.45. */
const WIDEST = 3;

/** Nodes ascending and exactly symmetric, 0 among them, weights of sum 1. `refinement`: divides the spacing. */
export function clusteredGrid(width: number, refinement = 1): GaussianGrid {
  const w = Math.min(width, WIDEST);
  const reach = Math.asinh(CUT / w);
  const half = Math.ceil((refinement * reach) / SPACING);
  const z = new Float64Array(2 * half + 1);
  const weight = new Float64Array(2 * half + 1);
  let total = 0;
  for (let k = 0; k <= 2 * half; k++) {
    const v = ((k - half) / half) * reach;
    z[k] = w * Math.sinh(v);
    weight[k] = Math.cosh(v) * Math.exp(-0.5 * z[k] * z[k]);
    total += weight[k];
  }
  for (let k = 0; k < z.length; k++) weight[k] /= total;
  return { z, weight };
}
