/**
 * Hidden states of synapses with more than two weights, or of 0/1 weights: the online rules beyond ±1 weights. Experimental.
 *
 * Counter j_i in [0, levels K - 1], weight index ⌊j_i/K⌋: K states a level. For a presented pattern with label s and
 * stability Δ = s(Σ W ξ - Θ):
 *   Δ ≤ 0:          j_i ← clip(j_i + s ξ_i)  (with 0/1 inputs only where ξ_i = 1).
 *   0 < Δ ≤ window: where the coin says so the same step, only where the weight stays.
 * 0/1 inputs with 2 levels: `states` counts both levels, K = states/2, the start is one of the two middle states
 * (h = ±1 of odd h = 2j - 2K + 1), and a barely correct pattern moves only states that go deeper (W_i is the wanted
 * output); otherwise the start is uniform over all states.
 * Source: derived from Baldassi et al., PNAS 104, 11079 (2007); no paper for these weights.
 */
import type { Params } from '@fewbits/dataset/columns';
import { bitAt } from '@fewbits/kernels';
import { below, type Rng } from '@fewbits/numerics';
import { randomSigns } from './binary-only.ts';
import type { Coin, Rule } from './online-rule.ts';
import type { Problem } from './task/problem.ts';

export interface OnlineStates {
  /** Present pattern mu and learn from it. */
  present(mu: number): Rule;
  /** Indices into the weights, length N, a copy. */
  weights(): Uint8Array;
}

/** Room for the counters and inputs of one problem; `statesPerLevel` K. */
export interface LevelStates {
  readonly problem: Problem;
  readonly statesPerLevel: number;
  readonly window: number;
  /** Whether a barely correct pattern only deepens: no step towards the other weight. */
  readonly onlyDeeper: boolean;
  /** j, length N. */
  readonly counters: Int32Array;
}

/** The states of a learner at their random start. */
export function levelStates(problem: Problem, params: Params, coin: Coin, init: Rng): OnlineStates {
  const { size, weights, inputs } = problem;
  const states = params['states'] as number;
  const twoLevels = inputs === '01' && weights.length === 2;
  const statesPerLevel = twoLevels ? states / 2 : states;
  const total = weights.length * statesPerLevel;
  const counters = twoLevels
    ? Int32Array.from(randomSigns(size, init), (h) => statesPerLevel + (h - 1) / 2)
    : Int32Array.from({ length: size }, () => below(init, total));
  const window = (params['window'] as number | undefined) ?? (inputs === '01' ? 1 : 2);
  const level: LevelStates = { problem, statesPerLevel, window, onlyDeeper: twoLevels, counters };
  const act = new Uint32Array(Math.ceil(size / 32));
  return {
    present: (mu) => presentLevels(level, mu, stability(level, mu), coin, act),
    weights: () => Uint8Array.from(counters, (j) => Math.floor(j / statesPerLevel)),
  };
}

/** Δ of pattern `mu`. */
export function stability({ problem, statesPerLevel, counters }: LevelStates, mu: number): number {
  const { size, weights, inputs, labels, threshold, xi } = problem;
  let field = -threshold;
  for (let i = 0; i < size; i++) {
    const w = weights[Math.floor(counters[i] / statesPerLevel)];
    if (bitAt(xi, mu, i)) field += w;
    else if (inputs === 'pm1') field -= w;
  }
  return labels[mu] * field;
}

/** One presentation of pattern `mu`, whose stability is `delta`. `act`: scratch, one bit a synapse. */
export function presentLevels(level: LevelStates, mu: number, delta: number, coin: Coin, act: Uint32Array): Rule {
  if (delta > level.window) return 1;
  act.fill(0xffffffff);
  if (delta > 0 && !coin(act)) return 1;
  const { problem, statesPerLevel, counters } = level;
  const { size, weights, inputs, labels, xi } = problem;
  const top = weights.length * statesPerLevel - 1;
  for (let i = 0; i < size; i++) {
    const bit = bitAt(xi, mu, i);
    if ((inputs === '01' && bit === 0) || !((act[i >>> 5] >>> (i & 31)) & 1)) continue;
    const next = counters[i] + (bit ? labels[mu] : -labels[mu]);
    if (next < 0 || next > top) continue;
    if (delta > 0 && !stays(level, counters[i], next)) continue;
    counters[i] = next;
  }
  return delta > 0 ? 2 : 3;
}

function stays({ statesPerLevel, onlyDeeper }: LevelStates, before: number, after: number): boolean {
  const index = Math.floor(before / statesPerLevel);
  if (onlyDeeper) return index === (after > before ? 1 : 0);
  return Math.floor(after / statesPerLevel) === index;
}
