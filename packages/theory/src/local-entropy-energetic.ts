/**
 * A pattern seen by y replicas that share a reference: the energetic term of the robust ensemble.
 *
 * E = ∫Dz0 ln ∫Dz1 H(x)^y,  x = -(√q0 z0 + √(q1-q0) z1)/√(1-q1) = -(a z0 + b z1),
 * and averages <·> over z1 with weight ∝ phi(z1) H(x)^y at fixed z0, then over z0, r = phi/H:
 *   hazard0 = ∫Dz0 <r>²,  spread = ∫Dz0 (<r²> - <r>²),  logTail = ∫Dz0 <ln H>.
 * The integrand of z1 is log-concave, of curvature 1 + y b² r'(x): the trapezoid rule runs outwards from its maximum, with a
 * spacing for the largest curvature where there is mass and for the branch points of H^y at |Im x| ≥ 2.8.
 * Source: baldassi-2015; the form with an unconstrained reference is derived.
 */
import { hazard, hazardSlope, logTail } from '@fewbits/numerics';
import { clusteredGrid } from './clustered-grid.ts';
import { HAZARD_POLE } from './energetic-term.ts';

export interface ReplicatedPattern {
  /** E, nats per pattern. */
  readonly logZ: number;
  readonly hazard0: number;
  readonly spread: number;
  readonly logTail: number;
}

/** Points per standard deviation of the narrowest Gaussian in z1, and per distance of the branch points. */
const DENSITY = 1.3;
const POINTS_PER_DISTANCE = 5.6;
/** Terms below exp(-41) = 2e-18 of the largest are left out. */
const NEGLIGIBLE = 41;
const NEWTON_STEPS = 60;

/** The averages above for q0 ≥ 0, `spread` = q1 - q0 ≥ 0, q1 < 1 and y > 0. `refinement`: divides all spacings. */
export function replicatedPattern(q0: number, spread: number, y: number, refinement = 1): ReplicatedPattern {
  const free = 1 - q0 - spread;
  const a = Math.sqrt(q0 / free);
  const b = Math.sqrt(spread / free);
  const grid = clusteredGrid(HAZARD_POLE / Math.max(a, 1e-3), refinement);
  const total = { logZ: 0, hazard0: 0, spread: 0, logTail: 0 };
  let peak = 0;
  for (let k = 0; k < grid.z.length; k++) {
    const shift = -a * grid.z[k];
    peak = largest(shift, b, y, peak);
    const density = Math.max(DENSITY * narrowest(shift, b, y, peak), (b * POINTS_PER_DISTANCE) / HAZARD_POLE);
    const here = atFixedReference(shift, b, y, peak, 1 / (density * refinement));
    total.logZ += grid.weight[k] * here.logZ;
    total.hazard0 += grid.weight[k] * here.mean * here.mean;
    total.spread += grid.weight[k] * here.variance;
    total.logTail += grid.weight[k] * here.logTail;
  }
  return total;
}

/** ln ∫Dz1 H^y and the averages of r, r² - <r>² and ln H at x = shift - b z1. */
function atFixedReference(
  shift: number,
  b: number,
  y: number,
  peak: number,
  step: number,
): { logZ: number; mean: number; variance: number; logTail: number } {
  const top = logTail(shift - b * peak);
  const center = hazard(shift - b * peak);
  let mass = 0;
  let first = 0;
  let second = 0;
  let tail = 0;
  for (const direction of [1, -1]) {
    for (let k = direction === 1 ? 0 : 1; ; k++) {
      const z = peak + direction * k * step;
      const x = shift - b * z;
      const excess = logTail(x) - top;
      const exponent = y * excess - 0.5 * (z - peak) * (z + peak);
      if (exponent < -NEGLIGIBLE) break;
      const p = Math.exp(exponent);
      const r = hazard(x) - center;
      mass += p;
      first += p * r;
      second += p * r * r;
      tail += p * excess;
    }
  }
  const mean = first / mass;
  return {
    logZ: y * top - 0.5 * peak * peak + Math.log((mass * step) / Math.sqrt(2 * Math.PI)),
    mean: center + mean,
    variance: second / mass - mean * mean,
    logTail: top + tail / mass,
  };
}

/** The z1 at which y ln H(shift - b z1) - z1²/2 is largest: Newton's method on a concave function, from `near`. */
function largest(shift: number, b: number, y: number, near: number): number {
  let z = near;
  for (let n = 0; n < NEWTON_STEPS; n++) {
    const x = shift - b * z;
    const move = (y * b * hazard(x) - z) / (1 + y * b * b * hazardSlope(x));
    z += move;
    if (Math.abs(move) < 1e-9) break;
  }
  return z;
}

/** √(largest curvature) where there is mass: at its left edge, r' growing with x. The edge is overshot by a factor √2 at most. */
function narrowest(shift: number, b: number, y: number, peak: number): number {
  const curvature = (z: number): number => 1 + y * b * b * hazardSlope(shift - b * z);
  const top = y * logTail(shift - b * peak) - 0.5 * peak * peak;
  let reach = Math.sqrt((2 * NEGLIGIBLE) / (1 + y * b * b));
  for (;;) {
    const z = peak - reach;
    if (y * logTail(shift - b * z) - 0.5 * z * z < top - NEGLIGIBLE) return Math.sqrt(curvature(z));
    reach *= Math.SQRT2;
  }
}
