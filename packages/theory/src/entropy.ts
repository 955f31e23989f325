/**
 * Replica-symmetric entropy of the version space: ln(number of weights that store all patterns)/N for random patterns.
 *
 * S(alpha) of `saddle-point.ts` at the threshold that is best at this alpha; S(0) = ln(levels), dS/dalpha = G_E < 0.
 * Source: Krauth & Mézard, J. Physique 50, 3057 (1989); baldassi-2016 for more levels.
 */
import type { Params } from '@fewbits/dataset/columns';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { pointWhere } from './saddle-point.ts';
import {
  describeProblems,
  levelsParameter,
  outputRateParameter,
  refuseProblems,
  type StorageParameters,
  storageProblems,
  weightsParameter,
} from './storage-parameters.ts';
import { weightSet } from './weight-set.ts';

export interface EntropyParameters extends StorageParameters {
  /** Load, patterns per synapse, ≥ 0. */
  readonly alpha: number;
}

/** Null where `reason` says why there is no value. */
export interface Entropy {
  /** Nats per synapse. Negative beyond alpha_c, where typical samples have no solution; its zero is alpha_c. */
  readonly entropy: number | null;
  /** q/Q, the cosine of two typical solutions, in [0, 1]. */
  readonly overlap: number | null;
  /** W̄/L at the optimal threshold; 0 for symmetric sets. */
  readonly mean_weight: number | null;
  readonly reason?: string;
}

/**
 * Entropy to about 1e-9. Null, with reason `branch-lost`, for loads beyond the end of the branch, well above alpha_c. Throws
 * RangeError on a combination that the theory does not cover, naming every fault.
 */
export function entropy(parameters: EntropyParameters): Entropy {
  refuseProblems(entropyProblems(parameters));
  const { weights, levels, alpha, output_rate } = parameters;
  const set = weightSet(weights, weights === 'binary' ? 2 : Number(levels));
  const point = pointWhere({ set, rate: output_rate ?? 0.5, mean: null }, (here) => here.alpha - alpha);
  if (point === null) return { ...nothing, reason: 'branch-lost' };
  return { entropy: point.entropy, overlap: point.q / point.Q, mean_weight: point.mean };
}

const nothing: Entropy = { entropy: null, overlap: null, mean_weight: null };

function entropyProblems(parameters: EntropyParameters): ParameterProblem[] {
  const problems = storageProblems(parameters, 'refused');
  const { alpha } = parameters;
  if (!(alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) {
    problems.push({ parameter: 'alpha', got: String(alpha), expected: 'a number from 0' });
  }
  return problems;
}

export const entropyQuantity: Quantity = {
  name: 'entropy',
  version: 1,
  doc: 'replica-symmetric entropy of the version space at a given load',
  source: 'baldassi-2016',
  parameters: {
    weights: weightsParameter,
    levels: levelsParameter,
    alpha: { type: 'float', unit: 'patterns/synapse', doc: 'load', min: 0 },
    output_rate: outputRateParameter,
  },
  values: {
    entropy: { type: 'float', unit: 'nat/synapse', doc: 'ln(number of solutions)/N; negative beyond alpha_c' },
    overlap: { type: 'float', unit: '1', doc: 'q/Q, cosine of two typical solutions' },
    mean_weight: { type: 'float', unit: '1', doc: 'mean weight over the largest' },
  },
  check: (params) => entropyProblems(params as Params & EntropyParameters),
  evaluate: (params) => {
    const given = params as Params & EntropyParameters;
    const problems = entropyProblems(given);
    if (problems.length > 0) return { ...nothing, reason: describeProblems(problems) };
    return { ...entropy(given) };
  },
};
