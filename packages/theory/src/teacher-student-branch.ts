/**
 * Teacher and student with ±1 weights: the replica-symmetric branch of students that agree with the teacher on all patterns.
 *
 * Bayes-optimal: the overlap R of student and teacher equals that of two students. With g = √(R/(1-R)) and conjugate h,
 *   R = ∫Dz tanh(√h z + h),   h = 2 alpha J(g)/(1-R),   J(g) = ∫Dz phi²(gz)/H(gz),
 *   S = -½ h (1+R) + ∫Dz ln 2cosh(√h z + h) + 2 alpha ∫Dz H(gz) ln H(gz).
 * Everything is explicit at fixed h: R from the first equation, alpha from the second. From h = 0 (alpha = R = 0, S = ln 2) the
 * load grows up to the spinodal and falls beyond it; R grows all the way. dS/dalpha = 2 ∫Dz H ln H < 0.
 * Source: Györgyi, PRA 41, 7097 (1990).
 */
import { hazard, logTail, normalDensity, normalTail } from '@fewbits/numerics';
import { HAZARD_POLE } from './energetic-term.ts';
import { gridFor } from './quadrature.ts';

/** One point of the branch. */
export interface StudentPoint {
  /** Conjugate of the overlap: strength of the field that the patterns exert on a synapse. */
  readonly h: number;
  /** R, cosine of student and teacher. */
  readonly overlap: number;
  /** 1 - R without cancellation. */
  readonly distance: number;
  /** Patterns per synapse. */
  readonly alpha: number;
  /** d ln alpha/dh, positive before the spinodal. */
  readonly growth: number;
  /** S, nats per synapse: ln(number of such students)/N where it is positive. */
  readonly entropy: number;
}

/** The point at `h` > 0. Quadrature errors below 1e-12. */
export function studentPoint(h: number): StudentPoint {
  const { overlap, distance, stiffness, logZ } = site(h);
  const width = Math.sqrt(overlap / distance);
  const { J, dJ, cost } = patterns(width);
  const alpha = (0.5 * h * distance) / J;
  // dg/dR = 1/(2 g (1-R)²).
  const dLogJ = (dJ / J) * (stiffness / (2 * width * distance * distance));
  return {
    h,
    overlap,
    distance,
    alpha,
    growth: 1 / h - stiffness / distance - dLogJ,
    entropy: -0.5 * h * (1 + overlap) + logZ + 2 * alpha * cost,
  };
}

/**
 * Averages over a synapse: R = ∫Dz tanh² (equal to ∫Dz tanh, without cancellation for small h), 1 - R = ∫Dz (1 - tanh),
 * dR/dh = ∫Dz (1 - tanh²)² and ∫Dz ln 2cosh, all at t = √h z + h; zeros of cosh at |Im t| = pi/2.
 */
function site(h: number): { overlap: number; distance: number; stiffness: number; logZ: number } {
  const amplitude = Math.sqrt(h);
  const grid = gridFor(Math.PI / 2 / amplitude);
  let overlap = 0;
  let distance = 0;
  let stiffness = 0;
  let logZ = 0;
  for (let k = 0; k < grid.z.length; k++) {
    const t = amplitude * grid.z[k] + h;
    const e = Math.exp(-2 * Math.abs(t));
    const slope = (4 * e) / ((1 + e) * (1 + e));
    const tanh = -Math.expm1(-2 * Math.abs(t)) / (1 + e);
    overlap += grid.weight[k] * tanh * tanh;
    distance += (grid.weight[k] * (t > 0 ? 2 * e : 2)) / (1 + e);
    stiffness += grid.weight[k] * slope * slope;
    logZ += grid.weight[k] * (Math.abs(t) + Math.log1p(e));
  }
  return { overlap, distance, stiffness, logZ };
}

/** Averages over a pattern at g = `width`: J, dJ/dg = ∫Dz z phi r (r - 2x) at x = gz, and ∫Dz H ln H. */
function patterns(width: number): { J: number; dJ: number; cost: number } {
  const grid = gridFor(HAZARD_POLE / width);
  let J = 0;
  let dJ = 0;
  let cost = 0;
  for (let k = 0; k < grid.z.length; k++) {
    const z = grid.z[k];
    const x = width * z;
    const r = hazard(x);
    const weighted = grid.weight[k] * normalDensity(x) * r;
    J += weighted;
    dJ += weighted * z * (r - 2 * x);
    cost += grid.weight[k] * normalTail(x) * logTail(x);
  }
  return { J, dJ, cost };
}
