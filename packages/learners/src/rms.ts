/**
 * Reinforced max-sum: zero-temperature messages of ±1 weights, exact for each pattern, with the total fields reinforced.
 *
 * Total field H_i, message u_{μ→i}, cavity field H_i - u_{μ→i}. One gauged pattern x: η_i = x_i (H_i - u_{μ→i}) is "negative"
 * if η_i ≤ 0; Q negatives, S = N - 2Q; the pattern needs k = (S* - S)/2 flips, S* the smallest possible sum above s^μ Θ (1 for
 * N odd and Θ = 0). With m_j the j-th smallest |η| of the negatives, m_0 = 0:
 *   k < 0:  u = 0;   k ≥ 0:  u_i = x_i m_{k+1} where i is positive or among the k smallest negatives, x_i m_k elsewhere.
 * All patterns from the same old H and u, then H_i ← b_i + Σ_μ u_{μ→i} + ρ_t H_i, ρ_t = min(dr t, 0.9999), with persistent
 * noise b_i uniform in ±0.001 (u = 0 is a fixed point without). The equations are homogeneous: everything is divided by
 * max |H| where it passes 1e6. The weights sign H are tested from the second iteration on.
 * The messages of a pattern have two sizes only, so they are kept as two numbers a pattern and one bit a message.
 * Source: Baldassi & Braunstein, arXiv 1505.05401; the formula is derived.
 */
import type { Params } from '@fewbits/dataset/columns';
import { type BitMatrix, bitMatrix } from '@fewbits/kernels';
import { demandBinary } from './binary-only.ts';
import { signIndices } from './flip-walk.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { countErrors, errorCounter } from './task/errors.ts';
import { gaugedPatterns, type Problem } from './task/problem.ts';

const NOISE = 0.001;
const LARGEST_FIELD = 1e6;
const LARGEST_REINFORCEMENT = 0.9999;
const FIRST_TEST = 2;

export const rms: Learner = {
  name: 'rms',
  doc: 'reinforced max-sum, ±1 weights',
  source: 'baldassi-2015-max-sum (arXiv 1505.05401)',
  version: 1,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    dr: {
      type: 'float',
      unit: '1',
      doc: 'growth of the reinforcement per iteration',
      exclusiveMin: 0,
      max: 1,
      default: 0.001,
    },
    max_iterations: { type: 'int', unit: 'iterations', doc: 'iterations at most', min: 1, default: 1000 },
  },
  columns: {
    reinforcement: { type: 'float', unit: '1', doc: 'reinforcement ρ in the last iteration' },
  },
  cost: (size, patterns, _levels, params) => {
    const iterations = Math.min(params['max_iterations'] as number, 0.8 / (params['dr'] as number));
    return iterations * (1e-5 * size + 1e-5 * size * patterns);
  },
  learn,
};

/** Fields and messages of one problem. */
export interface MaxSum {
  readonly gauged: BitMatrix;
  /** S* of every pattern. */
  readonly wanted: Float64Array;
  /** b, H of the last and of the running iteration; length N. */
  readonly noise: Float64Array;
  readonly fields: Float64Array;
  readonly nextFields: Float64Array;
  /** m_k and m_{k+1} of every pattern (0, 0: no message), and which of the two each synapse gets (1: m_{k+1}). */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly chosen: BitMatrix;
  readonly scratch: { readonly eta: Float64Array; readonly negatives: Float64Array };
}

/** Silent messages, H = 0. `noise`: length N. */
export function maxSum(problem: Problem, noise: Float64Array): MaxSum {
  const { size, patterns, labels, threshold } = problem;
  return {
    gauged: gaugedPatterns(problem),
    wanted: Float64Array.from(labels, (s) => smallestSum(size, s * threshold)),
    noise,
    fields: new Float64Array(size),
    nextFields: new Float64Array(size),
    low: new Float64Array(patterns),
    high: new Float64Array(patterns),
    chosen: bitMatrix(patterns, size),
    scratch: { eta: new Float64Array(size), negatives: new Float64Array(size + 1) },
  };
}

/** One iteration with reinforcement `rho`. */
export function iterateMaxSum(state: MaxSum, rho: number): void {
  const { gauged, noise, fields, nextFields, low, high } = state;
  for (let i = 0; i < fields.length; i++) nextFields[i] = noise[i] + rho * fields[i];
  for (let mu = 0; mu < gauged.rows; mu++) visit(state, mu);
  let largest = 0;
  for (let i = 0; i < fields.length; i++) largest = Math.max(largest, Math.abs(nextFields[i]));
  const scale = largest > LARGEST_FIELD ? 1 / largest : 1;
  for (let i = 0; i < fields.length; i++) fields[i] = scale * nextFields[i];
  if (scale === 1) return;
  for (let i = 0; i < noise.length; i++) noise[i] *= scale;
  for (let mu = 0; mu < low.length; mu++) {
    low[mu] *= scale;
    high[mu] *= scale;
  }
}

/** New messages of pattern `mu`, added to the running fields. */
function visit({ gauged, wanted, fields, nextFields, low, high, chosen, scratch }: MaxSum, mu: number): void {
  const size = fields.length;
  const { eta, negatives } = scratch;
  const row = mu * gauged.stride;
  const small = low[mu];
  const large = high[mu];
  let count = 0;
  for (let k = 0, first = 0; first < size; k++, first += 32) {
    const last = Math.min(first + 32, size);
    let bits = gauged.words[row + k];
    let big = chosen.words[row + k];
    for (let i = first; i < last; i++, bits >>>= 1, big >>>= 1) {
      const value = (bits & 1 ? fields[i] : -fields[i]) - (big & 1 ? large : small);
      eta[i] = value;
      // Written in any case, counted if negative: no branch to guess.
      negatives[count] = -value;
      count += value <= 0 ? 1 : 0;
    }
  }
  const flips = (wanted[mu] - (size - 2 * count)) / 2;
  if (flips < 0 || flips > count) {
    low[mu] = 0;
    high[mu] = 0;
    return;
  }
  // Where every synapse is needed there is no m_{k+1}: the message is as large as the fields.
  const above = flips < count ? smallest(negatives, count, flips) : LARGEST_FIELD;
  let under = 0;
  // The selection has put the `flips` smallest in front.
  for (let j = 0; j < flips; j++) if (negatives[j] > under) under = negatives[j];
  low[mu] = under;
  high[mu] = above;
  for (let k = 0, first = 0; first < size; k++, first += 32) {
    const last = Math.min(first + 32, size);
    const bits = gauged.words[row + k];
    let big = 0;
    for (let i = first, bit = 1; i < last; i++, bit <<= 1) {
      // Ties at m_k = m_{k+1} do not matter: both sizes are equal then.
      const isBig = eta[i] > 0 || (flips > 0 && -eta[i] <= under);
      if (isBig) big |= bit;
      const message = isBig ? above : under;
      nextFields[i] += bits & bit ? message : -message;
    }
    chosen.words[row + k] = big;
  }
}

/**
 * The entry of rank `rank` (from 0) among the first `count` of `values`, which are reordered: smaller ones before it.
 * Source: Hoare, "Find", Communications of the ACM 4, 321 (1961).
 */
export function smallest(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const kept = values[i];
        values[i++] = values[j];
        values[j--] = kept;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}

/** The smallest sum of `size` numbers ±1 above `bound`. */
function smallestSum(size: number, bound: number): number {
  const next = Math.floor(bound) + 1;
  return (next - size) % 2 === 0 ? next : next + 1;
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  demandBinary('rms', problem);
  const dr = params['dr'] as number;
  const cap = params['max_iterations'] as number;
  const noise = Float64Array.from({ length: problem.size }, () => NOISE * (2 * streams.init.uniform() - 1));
  const state = maxSum(problem, noise);
  const errorsOf = errorCounter(problem);
  let epochs = 0;
  let reinforcement = 0;
  while (problem.patterns > 0 && epochs < cap) {
    signal.throwIfAborted();
    reinforcement = Math.min(dr * epochs, LARGEST_REINFORCEMENT);
    iterateMaxSum(state, reinforcement);
    epochs++;
    if (epochs >= FIRST_TEST && errorsOf(signIndices(state.fields)) === 0) break;
  }
  const weights = signIndices(state.fields);
  const errors = countErrors(problem, weights);
  return { weights, solved: errors === 0, errors, epochs, report: { reinforcement } };
}
