/**
 * Focusing belief propagation: y replicas of the weights, held together by a reference W̃ with strength γ, solved by messages
 * while γ and y grow. It ends in dense regions of solutions.
 *
 * Weight of a reference: [Σ_{W: E = 0} exp(-½γ Σ_i (W_i - W̃_i)²)]^y; for ±1 weights the exponent is γ W·W̃ - γN. With
 * ℓ_i(w) = B_i w - ½Gw² of tap.ts and c = -½γ(w - w̃)², the replicas add to the log-weights of one of them
 *   T_i(w̃) = ln Σ_w exp(ℓ_i(w) + c),   ln Σ_w̃ exp((y - 1) T_i(w̃) + c);    γ = ∞: (y - 1) ℓ_i(w).
 * Protocols, `iterations` iterations each step (1), damped; after each the weights are decoded and tested:
 *   pseudo    ρ = 0, dr, 2dr, … < 1;  γ = atanh √ρ,  y = (2 - ρ)/(1 - ρ)
 *   scoping   γ from 0 to gamma_end in `steps` steps, y = replicas
 *   standard  γ = ∞,  y = 1/(1 - r),  r = 0, dr, … < 1
 *   free      the lists `gammas` and `ys`
 * At a fixed point (otherwise an estimate), per synapse:
 *   C = (1/N){Σ_μ [ln Φ(z_μ) + ½Vg_μ²] + Σ_i [½G(v_i + a_i²) - B_i a_i]},   π_i(w̃) ∝ exp(y T_i(w̃))
 *   Φ = y C + (1/N) Σ_i ln Σ_w̃ exp(y T_i(w̃)),   ∂_yΦ = C + (1/N) Σ_i ⟨T_i⟩_π
 *   local entropy = ∂_yΦ - ⟨c⟩,   external entropy = Φ - y ∂_yΦ (logarithm of the number of references).
 * For ±1 weights Φ is reported with γ W·W̃ as the exponent: y γ is added. The replicas see the same patterns, which the
 * messages take for independent: unlike belief propagation at y = 1 this is an approximation at any N (at load 0.4, γ = 0.5,
 * y = 8 the distance is 0.165 where the replica theory has 0.158).
 * Source: Baldassi et al., PNAS 113, E7655 (2016), arXiv 1605.06444, for ±1 weights; the TAP form and its free entropy are
 * derived; other weights are experimental.
 */
import type { Params, Value } from '@fewbits/dataset/columns';
import { logTail } from '@fewbits/numerics';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { iterationCost } from './rbp.ts';
import { type Bias, decode, iterate, overlaps, randomLogWeights, startFrom, type TapState, tapState } from './tap.ts';
import { countErrors, errorCounter } from './task/errors.ts';
import { isBinary, type Problem } from './task/problem.ts';

/** Least sum of weights before its logarithm. */
const FLOOR = 1e-300;

const protocols = ['pseudo', 'scoping', 'standard', 'free'] as const;
type Protocol = (typeof protocols)[number];

const list = (doc: string) => ({ type: 'float[]', unit: '1', doc, applies: { protocol: ['free'] } }) as const;
const traced = (doc: string) =>
  ({ type: 'float[]', unit: '1', doc: `${doc} after each step; null without trace` }) as const;

export const fbp: Learner = {
  name: 'fbp',
  doc: 'focusing belief propagation: replicas held together by a reference; weights other than ±1 experimental',
  source: 'baldassi-2016-pnas (PNAS 113, E7655)',
  version: 1,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1'],
  parameters: {
    protocol: {
      type: 'string',
      unit: '1',
      doc: 'pseudo = γ and y follow a growing reinforcement, scoping = γ grows at fixed y, standard = γ infinite, free = lists',
      values: protocols,
      default: 'pseudo',
    },
    dr: {
      type: 'float',
      unit: '1',
      doc: 'growth of the reinforcement per step (pseudo, standard)',
      exclusiveMin: 0,
      max: 1,
      default: 0.002,
    },
    replicas: { type: 'int', unit: 'replicas', doc: 'number of replicas y (scoping)', min: 1, default: 21 },
    gamma_end: { type: 'float', unit: '1', doc: 'largest γ (scoping)', min: 0, default: 2.5 },
    steps: { type: 'int', unit: 'steps', doc: 'steps of γ from 0 to gamma_end (scoping)', min: 1, default: 500 },
    gammas: { ...list('γ of each step'), min: 0 },
    ys: { ...list('y of each step, as many as gammas'), exclusiveMin: 0 },
    iterations: { type: 'int', unit: 'iterations', doc: 'iterations of a step', min: 1, default: 1 },
    damping: {
      type: 'float',
      unit: '1',
      doc: 'share of the old means and variances that stays',
      min: 0,
      exclusiveMax: 1,
      default: 0.5,
    },
    until: {
      type: 'string',
      unit: '1',
      doc: 'whether it ends at the first solution or goes through all steps',
      values: ['solved', 'end'],
      default: 'solved',
    },
    trace: { type: 'bool', unit: '1', doc: 'whether the state after each step is reported', default: false },
  },
  columns: {
    reinforcement: { type: 'float', unit: '1', doc: 'reinforcement ρ in the last iteration' },
    gamma_final: { type: 'float', unit: '1', doc: 'γ of the last step; null when infinite' },
    replicas_final: { type: 'float', unit: '1', doc: 'number of replicas y in the last step' },
    q: { type: 'float', unit: '1', doc: 'mean over synapses of ⟨W⟩², weights in integer units, at the end' },
    overlap: { type: 'float', unit: '1', doc: 'cosine of a replica and the reference at the end' },
    free_entropy: { type: 'float', unit: 'nats', doc: 'replicated free entropy Φ(γ, y) per synapse at the end' },
    local_entropy: { type: 'float', unit: 'nats', doc: 'entropy of the solutions around the reference at the end' },
    external_entropy: { type: 'float', unit: 'nats', doc: 'logarithm of the number of references, per synapse' },
    trace_gamma: traced('γ'),
    trace_y: traced('y'),
    trace_q: traced('mean of ⟨W⟩²'),
    trace_overlap: traced('cosine of a replica and the reference'),
    trace_free_entropy: traced('replicated free entropy, nats per synapse,'),
    trace_local_entropy: traced('local entropy, nats per synapse,'),
    trace_errors: traced('errors of the decoded weights'),
  },
  cost: (size, patterns, levels, params) => {
    const { gammas, iterations } = params;
    const steps = Array.isArray(gammas) ? gammas.length : 250;
    const each = iterationCost(size, patterns, levels, params) + size * levels * (1e-4 + 3e-6 * levels);
    return steps * (iterations as number) * each;
  },
  learn,
};

/** Strength and number of the replicas of one step. */
export interface Focus {
  readonly gamma: number;
  readonly y: number;
}

/** The steps of the protocol; `reinforcement` where it has one. */
function schedule(params: Params): readonly (Focus & { readonly reinforcement?: number })[] {
  const dr = params['dr'] as number;
  const reinforcements = (): number[] => {
    const found: number[] = [];
    for (let t = 0; dr * t < 1; t++) found.push(dr * t);
    return found;
  };
  switch (params['protocol'] as Protocol) {
    case 'pseudo':
      return reinforcements().map((r) => ({ gamma: Math.atanh(Math.sqrt(r)), y: (2 - r) / (1 - r), reinforcement: r }));
    case 'standard':
      return reinforcements().map((r) => ({ gamma: Number.POSITIVE_INFINITY, y: 1 / (1 - r), reinforcement: r }));
    case 'scoping': {
      const steps = params['steps'] as number;
      const end = params['gamma_end'] as number;
      const y = params['replicas'] as number;
      return Array.from({ length: steps }, (_, t) => ({ gamma: steps === 1 ? end : (end * t) / (steps - 1), y }));
    }
    case 'free': {
      const gammas = (params['gammas'] ?? []) as readonly number[];
      const ys = (params['ys'] ?? []) as readonly number[];
      if (gammas.length !== ys.length) {
        throw new RangeError(`gammas and ys need the same length, got ${gammas.length} and ${ys.length}`);
      }
      return gammas.map((gamma, t) => ({ gamma, y: ys[t] as number }));
    }
  }
}

/** Replicas around a reference, for weights `values`: the bias they put on one of them. */
export interface Replication {
  /** Of the step. */
  focus: Focus;
  readonly bias: Bias;
  readonly values: Float64Array;
  /** exp(c) at w̃ · levels + w. */
  readonly factors: Float64Array;
  readonly scratch: { readonly own: Float64Array; readonly T: Float64Array };
}

export function replication(weights: Int32Array): Replication {
  const levels = weights.length;
  const self: Replication = {
    focus: { gamma: 0, y: 1 },
    bias: (logWeights) => addReplicas(self, logWeights),
    values: Float64Array.from(weights),
    factors: new Float64Array(levels * levels).fill(1),
    scratch: { own: new Float64Array(levels), T: new Float64Array(levels) },
  };
  return self;
}

export function setFocus(self: Replication, focus: Focus): void {
  const { values, factors } = self;
  self.focus = focus;
  for (let j = 0, at = 0; j < values.length; j++) {
    for (let k = 0; k < values.length; k++, at++) {
      const distance = values[k] - values[j];
      factors[at] = distance === 0 ? 1 : Math.exp(-0.5 * focus.gamma * distance * distance);
    }
  }
}

/** Adds ln Σ_w̃ exp((y - 1) T(w̃) + c) to every table. */
function addReplicas({ focus, values, factors, scratch }: Replication, logWeights: Float64Array): void {
  const levels = values.length;
  const { own, T } = scratch;
  const others = focus.y - 1;
  if (focus.gamma === Number.POSITIVE_INFINITY) {
    for (let at = 0; at < logWeights.length; at++) logWeights[at] *= 1 + others;
    return;
  }
  for (let at = 0; at < logWeights.length; at += levels) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < levels; k++) if (logWeights[at + k] > top) top = logWeights[at + k];
    for (let k = 0; k < levels; k++) own[k] = Math.exp(logWeights[at + k] - top);
    const best = logSums(factors, own, T);
    for (let j = 0; j < levels; j++) own[j] = Math.exp(others * (T[j] - best));
    // The factors are symmetric: the same sums over the reference.
    logSums(factors, own, T);
    for (let k = 0; k < levels; k++) logWeights[at + k] += T[k];
  }
}

/** out_j = ln Σ_k factors_jk p_k; returns the largest. */
function logSums(factors: Float64Array, p: Float64Array, out: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0, at = 0; j < p.length; j++) {
    let sum = 0;
    for (let k = 0; k < p.length; k++, at++) sum += factors[at] * p[k];
    out[j] = Math.log(Math.max(sum, FLOOR));
    if (out[j] > largest) largest = out[j];
  }
  return largest;
}

export interface Landscape {
  readonly freeEntropy: number;
  /** ∂_yΦ, of the Φ of the header without y γ. */
  readonly slope: number;
  readonly localEntropy: number;
  readonly externalEntropy: number;
  readonly overlap: number;
}

/** The quantities of the header from the state after an iteration; null where γ is infinite. */
export function landscape(state: TapState, self: Replication): Landscape | null {
  const { a, v, g, z, B, G, V } = state;
  const { focus, values, factors, scratch } = self;
  const { gamma, y } = focus;
  if (gamma === Number.POSITIVE_INFINITY) return null;
  const { own, T } = scratch;
  const levels = values.length;
  let C = 0;
  for (let mu = 0; mu < g.length; mu++) C += logTail(-z[mu]) + 0.5 * V * g[mu] * g[mu];
  let logReferences = 0;
  let meanT = 0;
  let coupling = 0;
  let product = 0;
  let squares = 0;
  let referenceSquares = 0;
  for (let i = 0; i < a.length; i++) {
    C += 0.5 * G * (v[i] + a[i] * a[i]) - B[i] * a[i];
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < levels; k++) top = Math.max(top, B[i] * values[k] - 0.5 * G * values[k] * values[k]);
    for (let k = 0; k < levels; k++) own[k] = Math.exp(B[i] * values[k] - 0.5 * G * values[k] * values[k] - top);
    const best = logSums(factors, own, T);
    let Z = 0;
    for (let j = 0; j < levels; j++) Z += Math.exp(y * (T[j] - best));
    logReferences += y * (top + best) + Math.log(Z);
    for (let j = 0; j < levels; j++) {
      const reference = Math.exp(y * (T[j] - best)) / Z;
      meanT += reference * (top + T[j]);
      for (let k = 0; k < levels; k++) {
        const joint = (reference * own[k] * factors[j * levels + k]) / Math.exp(T[j]);
        const distance = values[k] - values[j];
        coupling -= 0.5 * gamma * joint * distance * distance;
        product += joint * values[k] * values[j];
        squares += joint * values[k] * values[k];
        referenceSquares += joint * values[j] * values[j];
      }
    }
  }
  const N = a.length;
  const phi = (y * C + logReferences) / N;
  const slope = (C + meanT) / N;
  return {
    freeEntropy: phi + (isBinary(state.problem) ? y * gamma : 0),
    slope,
    localEntropy: slope - coupling / N,
    externalEntropy: phi - y * slope,
    overlap: product / Math.sqrt(squares * referenceSquares),
  };
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const damping = params['damping'] as number;
  const iterations = params['iterations'] as number;
  const toTheEnd = params['until'] === 'end';
  const state = tapState(problem);
  const replicas = replication(problem.weights);
  const errorsOf = errorCounter(problem);
  const indices = new Uint8Array(problem.size);
  const solution = new Uint8Array(problem.size);
  startFrom(state, randomLogWeights(problem, streams.init));
  decode(state, indices);
  const trace = params['trace'] ? emptyTrace() : null;
  let reinforcement: number | undefined;
  let epochs = 0;
  let found = problem.patterns === 0;
  if (found) solution.set(indices);
  for (const step of problem.patterns > 0 ? schedule(params) : []) {
    if (found && !toTheEnd) break;
    setFocus(replicas, step);
    reinforcement = step.reinforcement;
    let wrong = problem.patterns;
    for (let t = 0; t < iterations && (toTheEnd || !found); t++) {
      signal.throwIfAborted();
      iterate(state, 0, damping, replicas.bias);
      decode(state, indices);
      epochs++;
      wrong = errorsOf(indices);
      if (wrong > 0) continue;
      found = true;
      solution.set(indices);
    }
    if (trace) record(trace, state, replicas, wrong);
  }
  const weights = found ? solution : indices;
  const errors = countErrors(problem, weights);
  const measured = epochs > 0 ? report(state, replicas, reinforcement, trace) : {};
  return { weights, solved: errors === 0, errors, epochs, report: measured };
}

function emptyTrace() {
  return {
    trace_gamma: [] as number[],
    trace_y: [] as number[],
    trace_q: [] as number[],
    trace_overlap: [] as number[],
    trace_free_entropy: [] as number[],
    trace_local_entropy: [] as number[],
    trace_errors: [] as number[],
  };
}

/** Without finite γ there are no entropies: their lists stay empty. */
function record(trace: ReturnType<typeof emptyTrace>, state: TapState, replicas: Replication, errors: number): void {
  trace.trace_y.push(replicas.focus.y);
  trace.trace_q.push(overlaps(state).q);
  trace.trace_errors.push(errors);
  const seen = landscape(state, replicas);
  if (!seen) return;
  trace.trace_gamma.push(replicas.focus.gamma);
  trace.trace_overlap.push(seen.overlap);
  trace.trace_free_entropy.push(seen.freeEntropy);
  trace.trace_local_entropy.push(seen.localEntropy);
}

function report(
  state: TapState,
  replicas: Replication,
  reinforcement: number | undefined,
  trace: ReturnType<typeof emptyTrace> | null,
): Readonly<Record<string, Value>> {
  const { gamma, y } = replicas.focus;
  const seen = landscape(state, replicas);
  return {
    ...(reinforcement !== undefined && { reinforcement }),
    replicas_final: y,
    q: overlaps(state).q,
    ...(seen && {
      gamma_final: gamma,
      overlap: seen.overlap,
      free_entropy: seen.freeEntropy,
      local_entropy: seen.localEntropy,
      external_entropy: seen.externalEntropy,
    }),
    ...trace,
  };
}
