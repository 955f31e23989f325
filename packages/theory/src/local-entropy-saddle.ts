/**
 * Saddle point of the robust ensemble: references W̃ in {±1}^N weighted by [Σ_{W: no errors} exp(gamma W·W̃)]^y.
 *
 * Phi(gamma, y) = extr { -½y(y-1) h1 q1 + ½y² h0 q0 - ½y h1 + T(h1, h0) + alpha E(q1, q0) }, with q1 the overlap of two replicas
 * of one reference, q0 that of replicas of two, h1 and h0 their conjugates, T and E the entropic and energetic terms.
 *   h0 = alpha hazard0/(1-q1), h1 - h0 = alpha spread_E/(1-q1);   q0 = T's q0, q1 - q0 = spread_T.
 * Source: baldassi-2015 for the ensemble; the reference is unconstrained here (it need not be a solution). Derived.
 *
 * Branch: the fixed point that damped iteration reaches from (q1, q0) = (0.6, 0.3). It ends at a fold where the iteration becomes
 * unstable; beyond, q1 runs to 1: replicas freeze and replica symmetry says nothing.
 */
import { type ReplicatedPattern, replicatedPattern } from './local-entropy-energetic.ts';
import { replicatedSynapse } from './local-entropy-entropic.ts';

/** Load alpha > 0, coupling gamma ≥ 0, number of replicas y > 0 (any real). */
export interface RobustEnsemble {
  readonly alpha: number;
  readonly gamma: number;
  readonly y: number;
}

/** q0, and q1 - q0 by itself: it falls as 1/y, and Phi multiplies it by y². */
export interface Overlaps {
  readonly q0: number;
  readonly spread: number;
}

/** One point of the branch; entropies in nats per synapse. */
export interface RobustPoint {
  readonly q1: number;
  readonly q0: number;
  readonly h1: number;
  readonly h0: number;
  /** Phi = ln(total weight)/N. */
  readonly potential: number;
  /** dPhi/dy, the mean of ln Σ_W exp(gamma W·W̃). */
  readonly meanLog: number;
  /** S, mean overlap W·W̃/N; dPhi/dgamma = y S. */
  readonly overlap: number;
}

const START: Overlaps = { q0: 0.3, spread: 0.3 };
/** q1 above this counts as frozen. */
const FROZEN = 0.9999;
/** So does a field on the synapse that swings by more than this between replicas: h1 - h0, at loads far above capacity. */
const STIFFEST = 1e3;
const MOST_STEPS = 1500;
/** The search for the fixed point needs no fine grids: quadrature error about 1e-7. */
const COARSE = 0.5;
const NEAR = 1e-3;
/** Of q0 and q1 - q0; rounding may stop the iteration earlier, at large y. */
const CONVERGED = 1e-13;
const ACCEPTED = 1e-9;
const NEWTON_STEPS = 12;
const DIFFERENCE = 1e-6;

/** The branch at `ensemble`, from damped iteration and then Newton's method; null where it is lost. */
export function robustOverlaps(ensemble: RobustEnsemble): Overlaps | null {
  let here = START;
  for (let n = 0; n < MOST_STEPS; n++) {
    const next = mapped(ensemble, here, COARSE);
    const move = Math.abs(next.spread - here.spread) + Math.abs(next.q0 - here.q0);
    here = { q0: 0.5 * (here.q0 + next.q0), spread: 0.5 * (here.spread + next.spread) };
    if (!(here.q0 + here.spread < FROZEN)) return null;
    // Quadratic convergence near the fixed point; near a fold it may need more damped steps first.
    if (move < NEAR && (n % 10 === 0 || move < 1e-8)) {
      const exact = refinedOverlaps(ensemble, here, 1);
      if (exact !== null) return exact;
    }
  }
  return null;
}

/** The fixed point next to `near` by Newton's method on grids refined by `refinement`; null when there is none within reach. */
export function refinedOverlaps(ensemble: RobustEnsemble, near: Overlaps, refinement: number): Overlaps | null {
  let here = near;
  let miss = mapped(ensemble, here, refinement);
  let size = distance(here, miss);
  for (let n = 0; n < NEWTON_STEPS && size > CONVERGED; n++) {
    const { q0, spread } = here;
    const h0 = DIFFERENCE * Math.max(q0, 1e-3);
    const h1 = DIFFERENCE * Math.max(Math.min(spread, 1 - q0 - spread), 1e-6);
    const by0 = mapped(ensemble, { q0: q0 + h0, spread }, refinement);
    const by1 = mapped(ensemble, { q0, spread: spread + h1 }, refinement);
    const a = (by0.q0 - miss.q0) / h0 - 1;
    const c = (by0.spread - miss.spread) / h0;
    const b = (by1.q0 - miss.q0) / h1;
    const d = (by1.spread - miss.spread) / h1 - 1;
    const determinant = a * d - b * c;
    const move0 = (b * (miss.spread - spread) - d * (miss.q0 - q0)) / determinant;
    const move1 = (c * (miss.q0 - q0) - a * (miss.spread - spread)) / determinant;
    const next = { q0: Math.max(0, q0 + move0), spread: Math.max(0, spread + move1) };
    if (!(next.q0 + next.spread < FROZEN)) return null;
    const missNext = mapped(ensemble, next, refinement);
    const sizeNext = distance(next, missNext);
    if (!(sizeNext < 0.5 * size)) break;
    here = next;
    miss = missNext;
    size = sizeNext;
  }
  return size < ACCEPTED ? here : null;
}

/** Everything at a fixed point. */
export function robustPoint(ensemble: RobustEnsemble, here: Overlaps, refinement: number): RobustPoint {
  const { alpha, gamma, y } = ensemble;
  const { pattern, h0, excess } = conjugates(ensemble, here, refinement);
  const synapse = replicatedSynapse(h0, excess, gamma, y, refinement);
  const { q0, spread } = here;
  const q1 = q0 + spread;
  const h1 = h0 + excess;
  // h1 q1 - h0 q0 without cancellation.
  const product = h0 * spread + excess * q1;
  return {
    q1,
    q0,
    h1,
    h0,
    potential: -0.5 * y * (y * product - h1 * q1 + h1) + synapse.logZ + alpha * pattern.logZ,
    meanLog: -y * product + 0.5 * h1 * (q1 - 1) + synapse.logCosh + alpha * pattern.logTail,
    overlap: synapse.overlap,
  };
}

interface Conjugates {
  readonly pattern: ReplicatedPattern;
  readonly h0: number;
  /** h1 - h0. */
  readonly excess: number;
}

function conjugates({ alpha, y }: RobustEnsemble, { q0, spread }: Overlaps, refinement: number): Conjugates {
  const pattern = replicatedPattern(q0, spread, y, refinement);
  const free = 1 - q0 - spread;
  return { pattern, h0: (alpha * pattern.hazard0) / free, excess: (alpha * pattern.spread) / free };
}

/** One undamped step; NaN where the field is too stiff. */
function mapped(ensemble: RobustEnsemble, here: Overlaps, refinement: number): Overlaps {
  const { h0, excess } = conjugates(ensemble, here, refinement);
  if (!(excess < STIFFEST)) return { q0: Number.NaN, spread: Number.NaN };
  const { q0, spread } = replicatedSynapse(h0, excess, ensemble.gamma, ensemble.y, refinement);
  return { q0, spread };
}

function distance(here: Overlaps, there: Overlaps): number {
  return Math.abs(here.q0 - there.q0) + Math.abs(here.spread - there.spread);
}
