/**
 * Belief propagation in TAP form without reinforcement: entropy of the solutions and their marginals. Any weight set.
 *
 * Iterated with damping until the means move by less than 1e-7; once more from the same start with damping ½ where that
 * fails. The weights returned are the most probable ones; whether they are a solution is by the way.
 * Source: Baldassi et al., PRE 93, 052313 (2016); the TAP form is derived (tap.ts).
 */
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { iterationCost } from './rbp.ts';
import {
  betheEntropy,
  decode,
  iterate,
  overlaps,
  randomLogWeights,
  startFrom,
  type TapState,
  tapState,
} from './tap.ts';
import { countErrors } from './task/errors.ts';
import type { Problem } from './task/problem.ts';

const CONVERGED = 1e-7;
const RETRY_DAMPING = 0.5;

export const bp: Learner = {
  name: 'bp',
  doc: 'belief propagation in TAP form: entropy and marginals, any weight set',
  source: 'baldassi-2016',
  version: 1,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: {
    damping: {
      type: 'float',
      unit: '1',
      doc: 'share of the old means and variances that stays; ½ in a second attempt where this does not converge',
      min: 0,
      exclusiveMax: 1,
      default: 0.2,
    },
    max_iterations: { type: 'int', unit: 'iterations', doc: 'iterations of an attempt at most', min: 1, default: 1000 },
  },
  columns: {
    converged: { type: 'bool', unit: '1', doc: 'whether the messages reached a fixed point' },
    entropy: { type: 'float', unit: 'nats', doc: 'Bethe entropy of the solutions per synapse; null unless converged' },
    overlap: { type: 'float', unit: '1', doc: 'q/Q: cosine of two typical solutions; null unless converged' },
    q: { type: 'float', unit: '1', doc: 'mean over synapses of ⟨W⟩², weights in integer units; null unless converged' },
  },
  // Measured: 30 to 90 iterations to the fixed point.
  cost: (size, patterns, levels, params) => 60 * iterationCost(size, patterns, levels, params),
  learn,
};

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const damping = params['damping'] as number;
  const cap = params['max_iterations'] as number;
  const state = tapState(problem);
  const start = randomLogWeights(problem, streams.init);
  let epochs = 0;
  // Without patterns the flat start of the state is the fixed point.
  let converged = problem.patterns === 0;
  for (const lambda of damping < RETRY_DAMPING ? [damping, RETRY_DAMPING] : [damping]) {
    if (converged) break;
    startFrom(state, start);
    const attempt = iterateToFixedPoint(state, lambda, cap, signal);
    epochs += attempt.iterations;
    converged = attempt.converged;
  }
  const weights = new Uint8Array(problem.size);
  decode(state, weights);
  const errors = countErrors(problem, weights);
  return { weights, solved: errors === 0, errors, epochs, report: report(state, converged) };
}

function iterateToFixedPoint(state: TapState, damping: number, cap: number, signal: AbortSignal) {
  for (let iterations = 1; iterations <= cap; iterations++) {
    signal.throwIfAborted();
    if (iterate(state, 0, damping) < CONVERGED) return { iterations, converged: true };
  }
  return { iterations: cap, converged: false };
}

function report(state: TapState, converged: boolean): Readonly<Record<string, Value>> {
  if (!converged) return { converged };
  const { q, Q } = overlaps(state);
  return { converged, entropy: betheEntropy(state), overlap: q / Q, q };
}
