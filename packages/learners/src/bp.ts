/**
 * Belief propagation without reinforcement: entropy of the solutions and their marginals. Any weight set.
 *
 * In TAP form (tap.ts), or with a message on every edge (edge-messages.ts), from Gaussian or exact factors: the reference at small N.
 * With 0/1 inputs only the TAP form treats the mean of the inputs by itself: on the edges it closes loops through all patterns, and
 * the entropy comes out lower (0.31 against 0.38 at N = 301, load 0.3, rate ½).
 * Iterated with damping until the means (edges: messages) move by less than 1e-7; once more from the same start with damping ½
 * where that fails. The weights returned are the most probable ones; whether they are a solution is by the way.
 * Source: Baldassi et al., PRE 93, 052313 (2016); the TAP form is derived.
 */
import type { Params, Value } from '@fewbits/dataset/columns';
import { type EdgeState, edgeEntropy, edgeMarginals, edgeState, iterateEdges } from './edge-messages.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { iterationCost } from './rbp.ts';
import {
  betheEntropy,
  decode,
  iterate,
  mostProbable,
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
  doc: 'belief propagation: entropy and marginals, any weight set',
  source: 'baldassi-2016',
  version: 1,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: {
    messages: {
      type: 'string',
      unit: '1',
      doc: 'tap: expanded, O(N + M) state; edge: one a pattern and synapse, Gaussian factors; edge-exact: the same without approximation of the factors',
      values: ['tap', 'edge', 'edge-exact'],
      default: 'tap',
    },
    damping: {
      type: 'float',
      unit: '1',
      doc: 'share of the old means and variances (edge: of ln ψ) that stays; ½ in a second attempt where this does not converge',
      min: 0,
      exclusiveMax: 1,
      defaultFrom: {
        doc: '0.2, 0.3 with messages on edges',
        value: ({ messages }) => (messages === 'tap' ? 0.2 : 0.3),
      },
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
  cost(size, patterns, levels, params) {
    const { messages } = params;
    if (messages === 'tap') return 60 * iterationCost(size, patterns, levels, params);
    const perMessage = messages === 'edge' ? 6e-5 : 1e-6 * size * levels;
    return 30 * size * patterns * levels * perMessage;
  },
  memory(size, patterns, levels, { messages }) {
    if (messages === 'tap') return 0;
    const convolutions = messages === 'edge' ? 0 : 16 * size * size * (levels - 1);
    return 8 * size * patterns * levels + convolutions;
  },
  learn: (problem, params, streams, signal) =>
    (params['messages'] === 'tap' ? learnExpanded : learnOnEdges)(problem, params, streams, signal),
};

function learnOnEdges(problem: Problem, params: Params, { dynamics }: LearnerStreams, signal: AbortSignal): Outcome {
  const { size, patterns } = problem;
  const cap = params['max_iterations'] as number;
  const factor = params['messages'] === 'edge' ? 'gaussian' : 'exact';
  let state = edgeState(problem, factor);
  let epochs = 0;
  let converged = patterns === 0;
  for (const damping of attempts(params)) {
    if (converged) break;
    state = edgeState(problem, factor);
    for (let iteration = 0; iteration < cap && !converged; iteration++) {
      signal.throwIfAborted();
      converged = iterateEdges(state, damping, dynamics) < CONVERGED;
      epochs++;
    }
  }
  const weights = new Uint8Array(size);
  mostProbable(state.logWeights, problem.weights.length, weights);
  const errors = countErrors(problem, weights);
  return { weights, solved: errors === 0, errors, epochs, report: converged ? reportOfEdges(state) : { converged } };
}

function reportOfEdges(state: EdgeState): Readonly<Record<string, Value>> {
  const { weights, size } = state.problem;
  const marginals = edgeMarginals(state);
  let q = 0;
  let Q = 0;
  for (let i = 0, at = 0; i < size; i++, at += weights.length) {
    let first = 0;
    for (let k = 0; k < weights.length; k++) {
      first += marginals[at + k] * weights[k];
      Q += marginals[at + k] * weights[k] * weights[k];
    }
    q += first * first;
  }
  return { converged: true, entropy: edgeEntropy(state), overlap: q / Q, q: q / size };
}

/** The dampings to try. */
function attempts(params: Params): number[] {
  const damping = params['damping'] as number;
  return damping < RETRY_DAMPING ? [damping, RETRY_DAMPING] : [damping];
}

function learnExpanded(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  const cap = params['max_iterations'] as number;
  const state = tapState(problem);
  const start = randomLogWeights(problem, streams.init);
  let epochs = 0;
  // Without patterns the flat start of the state is the fixed point.
  let converged = problem.patterns === 0;
  for (const lambda of attempts(params)) {
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
