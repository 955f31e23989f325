/**
 * Critical load alpha_c: the number of random patterns per synapse beyond which no weights of the set store them all.
 *
 * alpha_c(𝒲, f') = alpha at which the replica-symmetric entropy vanishes (zero-entropy criterion), at the threshold that is
 * best there, or at the one that imposes a given mean weight. For ±1: 0.833.
 * Source: Krauth & Mézard, J. Physique 50, 3057 (1989); baldassi-2016 for more levels. `levels = inf`: `continuousCapacity`.
 */
import type { Params } from '@fewbits/dataset/columns';
import { continuousCapacity } from './continuous-limit.ts';
import { occupancy } from './entropic-term.ts';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { pointWhere, type SaddlePoint } from './saddle-point.ts';
import {
  describeProblems,
  levelsParameter,
  outputRateParameter,
  refuseProblems,
  type StorageParameters,
  storageProblems,
  weightsParameter,
} from './storage-parameters.ts';
import { type WeightSet, weightSet } from './weight-set.ts';

export interface CriticalLoadParameters extends StorageParameters {
  /** W̄/L imposed by the threshold, in (0, 1), unipolar weights only. Default: the optimum. */
  readonly mean_weight?: number;
}

/** Weights in integer units (0 … L, ±1, ±3 …) but for `mean_weight`. Null where `reason` says why there is no value. */
export interface CriticalLoad {
  /** Patterns per synapse. */
  readonly alpha_c: number | null;
  /** W̄/L at alpha_c. */
  readonly mean_weight: number | null;
  /** log2 of the number of levels. */
  readonly bits: number | null;
  /** q = <W>² between two solutions and Q = <W²>, site averages at alpha_c. */
  readonly q: number | null;
  readonly Q: number | null;
  /** Stability number of the replica-symmetric solution: beware of all values here when it is 1 or more. */
  readonly at: number | null;
  /** P(W = w) at alpha_c, ascending weights, sum 1. */
  readonly occupancy: readonly number[] | null;
  readonly reason?: string;
}

/** The saddle point at alpha_c, with the set that its scaled weights belong to; `point` null where there is none. */
export interface CriticalPoint {
  readonly set: WeightSet;
  readonly point: SaddlePoint | null;
}

/** alpha_c to about 1e-10 relative. Throws RangeError on a combination that the theory does not cover, naming every fault. */
export function criticalLoad(parameters: CriticalLoadParameters): CriticalLoad {
  refuseProblems(criticalLoadProblems(parameters));
  if (parameters.levels === 'inf') {
    return {
      ...nothing,
      alpha_c: continuousCapacity(parameters.weights, parameters.output_rate ?? 0.5),
      reason: 'continuous-limit',
    };
  }
  const { set, point } = criticalPoint(parameters);
  if (point === null) return { ...nothing, bits: Math.log2(set.levels), reason: 'branch-lost' };
  return {
    alpha_c: point.alpha,
    mean_weight: point.mean,
    bits: Math.log2(set.levels),
    q: point.q * set.unit * set.unit,
    Q: point.Q * set.unit * set.unit,
    at: point.at,
    occupancy: occupancy(set, point.tilt),
  };
}

/** The point of zero entropy. Parameters as `criticalLoad`, already checked, `levels` finite. */
export function criticalPoint({ weights, levels, output_rate, mean_weight }: CriticalLoadParameters): CriticalPoint {
  const set = weightSet(weights, weights === 'binary' ? 2 : Number(levels));
  const problem = { set, rate: output_rate ?? 0.5, mean: mean_weight ?? null };
  return { set, point: pointWhere(problem, ({ entropy }) => -entropy) };
}

const nothing: CriticalLoad = {
  alpha_c: null,
  mean_weight: null,
  bits: null,
  q: null,
  Q: null,
  at: null,
  occupancy: null,
};

function criticalLoadProblems(parameters: CriticalLoadParameters): ParameterProblem[] {
  const { weights, levels, mean_weight: mean } = parameters;
  const problems = storageProblems(parameters, 'covered');
  if (mean === undefined) return problems;
  const refuse = (expected: string): void => {
    problems.push({ parameter: 'mean_weight', got: String(mean), expected });
  };
  if (weights !== 'unipolar') refuse(`none with ${weights} weights, whose mean is 0 by symmetry`);
  else if (levels === 'inf') refuse('none with levels = inf, whose scale is arbitrary');
  else if (!(mean > 0 && mean < 1)) refuse('a number between 0 and 1, both excluded');
  return problems;
}

export const criticalLoadQuantity: Quantity = {
  name: 'critical-load',
  version: 1,
  doc: 'largest load (patterns per synapse) at which the replica-symmetric entropy is not negative',
  source: 'baldassi-2016',
  parameters: {
    weights: weightsParameter,
    levels: {
      ...levelsParameter,
      values: ['inf'],
      doc: `${levelsParameter.doc}; inf: the continuous limit`,
    },
    output_rate: outputRateParameter,
    mean_weight: {
      type: 'float',
      unit: '1',
      doc: 'mean weight over the largest that the threshold imposes, unipolar weights; left out: the optimum',
      exclusiveMin: 0,
      exclusiveMax: 1,
      optional: true,
    },
  },
  values: {
    alpha_c: { type: 'float', unit: 'patterns/synapse', doc: 'critical load' },
    mean_weight: { type: 'float', unit: '1', doc: 'mean weight over the largest, at alpha_c' },
    bits: { type: 'float', unit: 'bit', doc: 'log2(levels)' },
    q: { type: 'float', unit: '1', doc: 'overlap <W>² of two solutions at alpha_c, integer weights' },
    Q: { type: 'float', unit: '1', doc: 'mean square weight <W²> at alpha_c, integer weights' },
    at: { type: 'float', unit: '1', doc: 'stability number: the values hold while it is below 1' },
    occupancy: { type: 'float[]', unit: '1', doc: 'fraction of synapses at each level at alpha_c, ascending' },
  },
  check: (params) => criticalLoadProblems(params as Params & CriticalLoadParameters),
  evaluate: (params) => {
    const given = params as Params & CriticalLoadParameters;
    const problems = criticalLoadProblems(given);
    if (problems.length > 0) return { ...nothing, reason: describeProblems(problems) };
    return { ...criticalLoad(given) };
  },
};
