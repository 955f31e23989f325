/**
 * Belief propagation of the perceptron in TAP (AMP) form: O(N + M) state, any weight set.
 *
 * State: a, v = means and variances of the weights (N), g (M, starts at 0). With t = s^μ(Σ_i ξ_i^μ a_i - Θ) one iteration is
 *   V = max(Σ_i v_i, ½);  ω_μ = t_μ - V g_μ (g of the previous iteration);  z_μ = ω_μ/√V;  r_μ = φ(z_μ)/Φ(z_μ)
 *   g_μ = r_μ/√V;  G = Σ_μ r_μ(r_μ + z_μ)/V;  B_i = Σ_μ s^μ ξ_i^μ g_μ + G a_i (the a of before)
 *   ℓ_i(w) = B_i w - ½ G w² + ρ ℓ_i^old(w), maximum subtracted, floored at -60, kept as ℓ^old;  p_i ∝ exp ℓ_i.
 * ρ = 0 is belief propagation, ρ > 0 reinforcement. The term ½Gw² matters for every weight set but ±1. r is the exact hazard
 * r(-z) also where φ/Φ underflows (z < -25), so that r(r + z) stays near 1 there.
 *
 * Inputs with a mean (0/1): the plain iteration diverges. With η = ξ - f the common mode m = f Σ_i W_i - Θ is one more
 * unknown: V = max(f(1-f) Σ v, ½), t = s(Σ η a + m), G and B with f(1-f) and ξ = η + f, and in every iteration m solves
 * f Σ_i a_i^new(m) - Θ - m = 0, everything else recomputed for the trial m from the unchanged a, v, g.
 *
 * Sources: Braunstein & Zecchina, PRL 96, 030201 (2006) for reinforcement; Baldassi et al., PRE 93, 052313 (2016) for the
 * discrete weights; the expanded form and the common-mode step are derived.
 */
import { type BitProduct, bitMatrix, bitProduct, transpose } from '@fewbits/kernels';
import { hazard, logTail, type Rng } from '@fewbits/numerics';
import { commonModeRoot } from './common-mode.ts';
import { standardNormal } from './standard-normal.ts';
import { gaugedPatterns, type Problem } from './task/problem.ts';

const VARIANCE_FLOOR = 0.5;
const LOG_FLOOR = -60;
/** Width of the random start of ℓ. */
const START_WIDTH = 0.01;

export interface TapState {
  readonly problem: Problem;
  /** ⟨W_i⟩ and the variance of W_i, in units of the weights; length N. */
  readonly a: Float64Array;
  readonly v: Float64Array;
  /** g_μ of the last iteration, length M. */
  readonly g: Float64Array;
  /** ℓ_i(w) of the last iteration at i · levels + k. */
  readonly logWeights: Float64Array;
  /** V and G of the last iteration. */
  V: number;
  G: number;
  /** m of the last iteration (0/1 inputs). */
  m: number;
  readonly B: Float64Array;
  readonly z: Float64Array;
  readonly scratch: Scratch;
}

/**
 * An extra log-weight of every synapse and value, e.g. of an external field: added in place to the table (at i · levels + k)
 * that B and G give.
 */
export type Bias = (logWeights: Float64Array) => void;

interface Scratch {
  readonly byPattern: BitProduct;
  readonly bySynapse: BitProduct;
  readonly values: Float64Array;
  /** s(Σ ξ a - Θ), or s Σ η a with 0/1 inputs. */
  readonly field: Float64Array;
  /** s g, for the ungauged patterns of 0/1 inputs. */
  readonly signedG: Float64Array;
  readonly nextA: Float64Array;
  readonly nextV: Float64Array;
  readonly nextG: Float64Array;
  readonly nextLogWeights: Float64Array;
}

/** All arrays of one problem, at the flat start: ℓ = 0, g = 0. */
export function tapState(problem: Problem): TapState {
  const { size, patterns, weights, inputs } = problem;
  const rows = inputs === 'pm1' ? gaugedPatterns(problem) : problem.xi;
  const columns = bitMatrix(size, patterns);
  transpose(rows, columns);
  const vector = (length: number): Float64Array => new Float64Array(length);
  const state: TapState = {
    problem,
    a: vector(size),
    v: vector(size),
    g: vector(patterns),
    logWeights: vector(size * weights.length),
    V: 0,
    G: 0,
    m: 0,
    B: vector(size),
    z: vector(patterns),
    scratch: {
      byPattern: bitProduct(rows),
      bySynapse: bitProduct(columns),
      values: Float64Array.from(weights),
      field: vector(patterns),
      signedG: vector(patterns),
      nextA: vector(size),
      nextV: vector(size),
      nextG: vector(patterns),
      nextLogWeights: vector(size * weights.length),
    },
  };
  startFrom(state, state.logWeights);
  return state;
}

/** ℓ_i(w) of 0.01 · standard normal numbers, for `startFrom`. */
export function randomLogWeights(problem: Problem, rng: Rng): Float64Array {
  const normal = standardNormal(rng);
  const logWeights = new Float64Array(problem.size * problem.weights.length);
  for (let k = 0; k < logWeights.length; k++) logWeights[k] = START_WIDTH * normal();
  return logWeights;
}

/** (Re)start: ℓ as given (length N × levels), a and v from it, g = 0. */
export function startFrom(state: TapState, logWeights: Float64Array): void {
  const { problem, scratch } = state;
  state.logWeights.set(logWeights);
  state.B.fill(0);
  state.g.fill(0);
  state.V = 0;
  state.G = 0;
  tilt(state, 1);
  state.logWeights.set(scratch.nextLogWeights);
  state.a.set(scratch.nextA);
  state.v.set(scratch.nextV);
  state.m = problem.inputs === '01' ? problem.inputRate * sum(state.a) - problem.threshold : 0;
}

/**
 * One iteration with reinforcement `rho` and `damping` (share of the old a and v that stays). Returns the largest change
 * of a mean.
 */
export function iterate(state: TapState, rho: number, damping: number, bias?: Bias): number {
  const { a, v, g, scratch } = state;
  if (state.problem.inputs === 'pm1') plainStep(state, rho, bias);
  else commonModeStep(state, rho, bias);
  g.set(scratch.nextG);
  state.logWeights.set(scratch.nextLogWeights);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const change = (1 - damping) * (scratch.nextA[i] - a[i]);
    a[i] += change;
    v[i] = (1 - damping) * scratch.nextV[i] + damping * v[i];
    largest = Math.max(largest, Math.abs(change));
  }
  return largest;
}

/** The most probable weight of every synapse, as indices into the weights (length N). Ties: the lower one. */
export function decode({ logWeights, problem }: TapState, indices: Uint8Array): void {
  mostProbable(logWeights, problem.weights.length, indices);
}

/** Index of the largest of `levels` log-weights of every synapse. Ties: the lower one. */
export function mostProbable(logWeights: Float64Array, levels: number, indices: Uint8Array): void {
  for (let i = 0, at = 0; i < indices.length; i++, at += levels) {
    let best = 0;
    for (let k = 1; k < levels; k++) if (logWeights[at + k] > logWeights[at + best]) best = k;
    indices[i] = best;
  }
}

/**
 * Bethe entropy, nats per synapse; meant for a fixed point at ρ = 0. With Z_i = Σ_w exp(B_i w - ½Gw²),
 * N S = Σ_i [ln Z_i + ½G(v_i + a_i²) - B_i a_i] + Σ_μ [ln Φ(z_μ) + ½V g_μ²].
 */
export function betheEntropy(state: TapState): number {
  const { a, v, g, z, B, G, V } = state;
  const { values } = state.scratch;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    let top = Number.NEGATIVE_INFINITY;
    for (const w of values) top = Math.max(top, B[i] * w - 0.5 * G * w * w);
    let Z = 0;
    for (const w of values) Z += Math.exp(B[i] * w - 0.5 * G * w * w - top);
    total += top + Math.log(Z) + 0.5 * G * (v[i] + a[i] * a[i]) - B[i] * a[i];
  }
  for (let mu = 0; mu < g.length; mu++) total += logTail(-z[mu]) + 0.5 * V * g[mu] * g[mu];
  return total / a.length;
}

/** q = mean_i ⟨W_i⟩² and Q = mean_i ⟨W_i²⟩. */
export function overlaps(state: TapState): { readonly q: number; readonly Q: number } {
  const { a, v } = state;
  let q = 0;
  let Q = 0;
  for (let i = 0; i < a.length; i++) {
    q += a[i] * a[i];
    Q += a[i] * a[i] + v[i];
  }
  return { q: q / a.length, Q: Q / a.length };
}

function plainStep(state: TapState, rho: number, bias?: Bias): void {
  const { a, B, scratch, problem } = state;
  const { labels, threshold } = problem;
  state.V = Math.max(sum(state.v), VARIANCE_FLOOR);
  scratch.byPattern.multiply(a, scratch.field);
  for (let mu = 0; mu < labels.length; mu++) scratch.field[mu] -= labels[mu] * threshold;
  state.G = tails(state, 0) / state.V;
  scratch.bySynapse.multiply(scratch.nextG, B);
  for (let i = 0; i < a.length; i++) B[i] += state.G * a[i];
  tilt(state, rho, bias);
}

function commonModeStep(state: TapState, rho: number, bias?: Bias): void {
  const { a, B, scratch, problem } = state;
  const { labels, inputRate, threshold } = problem;
  const variance = inputRate * (1 - inputRate);
  state.V = Math.max(variance * sum(state.v), VARIANCE_FLOOR);
  // Σ η a from the ±1 product: ξ = (1 + (2ξ - 1))/2.
  const shift = (0.5 - inputRate) * sum(a);
  scratch.byPattern.multiply(a, scratch.field);
  for (let mu = 0; mu < labels.length; mu++) scratch.field[mu] = labels[mu] * (0.5 * scratch.field[mu] + shift);
  const residual = (m: number): number => {
    state.G = (variance * tails(state, m)) / state.V;
    for (let mu = 0; mu < labels.length; mu++) scratch.signedG[mu] = labels[mu] * scratch.nextG[mu];
    const half = 0.5 * sum(scratch.signedG);
    scratch.bySynapse.multiply(scratch.signedG, B);
    // Σ s η g + f Σ s g = Σ s ξ g, again from the ±1 product.
    for (let i = 0; i < a.length; i++) B[i] = 0.5 * B[i] + half + state.G * a[i];
    tilt(state, rho, bias);
    return inputRate * sum(scratch.nextA) - threshold - m;
  };
  state.m = commonModeRoot(residual, state.m, Math.sqrt(state.V));
}

/** z and the next g at common mode m; returns Σ r(r + z). */
function tails(state: TapState, m: number): number {
  const { g, z, V, scratch, problem } = state;
  const { field, nextG } = scratch;
  const scale = 1 / Math.sqrt(V);
  let slopes = 0;
  for (let mu = 0; mu < g.length; mu++) {
    const x = -scale * (field[mu] + problem.labels[mu] * m - V * g[mu]);
    const r = hazard(x);
    z[mu] = -x;
    nextG[mu] = scale * r;
    slopes += r * (r - x);
  }
  return slopes;
}

/** Tables, means and variances that follow from B, G, ρ times the old table, and the bias. */
function tilt(state: TapState, rho: number, bias?: Bias): void {
  const { B, G, logWeights, scratch } = state;
  const { values, nextA, nextV, nextLogWeights } = scratch;
  const levels = values.length;
  for (let i = 0, at = 0; i < B.length; i++, at += levels) {
    for (let k = 0; k < levels; k++) {
      const w = values[k];
      nextLogWeights[at + k] = B[i] * w - 0.5 * G * w * w + rho * logWeights[at + k];
    }
  }
  bias?.(nextLogWeights);
  for (let i = 0, at = 0; i < B.length; i++, at += levels) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < levels; k++) if (nextLogWeights[at + k] > top) top = nextLogWeights[at + k];
    let Z = 0;
    let first = 0;
    let second = 0;
    for (let k = 0; k < levels; k++) {
      const log = Math.max(nextLogWeights[at + k] - top, LOG_FLOOR);
      nextLogWeights[at + k] = log;
      const p = Math.exp(log);
      Z += p;
      first += p * values[k];
      second += p * values[k] * values[k];
    }
    const mean = first / Z;
    nextA[i] = mean;
    nextV[i] = Math.max(second / Z - mean * mean, 0);
  }
}

/** In index order. */
function sum(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total;
}
