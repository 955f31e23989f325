/**
 * Reinforced belief propagation: TAP iterations whose posterior becomes part of the next prior, ℓ ← … + ρ_t ℓ^old, until
 * the most probable weights make no error. Any weight set.
 *
 * ρ_t = min(dr t, 0.9999), t = 0, 1, …; no damping; the weights are decoded and tested from the 4th iteration on.
 * Fixed point of the reinforcement: the system is drawn to dense regions of solutions, y = 1/(1 - ρ) coupled replicas.
 * Source: Braunstein & Zecchina, PRL 96, 030201 (2006), there with a probability growing in time;
 * Baldassi et al., PRE 93, 052313 (2016) for discrete weights.
 */
import type { Params } from '@fewbits/dataset/columns';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { decode, iterate, randomLogWeights, startFrom, tapState } from './tap.ts';
import { countErrors, errorCounter } from './task/errors.ts';
import type { Problem } from './task/problem.ts';

const LARGEST_REINFORCEMENT = 0.9999;
const FIRST_TEST = 4;
/** With ±1 inputs and dr ≤ 0.002 solutions appear at ρ of 0.55 to 0.8: past 0.95 there is nothing to wait for. */
const GIVE_UP = { above: 0.95, dr: 0.002 };

export const rbp: Learner = {
  name: 'rbp',
  doc: 'reinforced belief propagation in TAP form, any weight set',
  source: 'baldassi-2016',
  version: 1,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: {
    dr: {
      type: 'float',
      unit: '1',
      doc: 'growth of the reinforcement per iteration',
      exclusiveMin: 0,
      max: 1,
      default: 0.002,
    },
    max_iterations: { type: 'int', unit: 'iterations', doc: 'iterations at most', min: 1, default: 550 },
  },
  columns: {
    reinforcement: { type: 'float', unit: '1', doc: 'reinforcement ρ in the last iteration' },
  },
  cost: (size, patterns, levels, params) => {
    const iterations = Math.min(params['max_iterations'] as number, 0.7 / (params['dr'] as number));
    return iterations * iterationCost(size, patterns, levels, params);
  },
  learn,
};

/** CPU milliseconds of one TAP iteration and its test; the common mode of 0/1 inputs takes about 4 trials an iteration. */
export function iterationCost(size: number, patterns: number, levels: number, params: Params): number {
  const trials = params['inputs'] === '01' ? 4 : 1;
  return trials * (2.9e-7 * size * patterns + 5e-5 * (size + patterns) + 2e-5 * size * levels);
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const dr = params['dr'] as number;
  const cap = params['max_iterations'] as number;
  const givesUp = problem.inputs === 'pm1' && dr <= GIVE_UP.dr;
  const indices = new Uint8Array(problem.size);
  const state = tapState(problem);
  const errorsOf = errorCounter(problem);
  startFrom(state, randomLogWeights(problem, streams.init));
  decode(state, indices);
  let epochs = 0;
  let reinforcement = 0;
  while (problem.patterns > 0 && epochs < cap) {
    signal.throwIfAborted();
    const rho = Math.min(dr * epochs, LARGEST_REINFORCEMENT);
    if (givesUp && rho > GIVE_UP.above) break;
    reinforcement = rho;
    iterate(state, rho, 0);
    decode(state, indices);
    epochs++;
    if (epochs >= FIRST_TEST && errorsOf(indices) === 0) break;
  }
  const errors = countErrors(problem, indices);
  return { weights: indices, solved: errors === 0, errors, epochs, report: { reinforcement } };
}
