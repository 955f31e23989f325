/**
 * Belief propagation with a message from every pattern to every synapse: any weight set, the reference for the TAP form at
 * small N. O(N M levels) memory.
 *
 * ln ψ_{μ→i}(w) of one pattern after another in random order, updated in place with damping; its cavity distributions are
 * ν_{i→μ}(w) ∝ exp(ℓ_i^ext(w) + Σ_{ν≠μ} ln ψ_{ν→i}(w)). ψ is kept with maximum 1 and floored at e^-60, which changes no
 * distribution that matters and cancels in the entropy.
 * Source: Baldassi et al., PRE 93, 052313 (2016), appendix.
 */
import { bitAt } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import { type EdgeFactor, exactFactor, gaussianFactor } from './edge-factor.ts';
import { shuffle } from './shuffle.ts';
import type { Problem } from './task/problem.ts';

const LOG_FLOOR = -60;
/** ln of the probability of a pattern below which the others leave it none: there are no solutions to count. */
const CONTRADICTION = -30;

export interface EdgeState {
  readonly problem: Problem;
  /** ln ψ_{μ→i}(w_k) at (μ · N + i) · levels + k. */
  readonly logPsi: Float64Array;
  /** ℓ_i^ext(w_k) at i · levels + k. */
  readonly external: Float64Array;
  /** ℓ^ext plus all messages at i · levels + k: the log-weights of the marginals. */
  readonly logWeights: Float64Array;
  readonly factor: EdgeFactor;
  readonly scratch: {
    readonly nu: Float64Array;
    readonly fresh: Float64Array;
    readonly inputs: Int8Array;
    readonly order: Int32Array;
  };
}

/** All messages flat. `external`: log-weights of length N · levels, default 0. */
export function edgeState(problem: Problem, factor: 'gaussian' | 'exact', external?: Float64Array): EdgeState {
  const { size, patterns, weights, threshold } = problem;
  const table = size * weights.length;
  if (external !== undefined && external.length !== table) {
    throw new RangeError(`external: got ${external.length} log-weights, expected ${table}`);
  }
  const state: EdgeState = {
    problem,
    logPsi: new Float64Array(patterns * table),
    external: external ?? new Float64Array(table),
    logWeights: new Float64Array(table),
    factor: (factor === 'exact' ? exactFactor : gaussianFactor)({ size, weights, threshold }),
    scratch: {
      nu: new Float64Array(table),
      fresh: new Float64Array(table),
      inputs: new Int8Array(size),
      order: Int32Array.from({ length: patterns }, (_, mu) => mu),
    },
  };
  state.logWeights.set(state.external);
  return state;
}

/**
 * Update all messages once, with `damping` (share of the old ln ψ that stays). Returns the largest change of a ψ; Infinity
 * where the messages contradict each other.
 */
export function iterateEdges(state: EdgeState, damping: number, rng: Rng): number {
  const { logPsi, logWeights, scratch } = state;
  const { nu, fresh, order } = scratch;
  const levels = state.problem.weights.length;
  const table = logWeights.length;
  shuffle(order, rng);
  let largest = 0;
  for (const mu of order) {
    const from = mu * table;
    cavities(state, mu);
    const lnZ = state.factor(inputsOf(state, mu), state.problem.labels[mu], nu, fresh);
    if (lnZ < CONTRADICTION) largest = Number.POSITIVE_INFINITY;
    scale(fresh, levels);
    for (let at = 0; at < table; at++) {
      const old = logPsi[from + at];
      const next = damping * old + (1 - damping) * fresh[at];
      logPsi[from + at] = next;
      logWeights[at] += next - old;
      largest = Math.max(largest, Math.abs(Math.exp(next) - Math.exp(old)));
    }
  }
  sumUp(state);
  return largest;
}

/** Bethe entropy, nats per synapse; with external log-weights ln Σ exp(ℓ^ext) over the solutions. Meant for a fixed point. */
export function edgeEntropy(state: EdgeState): number {
  const { problem, logPsi, logWeights, scratch } = state;
  const { nu, fresh } = scratch;
  const levels = problem.weights.length;
  let total = 0;
  for (let at = 0; at < logWeights.length; at += levels) total += logSum(logWeights, at, levels);
  for (let mu = 0; mu < problem.patterns; mu++) {
    cavities(state, mu);
    total += state.factor(inputsOf(state, mu), problem.labels[mu], nu, fresh);
    const from = mu * logWeights.length;
    for (let at = 0; at < logWeights.length; at += levels) {
      let Z = 0;
      for (let k = 0; k < levels; k++) Z += nu[at + k] * Math.exp(logPsi[from + at + k]);
      total -= Math.log(Z);
    }
  }
  return total / problem.size;
}

/** P(W_i = w_k) at i · levels + k. */
export function edgeMarginals({ problem, logWeights }: EdgeState): Float64Array {
  const marginals = Float64Array.from(logWeights);
  normalise(marginals, problem.weights.length);
  return marginals;
}

/** ν_{i→μ} of all synapses into `scratch.nu`. */
function cavities({ problem, logPsi, logWeights, scratch }: EdgeState, mu: number): void {
  const from = mu * logWeights.length;
  for (let at = 0; at < logWeights.length; at++) scratch.nu[at] = logWeights[at] - logPsi[from + at];
  normalise(scratch.nu, problem.weights.length);
}

/** The sums anew, pattern by pattern: no rounding gathers over the iterations. */
function sumUp({ logPsi, external, logWeights }: EdgeState): void {
  logWeights.set(external);
  for (let from = 0; from < logPsi.length; from += logWeights.length) {
    for (let at = 0; at < logWeights.length; at++) logWeights[at] += logPsi[from + at];
  }
}

function inputsOf({ problem, scratch }: EdgeState, mu: number): Int8Array {
  const { xi, inputs } = problem;
  const low = inputs === 'pm1' ? -1 : 0;
  for (let i = 0; i < scratch.inputs.length; i++) scratch.inputs[i] = bitAt(xi, mu, i) === 1 ? 1 : low;
  return scratch.inputs;
}

/** Largest entry of every group of `levels` to 0, the others not below the floor. */
function scale(logs: Float64Array, levels: number): void {
  for (let at = 0; at < logs.length; at += levels) {
    const top = largestOf(logs, at, levels);
    for (let k = 0; k < levels; k++) logs[at + k] = Math.max(logs[at + k] - top, LOG_FLOOR);
  }
}

/** Log-weights to probabilities, group by group. */
function normalise(logs: Float64Array, levels: number): void {
  for (let at = 0; at < logs.length; at += levels) {
    const total = logSum(logs, at, levels);
    for (let k = 0; k < levels; k++) logs[at + k] = Math.exp(logs[at + k] - total);
  }
}

/** ln Σ_k exp of a group. */
function logSum(logs: Float64Array, at: number, levels: number): number {
  const top = largestOf(logs, at, levels);
  let total = 0;
  for (let k = 0; k < levels; k++) total += Math.exp(logs[at + k] - top);
  return top + Math.log(total);
}

function largestOf(logs: Float64Array, at: number, levels: number): number {
  let top = logs[at];
  for (let k = 1; k < levels; k++) top = Math.max(top, logs[at + k]);
  return top;
}
