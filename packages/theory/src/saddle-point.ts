/**
 * Replica-symmetric saddle point of the version space, at fixed u = q/(Q - q).
 *
 * S = extr { -Q̂Q + q̂q/2 - ŴW̄ + <ln Z> + alpha G_E(u) },  A = Q̂ - q̂/2,  B = q̂.
 * Stationarity in q and Q at fixed u leaves one unknown: with D = Q - q,
 *   A = alpha G_E'(u)/D < 0,   B = -2A(1 + u),   q(A) - u D(A) = 0,   alpha = A D/G_E'(u).
 * The threshold fixes the mean weight W̄; where it is optimal its multiplier Ŵ = -dS/dW̄ vanishes.
 * Source: baldassi-2016; the reduction to one unknown follows from its equations.
 *
 * Branch: at alpha = 0 the law of a weight is flat (or exponential, for a given mean) and u = u0; above u0 alpha, |A| grow and S
 * falls with u, dS/dalpha = G_E. A second, frozen root (D → 0, alpha → 0) at larger |A| is not on it.
 */
import { expandBracket, refineRoot } from '@fewbits/numerics';
import { energeticTerm } from './energetic-term.ts';
import { type EntropicTerm, entropicTerm, fieldFor, type Tilt } from './entropic-term.ts';
import type { WeightSet } from './weight-set.ts';

/** A storage problem: M = alpha N random patterns with P(output 1) = `rate`, in (0, 1). */
export interface StorageProblem {
  readonly set: WeightSet;
  readonly rate: number;
  /** Mean weight that the threshold imposes, scaled, strictly inside the set's range; null: the optimal threshold. */
  readonly mean: number | null;
}

/** One point of the branch. Weights are scaled to largest magnitude 1. */
export interface SaddlePoint {
  /** Patterns per synapse. */
  readonly alpha: number;
  /** Nats per synapse; beyond capacity the branch goes on with negative values. */
  readonly entropy: number;
  readonly u: number;
  readonly mean: number;
  /** q = <W>² between two solutions, Q = <W²>, site averages. */
  readonly q: number;
  readonly Q: number;
  /** The best shift of the threshold, see `EnergeticTerm`. */
  readonly mu: number;
  /** Stability against replica symmetry breaking (de Almeida–Thouless): stable below 1. */
  readonly at: number;
  readonly tilt: Tilt;
}

/** (u - u0)/(1 + u0) runs from LEAST to MOST. */
const LEAST_EXCESS = 1e-10;
const MOST_EXCESS = 1e6;
/** Past this B spacing² a synapse is frozen but at the boundaries between levels, and the grids grow out of proportion. */
const STIFFEST = 1e6;
/** Of ln(u - u0) and ln|A|. */
const TOLERANCE = 1e-13;

/** alpha = 0: the law of a weight is flat, or exponential with the wanted mean. */
export function unloadedPoint(problem: StorageProblem): SaddlePoint {
  const { set, mean } = problem;
  const field = mean === null ? 0 : fieldFor(set, 0, 0, mean, 0);
  const tilt: Tilt = { A: 0, B: 0, field };
  const term = entropicTerm(set, tilt);
  const u = mean === null ? (set.mean * set.mean) / set.variance : term.q / term.D;
  return pointAt(problem, u, tilt, term);
}

/**
 * The point of the branch where `miss`, which grows along it, goes from below 0 to above. The start, alpha = 0, when that is
 * within alpha of order 1e-10 of it; null when the branch ends first (u beyond 1e6 (1 + u0)).
 */
export function pointWhere(problem: StorageProblem, miss: (point: SaddlePoint) => number): SaddlePoint | null {
  const start = unloadedPoint(problem);
  if (miss(start) >= 0) return start;
  const branch: { latest: SaddlePoint | null } = { latest: null };
  const missAt = (logExcess: number): number => {
    branch.latest = loadedPoint(problem, start, Math.exp(logExcess) * (1 + start.u), branch.latest);
    return branch.latest === null ? Number.NaN : miss(branch.latest);
  };
  const upwards = missAt(0) < 0;
  // Even steps upwards: a leap past the root can land where the synapse is frozen and the branch ends.
  const bracket = upwards
    ? expandBracket(missAt, 0, 0.8, Math.log(MOST_EXCESS), 1)
    : expandBracket(missAt, 0, -0.5, -Math.log(LEAST_EXCESS), 1.3);
  if (bracket === null) return upwards || branch.latest === null ? null : start;
  missAt(refineRoot(missAt, bracket, TOLERANCE));
  return branch.latest;
}

/** The point at u = u0 + `excess`; `near`: another one, to start from. Null where there is none. */
function loadedPoint(
  problem: StorageProblem,
  start: SaddlePoint,
  excess: number,
  near: SaddlePoint | null,
): SaddlePoint | null {
  const { set, mean } = problem;
  const u = start.u + excess;
  const tiltAt = (logA: number): Tilt => {
    const A = -Math.exp(logA);
    const B = -2 * A * (1 + u);
    return { A, B, field: mean === null ? 0 : fieldFor(set, A, B, mean, (near ?? start).tilt.field) };
  };
  const imbalance = (logA: number): number => {
    const tilt = tiltAt(logA);
    if (!(tilt.B * set.spacing * set.spacing < STIFFEST)) return Number.NaN;
    const { q, D } = entropicTerm(set, tilt);
    return q - u * D;
  };
  // Negative from A = 0 to the first root, which is the branch: without a neighbour, walk up from below it.
  const guess = near === null ? Math.min(0, Math.log(excess)) - 6 : Math.log(-near.tilt.A);
  const step = near === null ? 0.5 : 0.1;
  const bracket = expandBracket(imbalance, guess, imbalance(guess) < 0 ? step : -step, 60, near === null ? 1 : 2);
  if (bracket === null) return null;
  const tilt = tiltAt(refineRoot(imbalance, bracket, TOLERANCE));
  return pointAt(problem, u, tilt, entropicTerm(set, tilt));
}

/** All order parameters and the entropy from (u, A, B, Ŵ), which solve the saddle-point equations. */
function pointAt({ set, rate }: StorageProblem, u: number, tilt: Tilt, term: EntropicTerm): SaddlePoint {
  const { logZ, q, D, squaredVariance } = term;
  const { A, B, field } = tilt;
  const { mu, value, slope, curvature } = energeticTerm(u, rate);
  const alpha = (A * D) / slope;
  const Q = q + D;
  // 0 by symmetry, where rounding would leave 1e-17.
  const mean = set.mean === 0 && field === 0 ? 0 : term.mean;
  return {
    alpha,
    entropy: -(A + 0.5 * B) * Q + 0.5 * B * q - field * mean + logZ + alpha * value,
    u,
    mean,
    q,
    Q,
    mu,
    at: (alpha * curvature * squaredVariance) / (D * D),
    tilt,
  };
}
