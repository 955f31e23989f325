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
import { createReinforcedBelief, reinforcedBeliefBytes } from '@fewbits/kernels';
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
  version: 2,
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
  memory: (size, patterns, levels, { inputs }) =>
    levels === 2 && inputs !== '01' ? reinforcedBeliefBytes(patterns, size) : 0,
  learn,
};

/** CPU milliseconds of one TAP iteration and its test; the common mode of 0/1 inputs takes about 4 trials an iteration. */
export function iterationCost(size: number, patterns: number, levels: number, params: Params): number {
  const trials = params['inputs'] === '01' ? 4 : 1;
  return trials * (2.9e-7 * size * patterns + 5e-5 * (size + patterns) + 2e-5 * size * levels);
}

/** What is iterated: in the kernel where there are two weights and ±1 inputs, else on tables. */
interface Iteration {
  iterate(rho: number): void;
  /** Whether the most probable weights make no error. */
  solved(): boolean;
  /** The most probable weights as indices, a copy. */
  weights(): Uint8Array;
  release(): void;
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const dr = params['dr'] as number;
  const cap = params['max_iterations'] as number;
  const givesUp = problem.inputs === 'pm1' && dr <= GIVE_UP.dr;
  const start = randomLogWeights(problem, streams.init);
  const inKernel = problem.inputs === 'pm1' && problem.weights.length === 2 && problem.patterns > 0;
  const belief = inKernel ? onFields(problem, start) : onTables(problem, start);
  try {
    let epochs = 0;
    let reinforcement = 0;
    while (problem.patterns > 0 && epochs < cap) {
      signal.throwIfAborted();
      const rho = Math.min(dr * epochs, LARGEST_REINFORCEMENT);
      if (givesUp && rho > GIVE_UP.above) break;
      reinforcement = rho;
      belief.iterate(rho);
      epochs++;
      if (epochs >= FIRST_TEST && belief.solved()) break;
    }
    const weights = belief.weights();
    const errors = countErrors(problem, weights);
    return { weights, solved: errors === 0, errors, epochs, report: { reinforcement } };
  } finally {
    belief.release();
  }
}

/** Two weights: the table of a synapse is one field, half the difference of its logarithms. */
function onFields(problem: Problem, logWeights: Float64Array): Iteration {
  const { size, labels, threshold, weights, xi } = problem;
  const kernel = createReinforcedBelief({
    patterns: xi,
    labels,
    threshold,
    weights: [weights[0], weights[1]],
    start: Float64Array.from({ length: size }, (_, i) => (logWeights[2 * i + 1] - logWeights[2 * i]) / 2),
  });
  return {
    iterate: (rho) => kernel.iterate(rho),
    solved: () => kernel.solved(),
    weights(): Uint8Array {
      const row = new Uint32Array(xi.stride);
      kernel.readSigns(row);
      const indices = new Uint8Array(size);
      for (let i = 0; i < size; i++) indices[i] = (row[i >>> 5] >>> (i & 31)) & 1;
      return indices;
    },
    release: () => kernel.release(),
  };
}

function onTables(problem: Problem, logWeights: Float64Array): Iteration {
  const state = tapState(problem);
  const errorsOf = errorCounter(problem);
  const indices = new Uint8Array(problem.size);
  startFrom(state, logWeights);
  return {
    iterate: (rho) => iterate(state, rho, 0),
    solved(): boolean {
      decode(state, indices);
      return errorsOf(indices) === 0;
    },
    weights(): Uint8Array {
      decode(state, indices);
      return indices;
    },
    release(): void {
      // Nothing to give back.
    },
  };
}
