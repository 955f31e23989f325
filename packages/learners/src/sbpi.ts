/**
 * Stochastic belief-propagation-inspired rule: an online perceptron rule on hidden states of binary synapses.
 *
 * Hidden states h_i odd in [-(K-1), K-1], W_i = sign h_i, random ±1 at the start. For a presented pattern (label folded in)
 * with stability Δ:
 *   R1  Δ > 2:       nothing.
 *   R2  0 < Δ ≤ 2:   barely correct, one flip from an error: with probability ps, h_i ← h_i + 2ξ_i where ξ_i = W_i (W stays).
 *   R3  Δ ≤ 0:       h_i ← h_i + 2ξ_i everywhere.
 * Clipped at ±(K-1). With N odd and Θ = 0, Δ is odd: R2 at Δ = 1. An epoch presents all M patterns in a fresh random
 * order; an epoch without R3 certifies a solution, because R2 never changes W.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007), arXiv 0707.1295.
 */
import type { Params } from '@fewbits/dataset/columns';
import { agreement, type BitMatrix, dotRow, fillBernoulli, type HiddenStates, hiddenStates } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { shuffle } from './shuffle.ts';
import { countErrors } from './task/errors.ts';
import { gaugedPatterns, type Problem } from './task/problem.ts';

export const sbpi: Learner = {
  name: 'sbpi',
  doc: 'stochastic BP-inspired online rule with hidden states, ±1 weights',
  source: 'baldassi-2007 (PNAS 104, 11079)',
  version: 1,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    states: {
      type: 'int',
      unit: '1',
      doc: 'hidden states K of a synapse, even',
      min: 2,
      defaultFrom: {
        doc: '2 round(1.25 sqrt(size))',
        value: (params) => Math.max(2, 2 * Math.round(1.25 * Math.sqrt(params['size'] as number))),
      },
    },
    ps: {
      type: 'float',
      unit: '1',
      doc: 'probability of deepening when a pattern is barely correct',
      exclusiveMin: 0,
      exclusiveMax: 1,
      default: 0.4,
    },
    coin: {
      type: 'string',
      unit: '1',
      doc: 'whether deepening is drawn once for the pattern or for every synapse',
      values: ['pattern', 'synapse'],
      default: 'pattern',
    },
    max_epochs: { type: 'int', unit: 'epochs', doc: 'epochs of M presentations at most', min: 1, default: 1000 },
  },
  columns: {
    updates_error: { type: 'int', unit: '1', doc: 'presentations in error (rule R3)' },
    updates_deepen: { type: 'int', unit: '1', doc: 'barely correct presentations that deepened states (rule R2)' },
  },
  // Measured: 50 to 100 epochs up to the 50 % load.
  cost: (size, patterns, _levels, params) =>
    Math.min(80, params['max_epochs'] as number) * patterns * (1e-4 + 1.7e-7 * size),
  learn,
};

/** 1: nothing to do, 2: barely correct and deepened, 3: error. */
export type Rule = 1 | 2 | 3;

/** Decides whether a barely correct pattern deepens; may take synapses out of `act`. */
export type Coin = (act: Uint32Array) => boolean;

/**
 * One presentation of row `mu` of the gauged patterns, whose stability is `delta`; changes `hidden`.
 * `act`: scratch, one padded row.
 */
export function present(
  hidden: HiddenStates,
  gauged: BitMatrix,
  mu: number,
  delta: number,
  coin: Coin,
  act: Uint32Array,
): Rule {
  const offset = mu * gauged.stride;
  if (delta <= 0) {
    hidden.step(gauged.words, offset, hidden.mask);
    return 3;
  }
  if (delta > 2) return 1;
  agreement(gauged.words, offset, hidden, act);
  if (!coin(act)) return 1;
  hidden.step(gauged.words, offset, act);
  return 2;
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const { size, patterns, labels, threshold } = problem;
  if (problem.inputs !== 'pm1' || problem.weights.join() !== '-1,1') {
    throw new RangeError(`sbpi is defined for ±1 weights and ±1 inputs, got weights ${problem.weights.join(', ')}`);
  }
  const hidden = hiddenStates(size, params['states'] as number);
  hidden.write(randomSigns(size, streams.init));
  const gauged = gaugedPatterns(problem);
  const coin = coinOf(params, size, streams.dynamics);
  const act = new Uint32Array(gauged.stride);
  const order = Int32Array.from({ length: patterns }, (_, mu) => mu);
  const cap = params['max_epochs'] as number;
  let epochs = 0;
  let updatesError = 0;
  let updatesDeepen = 0;
  for (let wrong = patterns; wrong > 0 && epochs < cap; epochs++) {
    signal.throwIfAborted();
    shuffle(order, streams.dynamics);
    wrong = 0;
    for (let k = 0; k < patterns; k++) {
      const mu = order[k];
      const delta = dotRow(gauged, mu, hidden.sign) - labels[mu] * threshold;
      const rule = present(hidden, gauged, mu, delta, coin, act);
      if (rule === 3) wrong++;
      else if (rule === 2) updatesDeepen++;
    }
    updatesError += wrong;
  }
  const weights = weightsOf(hidden);
  const errors = countErrors(problem, weights);
  return {
    weights,
    solved: errors === 0,
    errors,
    epochs,
    report: { updates_error: updatesError, updates_deepen: updatesDeepen },
  };
}

function coinOf(params: Params, size: number, rng: Rng): Coin {
  const ps = params['ps'] as number;
  if (params['coin'] === 'pattern') return () => rng.uniform() < ps;
  const used = Math.ceil(size / 32);
  const heads = new Uint32Array(used);
  return (act) => {
    fillBernoulli(heads, 0, used, ps, rng);
    let any = 0;
    for (let k = 0; k < used; k++) {
      act[k] &= heads[k];
      any |= act[k];
    }
    return any !== 0;
  };
}

function randomSigns(size: number, rng: Rng): Int32Array {
  const bits = new Uint32Array(Math.ceil(size / 32));
  fillBernoulli(bits, 0, bits.length, 0.5, rng);
  return Int32Array.from({ length: size }, (_, i) => ((bits[i >>> 5] >>> (i & 31)) & 1 ? 1 : -1));
}

function weightsOf(hidden: HiddenStates): Uint8Array {
  const { sign } = hidden;
  return Uint8Array.from({ length: hidden.size }, (_, i) => (sign[i >>> 5] >>> (i & 31)) & 1);
}
