/**
 * Replicated simulated annealing: y weight vectors attract each other through a common reference, ±1 weights.
 *
 * Joint weight exp(-β Σ_a E(W^a)) Π_i 2cosh(γ A_i), A_i = Σ_a W_i^a (reference traced out), or Π_i exp(γ W̃_i A_i) with an
 * explicit reference W̃ that flips too. Metropolis at a uniformly random replica and synapse,
 *   ln P = -β dE + ln[2cosh(γ(A_i - 2W_i^a))/2cosh(γ A_i)],
 * an epoch is N y proposals (N(y + 1) with an explicit reference); β and γ grow linearly with the epoch. Stops at the first
 * replica, or centre sign(A_i), without errors; the centre is looked at after each epoch and needs y odd.
 * Source: Baldassi et al., PNAS 113, E7655 (2016), arXiv 1605.06444; the schedule is ours.
 */
import type { Params } from '@fewbits/dataset/columns';
import { below, type Rng } from '@fewbits/numerics';
import { demandBinary, randomSigns } from './binary-only.ts';
import { type Energy, type FlipWalk, flipProblem, flipWalk, signIndices } from './flip-walk.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { bestOf, foundBy } from './replica-choice.ts';
import { acceptance, annealingEpochCost, annealingParameters } from './sa.ts';
import { errorCounter } from './task/errors.ts';
import type { Problem } from './task/problem.ts';

export const rsa: Learner = {
  name: 'rsa',
  doc: 'replicated simulated annealing: replicas that attract each other, ±1 weights',
  source: 'baldassi-2016-pnas (PNAS 113, E7655)',
  version: 1,
  drawsSynapses: true,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    ...annealingParameters,
    replicas: {
      type: 'int',
      unit: 'replicas',
      doc: 'number of replicas y; the centre is decoded when it is odd',
      min: 1,
      default: 5,
    },
    reference: {
      type: 'string',
      unit: '1',
      doc: 'whether the reference is summed over or flips itself',
      values: ['traced', 'explicit'],
      default: 'traced',
    },
    gamma_start: { type: 'float', unit: '1', doc: 'attraction in the first epoch', min: 0, default: 0 },
    gamma_end: { type: 'float', unit: '1', doc: 'attraction at the end', min: 0, default: 2 },
    max_epochs: { type: 'int', unit: 'epochs', doc: 'epochs of N y proposals at most', min: 1, default: 1000 },
  },
  columns: {
    acceptance,
    found_by: foundBy,
    gamma_final: { type: 'float', unit: '1', doc: 'attraction γ at the end' },
    overlap: { type: 'float', unit: '1', doc: 'mean overlap of the replicas with the reference, at the end' },
  },
  cost: (size, patterns, _levels, params) => {
    const epoch = annealingEpochCost(size, patterns, params['energy'] as Energy);
    return 0.8 * (params['max_epochs'] as number) * (params['replicas'] as number) * epoch;
  },
  learn,
};

/** y walks and their sum. */
export interface Replicas {
  readonly walks: readonly FlipWalk[];
  /** A_i = Σ_a W_i^a, length N. */
  readonly sum: Int32Array;
  /** W̃, length N; absent when it is traced out. */
  readonly reference?: Int8Array;
}

export function replicas(walks: readonly FlipWalk[], reference?: Int8Array): Replicas {
  const sum = new Int32Array(walks[0].signs.length);
  for (const { signs } of walks) for (let i = 0; i < sum.length; i++) sum[i] += signs[i];
  return { walks, sum, ...(reference && { reference }) };
}

/**
 * One Metropolis step. `logCosh`: table of ln 2cosh(γA) at A + y. Returns the replica that flipped (y: the reference), or
 * -1 where the step was refused.
 */
export function replicaStep(
  { walks, sum, reference }: Replicas,
  beta: number,
  gamma: number,
  logCosh: Float64Array,
  rng: Rng,
): number {
  const y = walks.length;
  const a = below(rng, reference ? y + 1 : y);
  const i = below(rng, sum.length);
  if (a === y && reference) {
    if (!accept(-2 * gamma * reference[i] * sum[i], rng)) return -1;
    reference[i] = -reference[i];
    return y;
  }
  const walk = walks[a];
  const w = walk.signs[i];
  const attraction = reference ? -2 * gamma * reference[i] * w : logCosh[sum[i] - 2 * w + y] - logCosh[sum[i] + y];
  if (!accept(attraction - beta * walk.change(i), rng)) return -1;
  walk.flip(i);
  sum[i] -= 2 * w;
  return a;
}

/** ln 2cosh(γA) for A = -y … y, at A + y. */
export function logCoshTable(y: number, gamma: number, table: Float64Array): void {
  for (let A = -y; A <= y; A++) {
    const x = gamma * Math.abs(A);
    table[A + y] = x + Math.log1p(Math.exp(-2 * x));
  }
}

/** Mean over synapses of (A/y)·⟨W̃⟩, ⟨W̃⟩ = tanh(γA) or the explicit reference. */
export function referenceOverlap({ walks, sum, reference }: Replicas, gamma: number): number {
  let total = 0;
  for (let i = 0; i < sum.length; i++) total += sum[i] * (reference ? reference[i] : Math.tanh(gamma * sum[i]));
  return total / walks.length / sum.length;
}

function accept(logProbability: number, rng: Rng): boolean {
  return logProbability >= 0 || rng.uniform() < Math.exp(logProbability);
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  demandBinary('rsa', problem);
  const { size } = problem;
  const y = params['replicas'] as number;
  const cap = params['max_epochs'] as number;
  const shared = flipProblem(problem, params['energy'] as Energy);
  const walks = Array.from({ length: y }, () => flipWalk(shared, randomSigns(size, streams.init)));
  const system = replicas(walks, params['reference'] === 'explicit' ? randomSigns(size, streams.init) : undefined);
  const errorsOf = errorCounter(problem);
  const proposals = size * (system.reference ? y + 1 : y);
  const logCosh = new Float64Array(2 * y + 1);
  let gamma = params['gamma_start'] as number;
  let proposed = 0;
  let accepted = 0;
  let epochs = 0;
  let done = choose();
  for (; !done.solved && epochs < cap; epochs++) {
    signal.throwIfAborted();
    const part = cap === 1 ? 0 : epochs / (cap - 1);
    const beta = along(params['beta_start'] as number, params['beta_end'] as number, part);
    gamma = along(params['gamma_start'] as number, params['gamma_end'] as number, part);
    logCoshTable(y, gamma, logCosh);
    for (let k = 0; k < proposals; k++) {
      proposed++;
      const flipped = replicaStep(system, beta, gamma, logCosh, streams.dynamics);
      if (flipped < 0) continue;
      accepted++;
      if (flipped < y && walks[flipped].errors === 0) break;
    }
    done = choose();
  }

  function choose() {
    const centre = y % 2 === 1 ? signIndices(system.sum) : null;
    return bestOf(
      walks.map((walk) => ({ errors: walk.errors, weights: () => signIndices(walk.signs) })),
      centre,
      errorsOf,
    );
  }

  const { weights, errors, solved } = done;
  const report = {
    ...(proposed > 0 && { acceptance: accepted / proposed }),
    ...(solved && { found_by: done.by }),
    gamma_final: gamma,
    overlap: referenceOverlap(system, gamma),
  };
  return { weights, errors, solved, epochs, report };
}

function along(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
