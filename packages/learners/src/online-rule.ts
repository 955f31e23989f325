/**
 * Online perceptron rules on hidden states: what `cp`, `cp-r`, `bpi` and `sbpi` share.
 *
 * ±1 weights. Hidden states h_i odd in [-(K-1), K-1], W_i = sign h_i, random ±1 at the start. For a presented pattern (label
 * folded in) with stability Δ:
 *   R1  Δ > 2:       nothing.
 *   R2  0 < Δ ≤ 2:   barely correct, one flip from an error: where the coin says so, h_i ← h_i + 2ξ_i if ξ_i = W_i (W stays).
 *   R3  Δ ≤ 0:       h_i ← h_i + 2ξ_i everywhere.
 * Clipped at ±(K-1). With N odd and Θ = 0, Δ is odd: R2 at Δ = 1. An epoch presents all M patterns in a fresh random
 * order; an epoch without R3 certifies a solution, because neither R2 nor a reinforcement of the states changes W.
 * Other weights: online-levels.ts.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007), arXiv 0707.1295.
 */
import type { ParameterDeclaration, Params } from '@fewbits/dataset/columns';
import {
  agreement,
  type BitMatrix,
  createOnlinePerceptron,
  type DeepenCoin,
  dotRow,
  drawGenerators,
  fillBernoulli,
  type HiddenStates,
  hiddenStates,
  wordStream,
} from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import { demandBinary, randomSignRow } from './binary-only.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { levelStates, type OnlineStates } from './online-levels.ts';
import { shuffle } from './shuffle.ts';
import { countErrors } from './task/errors.ts';
import { gaugedPatterns, isBinary, type Problem } from './task/problem.ts';

/** 1: nothing to do, 2: barely correct and deepened, 3: error. */
export type Rule = 1 | 2 | 3;

/** Decides whether a barely correct pattern deepens; may take synapses out of `act` (one bit each). */
export type Coin = (act: Uint32Array) => boolean;

export interface OnlineRule {
  readonly name: string;
  /** The coin of R2 and its probability of heads, where it has one. */
  readonly deepen: (params: Params) => Deepening;
  /** Called after every presentation; may deepen states, never change a weight. ±1 weights only. */
  readonly after?: (hidden: HiddenStates, params: Params, rng: Rng) => () => void;
}

export interface Deepening {
  readonly coin: DeepenCoin;
  readonly p: number;
}

/** Never deepens: no R2. */
export const never = (): Deepening => ({ coin: 'never', p: 0 });

/** Always deepens. */
export const always = (): Deepening => ({ coin: 'always', p: 1 });

export const onlineParameters: {
  readonly states: ParameterDeclaration;
  readonly window: ParameterDeclaration;
  readonly max_epochs: ParameterDeclaration;
} = {
  states: {
    type: 'int',
    unit: '1',
    doc: 'hidden states K, even: of a synapse with ±1 weights or with 0/1 inputs and 2 levels, else of each level',
    min: 2,
    defaultFrom: {
      doc: '2 round(1.25 sqrt(size)); of each level: 2 round(0.625 sqrt(size))',
      value: (params) => {
        const { weights, levels, inputs } = params;
        const whole = weights === undefined || weights === 'binary' || levels === 2;
        const share = whole && !(weights === 'unipolar' && inputs === 'pm1') ? 1.25 : 0.625;
        return Math.max(2, 2 * Math.round(share * Math.sqrt(params['size'] as number)));
      },
    },
  },
  window: {
    type: 'float',
    unit: '1',
    doc: 'largest stability that counts as barely correct, in units of the field; 2 with ±1 weights',
    exclusiveMin: 0,
    applies: { weights: ['unipolar', 'signed'] },
    defaultFrom: { doc: '2; 1 with 0/1 inputs', value: ({ inputs }) => (inputs === '01' ? 1 : 2) },
  },
  max_epochs: { type: 'int', unit: 'epochs', doc: 'epochs of M presentations at most', min: 1, default: 1000 },
};

export const updatesError = { type: 'int', unit: '1', doc: 'presentations in error (rule R3)' } as const;

export const updatesDeepen = {
  type: 'int',
  unit: '1',
  doc: 'barely correct presentations that deepened states (rule R2)',
} as const;

/** CPU milliseconds of `epochs` epochs. */
export function onlineCost(epochs: number): Learner['cost'] {
  return (size, patterns, levels, params) => {
    const perSynapse = levels > 2 || params['weights'] === 'unipolar' ? 3e-6 : 1.7e-7;
    return Math.min(epochs, params['max_epochs'] as number) * patterns * (1e-4 + perSynapse * size);
  };
}

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

/** What `learnOnline` runs: epochs in random order until one has no error. */
interface Epochs {
  /** At most `most` epochs more. */
  learn(most: number): { readonly epochs: number; readonly clean: boolean };
  /** Presentations so far that were wrong; that were barely correct and deepened a state. */
  errors(): number;
  deepened(): number;
  /** Indices into the weights, length N, a copy. */
  weights(): Uint8Array;
  release(): void;
}

/** Epochs between two looks at the signal. */
const AT_ONCE = 64;

/** Epochs in random order until one is free of errors, or the cap. Any weight set. */
export function learnOnline(
  rule: OnlineRule,
  problem: Problem,
  params: Params,
  streams: LearnerStreams,
  signal: AbortSignal,
): Outcome {
  if (rule.after) demandBinary(rule.name, problem);
  const states =
    isBinary(problem) && !rule.after
      ? signStates(rule, problem, params, streams)
      : oneByOne(rule, problem, params, streams);
  try {
    return runEpochs(states, problem, params['max_epochs'] as number, signal);
  } finally {
    states.release();
  }
}

function runEpochs(states: Epochs, problem: Problem, cap: number, signal: AbortSignal): Outcome {
  let epochs = 0;
  for (let clean = problem.patterns === 0; !clean && epochs < cap; ) {
    signal.throwIfAborted();
    const ran = states.learn(Math.min(AT_ONCE, cap - epochs));
    epochs += ran.epochs;
    clean = ran.clean;
  }
  const weights = states.weights();
  const errors = countErrors(problem, weights);
  const report = { updates_error: states.errors(), updates_deepen: states.deepened() };
  return { weights, solved: errors === 0, errors, epochs, report };
}

/** ±1 weights: whole epochs in the kernel. */
function signStates(rule: OnlineRule, problem: Problem, params: Params, streams: LearnerStreams): Epochs {
  const { size, labels, threshold, xi } = problem;
  const kernel = createOnlinePerceptron({
    patterns: xi,
    labels,
    threshold,
    states: params['states'] as number,
    ...rule.deepen(params),
    generators: drawGenerators(streams.dynamics),
  });
  kernel.writeSigns(randomSignRow(size, streams.init));
  return {
    learn: (most) => kernel.learn(most),
    errors: () => kernel.errors(),
    deepened: () => kernel.deepened(),
    weights(): Uint8Array {
      const row = new Uint32Array(xi.stride);
      kernel.readSigns(row);
      return bitsOf(row, size);
    },
    release: () => kernel.release(),
  };
}

/** States that learn pattern by pattern. */
function presented(
  rule: OnlineRule,
  problem: Problem,
  params: Params,
  streams: LearnerStreams,
  coin: Coin,
): OnlineStates {
  if (!rule.after) return levelStates(problem, params, coin, streams.init);
  const { size, labels, threshold } = problem;
  const hidden = hiddenStates(size, params['states'] as number);
  hidden.writeSigns(randomSignRow(size, streams.init));
  const gauged = gaugedPatterns(problem);
  const after = rule.after(hidden, params, streams.dynamics);
  const act = new Uint32Array(gauged.stride);
  return {
    present: (mu) => {
      const delta = dotRow(gauged, mu, hidden.sign) - labels[mu] * threshold;
      const applied = present(hidden, gauged, mu, delta, coin, act);
      after();
      return applied;
    },
    weights: () => bitsOf(hidden.sign, size),
  };
}

function oneByOne(rule: OnlineRule, problem: Problem, params: Params, streams: LearnerStreams): Epochs {
  const { size, patterns } = problem;
  // ±1 weights: orders as the kernel draws them.
  const stream = rule.after ? wordStream(drawGenerators(streams.dynamics)) : null;
  const states = presented(rule, problem, params, streams, coinOf(rule.deepen(params), size, streams.dynamics));
  const order = Int32Array.from({ length: patterns }, (_, mu) => mu);
  let inError = 0;
  let deepened = 0;
  const epoch = (): number => {
    if (stream) stream.shuffle(order);
    else shuffle(order, streams.dynamics);
    let wrong = 0;
    for (let k = 0; k < patterns; k++) {
      const applied = states.present(order[k]);
      if (applied === 3) wrong++;
      else if (applied === 2) deepened++;
    }
    inError += wrong;
    return wrong;
  };
  return {
    // Slow enough for a look at the signal after each one.
    learn: () => ({ epochs: 1, clean: epoch() === 0 }),
    errors: () => inError,
    deepened: () => deepened,
    weights: states.weights,
    release(): void {
      // Nothing to give back.
    },
  };
}

function bitsOf(row: Uint32Array, size: number): Uint8Array {
  const bits = new Uint8Array(size);
  for (let i = 0; i < size; i++) bits[i] = (row[i >>> 5] >>> (i & 31)) & 1;
  return bits;
}

/** Draws from `rng` as it is asked. */
function coinOf({ coin, p }: Deepening, size: number, rng: Rng): Coin {
  if (coin === 'never') return () => false;
  if (coin === 'always') return () => true;
  if (coin === 'pattern') return () => rng.uniform() < p;
  const used = Math.ceil(size / 32);
  const heads = new Uint32Array(used);
  return (act) => {
    fillBernoulli(heads, 0, used, p, rng);
    let any = 0;
    for (let k = 0; k < used; k++) {
      act[k] &= heads[k];
      any |= act[k];
    }
    return any !== 0;
  };
}
