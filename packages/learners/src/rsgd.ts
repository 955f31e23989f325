/**
 * Replicated stochastic gradient descent: y clipped perceptrons with real hidden fields, pulled towards their mean. ±1 weights.
 *
 * Replica a: hidden H^a (standard normal at the start), W^a = sign H^a, sign 0 = -1. In an epoch every replica shuffles the
 * patterns (label folded in); for each minibatch, for the replicas in random order:
 *   1. with W^a fixed over the batch, H ← H + η ξ for every wrong pattern (Δ ≤ 0), then W ← sign H;
 *   2. H_i ← H_i + λ p_i, then W ← sign H, with c_i the mean of W_i over the replicas as they are:
 *        traced     p = tanh(γ y c) - W                   hard       p = sign c - W
 *        corrected  p = tanh(γ y c) - tanh(γ y) W         continuous p = c - W
 *        center     an explicit W_c = sign H_c: p = (W_c - W)/2, and H_c ← H_c - λ p.
 * After each epoch γ ← γ + gamma_step; the replicas and the centre (sign c, or W_c) are tested. λ = 0, y = 1 is the clipped
 * perceptron with minibatches and unbounded states.
 * Source: Baldassi et al., PNAS 113, E7655 (2016), arXiv 1605.06444, one unit.
 */
import type { Params } from '@fewbits/dataset/columns';
import { type BitMatrix, dotRow, rowWords } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import { demandBinary } from './binary-only.ts';
import { signIndices } from './flip-walk.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { bestOf, type Choice, foundBy } from './replica-choice.ts';
import { shuffle } from './shuffle.ts';
import { standardNormal } from './standard-normal.ts';
import { type ErrorCounter, errorCounter } from './task/errors.ts';
import { gaugedPatterns, type Problem } from './task/problem.ts';

const variants = ['traced', 'hard', 'corrected', 'continuous', 'center'] as const;
type Variant = (typeof variants)[number];

export const rsgd: Learner = {
  name: 'rsgd',
  doc: 'replicated stochastic gradient descent: clipped perceptrons pulled towards their mean, ±1 weights',
  source: 'baldassi-2016-pnas (PNAS 113, E7655)',
  version: 1,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    replicas: { type: 'int', unit: 'replicas', doc: 'number of replicas y, odd for a centre', min: 1, default: 7 },
    batch: { type: 'int', unit: 'patterns', doc: 'patterns of a minibatch', min: 1, default: 80 },
    eta: {
      type: 'float',
      unit: '1',
      doc: 'step of the hidden fields for a wrong pattern',
      exclusiveMin: 0,
      default: 2,
    },
    lambda: { type: 'float', unit: '1', doc: 'step of the hidden fields towards the mean', min: 0, default: 0.75 },
    gamma_start: { type: 'float', unit: '1', doc: 'attraction in the first epoch', min: 0, default: 0.05 },
    gamma_step: { type: 'float', unit: '1', doc: 'growth of the attraction in an epoch', min: 0, default: 0.001 },
    variant: {
      type: 'string',
      unit: '1',
      doc: 'pull: traced = soft mean, hard = its sign, corrected = soft without self-pull, continuous = mean, center = explicit',
      values: variants,
      default: 'traced',
    },
    max_epochs: {
      type: 'int',
      unit: 'epochs',
      doc: 'epochs of M presentations to each replica',
      min: 1,
      default: 1000,
    },
  },
  columns: {
    found_by: foundBy,
    gamma_final: { type: 'float', unit: '1', doc: 'attraction γ in the last epoch' },
    overlap: { type: 'float', unit: '1', doc: 'mean overlap of two replicas at the end; null with one' },
  },
  // Measured: about 150 epochs.
  cost: (size, patterns, _levels, params) => {
    const y = params['replicas'] as number;
    const batches = patterns / (params['batch'] as number) + 1;
    const epochs = Math.min(150, params['max_epochs'] as number);
    return epochs * y * (patterns * (1e-4 + 3e-7 * size) + batches * 1e-5 * size);
  },
  learn,
};

interface Replica {
  /** H, length N. */
  readonly hidden: Float64Array;
  /** W packed, one padded row, zero padding. */
  readonly sign: Uint32Array;
  /** The order of its patterns. */
  readonly order: Int32Array;
}

export interface Ensemble {
  readonly gauged: BitMatrix;
  /** s Θ, length M. */
  readonly offsets: Float64Array;
  readonly replicas: readonly Replica[];
  /** H_c and W_c, for the variant `center`. */
  readonly center: Pick<Replica, 'hidden' | 'sign'>;
  /** Σ_a W_i^a, length N. */
  readonly sum: Int32Array;
  readonly scratch: { readonly wrong: Int32Array; readonly turns: Int32Array; readonly pulls: Float64Array };
}

/** Random hidden fields. */
export function ensemble(problem: Problem, y: number, rng: Rng): Ensemble {
  const { size, patterns, labels, threshold } = problem;
  const normal = standardNormal(rng);
  const unit = () => ({ hidden: Float64Array.from({ length: size }, normal), sign: new Uint32Array(rowWords(size)) });
  const replicas = Array.from({ length: y }, () => ({
    ...unit(),
    order: Int32Array.from({ length: patterns }, (_, mu) => mu),
  }));
  const sum = new Int32Array(size);
  for (const { hidden, sign } of replicas) {
    for (let i = 0; i < size; i++) {
      sum[i] += hidden[i] > 0 ? 1 : -1;
      if (hidden[i] > 0) sign[i >>> 5] |= 1 << (i & 31);
    }
  }
  const center = { hidden: new Float64Array(size), sign: new Uint32Array(rowWords(size)) };
  // It starts at the majority.
  for (let i = 0; i < size; i++) {
    center.hidden[i] = sum[i] / y;
    if (sum[i] > 0) center.sign[i >>> 5] |= 1 << (i & 31);
  }
  return {
    gauged: gaugedPatterns(problem),
    offsets: Float64Array.from(labels, (s) => s * threshold),
    replicas,
    center,
    sum,
    scratch: {
      wrong: new Int32Array(patterns),
      turns: Int32Array.from({ length: y }, (_, a) => a),
      pulls: new Float64Array(2 * y + 1),
    },
  };
}

export interface EpochSettings {
  readonly batch: number;
  readonly eta: number;
  readonly lambda: number;
  readonly gamma: number;
  readonly variant: Variant;
}

/** Every pattern once to every replica. */
export function rsgdEpoch(system: Ensemble, settings: EpochSettings, rng: Rng): void {
  const { gauged, replicas, scratch } = system;
  const { batch, lambda, gamma, variant } = settings;
  const own = variant === 'corrected' ? Math.tanh(gamma * replicas.length) : 1;
  for (const { order } of replicas) shuffle(order, rng);
  if (variant !== 'center') fillPulls(settings, replicas.length, scratch.pulls);
  for (let first = 0; first < gauged.rows; first += batch) {
    shuffle(scratch.turns, rng);
    for (let turn = 0; turn < replicas.length; turn++) {
      const replica = replicas[scratch.turns[turn]];
      learnBatch(system, replica, first, Math.min(first + batch, gauged.rows), settings.eta);
      if (lambda === 0) continue;
      if (variant === 'center') pullToCenter(system, replica, lambda);
      else pullToMean(system, replica, lambda, own);
    }
  }
}

/** Step 1: all wrong patterns of the batch at fixed weights. */
function learnBatch(system: Ensemble, replica: Replica, first: number, last: number, eta: number): void {
  const { gauged, offsets, scratch } = system;
  const { hidden, sign, order } = replica;
  let count = 0;
  for (let k = first; k < last; k++) {
    const mu = order[k];
    if (dotRow(gauged, mu, sign) - offsets[mu] <= 0) scratch.wrong[count++] = mu;
  }
  if (count === 0) return;
  for (let k = 0; k < count; k++) {
    const row = scratch.wrong[k] * gauged.stride;
    for (let i = 0; i < hidden.length; i++) {
      hidden[i] += (gauged.words[row + (i >>> 5)] >>> (i & 31)) & 1 ? eta : -eta;
    }
  }
  renew(system, replica);
}

/** The pull towards the mean at Σ_a W^a = S, at S + y; without the part of the replica's own weight. */
function fillPulls({ gamma, variant }: EpochSettings, y: number, pulls: Float64Array): void {
  for (let S = -y; S <= y; S++) {
    // γ y c = γ S.
    pulls[S + y] = variant === 'hard' ? (S > 0 ? 1 : -1) : variant === 'continuous' ? S / y : Math.tanh(gamma * S);
  }
}

/** Step 2 with the reference summed over. `own`: factor of the replica's own weight. */
function pullToMean(system: Ensemble, replica: Replica, lambda: number, own: number): void {
  const { sum, scratch, replicas } = system;
  const { hidden, sign } = replica;
  const y = replicas.length;
  for (let i = 0; i < hidden.length; i++) {
    const W = (sign[i >>> 5] >>> (i & 31)) & 1 ? 1 : -1;
    hidden[i] += lambda * (scratch.pulls[sum[i] + y] - own * W);
  }
  renew(system, replica);
}

/** Step 2 with an explicit centre, which is pushed back. */
function pullToCenter(system: Ensemble, replica: Replica, lambda: number): void {
  const { center } = system;
  const { hidden, sign } = replica;
  for (let i = 0; i < hidden.length; i++) {
    const bit = 1 << (i & 31);
    const up = center.sign[i >>> 5] & bit;
    if (up === (sign[i >>> 5] & bit)) continue;
    // (W_c - W)/2 = ±1.
    const pull = up ? lambda : -lambda;
    hidden[i] += pull;
    center.hidden[i] -= pull;
    if (center.hidden[i] > 0) center.sign[i >>> 5] |= bit;
    else center.sign[i >>> 5] &= ~bit;
  }
  renew(system, replica);
}

/** W ← sign H, and the sum over replicas with it. */
function renew({ sum }: Ensemble, { hidden, sign }: Replica): void {
  for (let i = 0; i < hidden.length; i++) {
    const bit = 1 << (i & 31);
    const before = (sign[i >>> 5] & bit) !== 0;
    const now = hidden[i] > 0;
    if (now === before) continue;
    sign[i >>> 5] ^= bit;
    sum[i] += now ? 2 : -2;
  }
}

/** Mean of (1/N) W^a·W^b over pairs: (⟨S²⟩ - y)/(y² - y). */
export function meanOverlap({ sum, replicas }: Ensemble): number {
  const y = replicas.length;
  let squares = 0;
  for (let i = 0; i < sum.length; i++) squares += sum[i] * sum[i];
  return (squares / sum.length - y) / (y * y - y);
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  demandBinary('rsgd', problem);
  const y = params['replicas'] as number;
  const cap = params['max_epochs'] as number;
  const variant = params['variant'] as Variant;
  const system = ensemble(problem, y, streams.init);
  const errorsOf = errorCounter(problem);
  const fixed = {
    batch: params['batch'] as number,
    eta: params['eta'] as number,
    lambda: params['lambda'] as number,
    variant,
  };
  let gamma = params['gamma_start'] as number;
  let epochs = 0;
  let best = choose(system, variant, errorsOf);
  for (; !best.solved && epochs < cap; epochs++) {
    signal.throwIfAborted();
    if (epochs > 0) gamma += params['gamma_step'] as number;
    rsgdEpoch(system, { ...fixed, gamma }, streams.dynamics);
    best = choose(system, variant, errorsOf);
  }
  const { weights, errors, solved, by } = best;
  const report = {
    ...(solved && { found_by: by }),
    gamma_final: gamma,
    ...(y > 1 && { overlap: meanOverlap(system) }),
  };
  return { weights, errors, solved, epochs, report };
}

function choose(system: Ensemble, variant: Variant, errorsOf: ErrorCounter): Choice {
  const { replicas, center, sum } = system;
  const candidates = replicas.map(({ hidden }) => {
    const weights = signIndices(hidden);
    return { errors: errorsOf(weights), weights: () => weights };
  });
  return bestOf(candidates, signIndices(variant === 'center' ? center.hidden : sum), errorsOf);
}
