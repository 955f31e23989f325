/**
 * A synapse of y replicas pulled towards a reference s = ±1 with strength gamma: the entropic term of the robust ensemble.
 *
 * T = ∫Dz0 ln Σ_s ∫Dz1 [2cosh t]^y,  t = √h0 z0 + √(h1-h0) z1 + gamma s  (h1, h0: conjugates of q1, q0),
 * and averages <·> over (s, z1) with weight ∝ phi(z1) [2cosh t]^y at fixed z0, then over z0:
 *   q0 = ∫Dz0 <tanh t>²,  spread = ∫Dz0 (<tanh² t> - <tanh t>²) = q1 - q0,  overlap = ∫Dz0 <s tanh t>,  logCosh = ∫Dz0 <ln 2cosh t>.
 * In z1 the weight has a lobe about each of ±y√(h1-h0) and falls as a Gaussian beyond them; branch points at |Im t| = pi/2. In z0
 * the average switches from s = -1 to 1 over a width of about pi/(2y√h0). Even in z0, with s → -s.
 * Source: baldassi-2015; the form with an unconstrained reference is derived.
 */
import { clusteredGrid } from './clustered-grid.ts';

export interface ReplicatedSynapse {
  /** T, nats per synapse. */
  readonly logZ: number;
  readonly q0: number;
  readonly spread: number;
  readonly overlap: number;
  readonly logCosh: number;
}

/** Of z1 beyond the lobes: mass 2e-19. */
const CUT = 9;
/** Least number of points per unit of z1, and per distance of the branch points. */
const DENSITY = 1.7;
const POINTS_PER_DISTANCE = 5.6;

/** The averages above for h0 ≥ 0, `excess` = h1 - h0 ≥ 0, gamma ≥ 0 and y > 0. `refinement`: divides all spacings. */
export function replicatedSynapse(
  h0: number,
  excess: number,
  gamma: number,
  y: number,
  refinement = 1,
): ReplicatedSynapse {
  const a = Math.sqrt(h0);
  const c = Math.sqrt(excess);
  const grid = clusteredGrid(Math.PI / 2 / Math.max(y * a, a, 1e-3), refinement);
  const reach = CUT + y * c;
  const density = refinement * Math.max(DENSITY, (c * POINTS_PER_DISTANCE) / (Math.PI / 2));
  const half = Math.ceil(reach * density);
  const lattice: Lattice = { half, step: reach / half, exponent: new Float64Array(4 * half + 2) };
  const total = { logZ: 0, q0: 0, spread: 0, overlap: 0, logCosh: 0 };
  for (let k = grid.z.length >> 1; k < grid.z.length; k++) {
    const weight = grid.weight[k] * (grid.z[k] === 0 ? 1 : 2);
    const here = atFixedReference(a * grid.z[k], c, gamma, y, lattice);
    total.logZ += weight * here.logZ;
    total.q0 += weight * here.mean * here.mean;
    total.spread += weight * here.variance;
    total.overlap += weight * here.overlap;
    total.logCosh += weight * here.logCosh;
  }
  return total;
}

interface Lattice {
  readonly half: number;
  readonly step: number;
  /** Scratch: exponents for s = +1, then for s = -1. */
  readonly exponent: Float64Array;
}

/** ln Σ_s ∫Dz1 [2cosh t]^y and the averages of tanh, its variance, s tanh and ln 2cosh at t = shift + c z1 + gamma s. */
function atFixedReference(
  shift: number,
  c: number,
  gamma: number,
  y: number,
  { half, step, exponent }: Lattice,
): { logZ: number; mean: number; variance: number; overlap: number; logCosh: number } {
  const points = 2 * half + 1;
  let top = Number.NEGATIVE_INFINITY;
  let center = 0;
  for (let j = 0; j < exponent.length; j++) {
    const z = ((j % points) - half) * step;
    const t = shift + c * z + (j < points ? gamma : -gamma);
    exponent[j] = y * logTwoCosh(t) - 0.5 * z * z;
    if (exponent[j] > top) {
      top = exponent[j];
      center = t;
    }
  }
  // Moments about the value at the maximum: no cancellation in a small variance.
  center = Math.tanh(center);
  let mass = 0;
  let first = 0;
  let variance = 0;
  let overlap = 0;
  let logCosh = 0;
  for (let j = 0; j < exponent.length; j++) {
    const p = Math.exp(exponent[j] - top);
    if (p < 1e-18) continue;
    const z = ((j % points) - half) * step;
    const s = j < points ? 1 : -1;
    const t = shift + c * z + s * gamma;
    const tanh = Math.tanh(t);
    mass += p;
    first += p * (tanh - center);
    overlap += p * s * tanh;
    logCosh += p * logTwoCosh(t);
    variance += p * (tanh - center) * (tanh - center);
  }
  const mean = first / mass;
  return {
    logZ: top + Math.log((mass * step) / Math.sqrt(2 * Math.PI)),
    mean: center + mean,
    variance: variance / mass - mean * mean,
    overlap: overlap / mass,
    logCosh: logCosh / mass,
  };
}

function logTwoCosh(t: number): number {
  return Math.abs(t) + Math.log1p(Math.exp(-2 * Math.abs(t)));
}
