/**
 * Simulated annealing of ±1 weights by single flips.
 *
 * Metropolis at uniformly random synapses, acceptance exp(-β dE); an epoch is N proposals; β grows linearly with the epoch from
 * beta_start to beta_end over max_epochs. Energies: flip-walk.ts. Stops at the first weights without errors. Slows down
 * exponentially with N at fixed load (Baldassi & Zecchina, arXiv 1706.08470).
 * Source: Kirkpatrick, Gelatt, Vecchi, Science 220, 671 (1983); the schedule is ours.
 */
import type { ParameterDeclaration, Params } from '@fewbits/dataset/columns';
import { demandBinary, randomSigns } from './binary-only.ts';
import { type Energy, energies, flipProblem, flipWalk, metropolis, signIndices } from './flip-walk.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { countErrors } from './task/errors.ts';
import type { Problem } from './task/problem.ts';

export const annealingParameters: {
  readonly energy: ParameterDeclaration;
  readonly beta_start: ParameterDeclaration;
  readonly beta_end: ParameterDeclaration;
} = {
  energy: {
    type: 'string',
    unit: '1',
    doc: 'linear = flips needed by each pattern, errors = wrong patterns, cross-entropy = Σ ln(1 + exp(-2Δ/sqrt(size)))',
    values: energies,
    default: 'linear',
  },
  beta_start: {
    type: 'float',
    unit: '1',
    doc: 'inverse temperature in the first epoch',
    min: 0,
    defaultFrom: { doc: '0.1; 0.5 for errors', value: ({ energy }) => (energy === 'errors' ? 0.5 : 0.1) },
  },
  beta_end: {
    type: 'float',
    unit: '1',
    doc: 'inverse temperature at max_epochs',
    min: 0,
    defaultFrom: { doc: '3; 5 for errors', value: ({ energy }) => (energy === 'errors' ? 5 : 3) },
  },
};

export const acceptance = { type: 'float', unit: '1', doc: 'share of the proposals that were accepted' } as const;

export const sa: Learner = {
  name: 'sa',
  doc: 'simulated annealing by single flips, ±1 weights',
  source: 'kirkpatrick-1983, baldassi-2017 (arXiv 1706.08470)',
  version: 1,
  drawsSynapses: true,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    ...annealingParameters,
    max_epochs: { type: 'int', unit: 'epochs', doc: 'epochs of N proposals at most', min: 1, default: 2000 },
  },
  columns: { acceptance },
  cost: (size, patterns, _levels, params) =>
    (params['max_epochs'] as number) * annealingEpochCost(size, patterns, params['energy'] as Energy),
  learn,
};

/** CPU milliseconds of N proposals, a tenth of which is accepted; the cross-entropy has no masks to count. */
export function annealingEpochCost(size: number, patterns: number, energy: Energy): number {
  return size * (8e-5 + (energy === 'cross-entropy' ? 8e-6 : 5e-7) * patterns);
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  demandBinary('sa', problem);
  const start = params['beta_start'] as number;
  const end = params['beta_end'] as number;
  const cap = params['max_epochs'] as number;
  const walk = flipWalk(flipProblem(problem, params['energy'] as Energy), randomSigns(problem.size, streams.init));
  const tally = { proposed: 0, accepted: 0 };
  let epochs = 0;
  for (; walk.errors > 0 && epochs < cap; epochs++) {
    signal.throwIfAborted();
    const beta = cap === 1 ? start : start + ((end - start) * epochs) / (cap - 1);
    metropolis(walk, problem.size, beta, true, streams.dynamics, tally);
  }
  const weights = signIndices(walk.signs);
  const errors = countErrors(problem, weights);
  const report = tally.proposed > 0 ? { acceptance: tally.accepted / tally.proposed } : {};
  return { weights, solved: errors === 0, errors, epochs, report };
}
