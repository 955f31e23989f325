/**
 * Local entropy: how many solutions of the ±1 perceptron surround a reference that is chosen for being surrounded by many.
 *
 * Robust ensemble of `local-entropy-saddle.ts`: references weighted by [Σ_{W: no errors} exp(gamma W·W̃)]^y.
 *   distance d = (1 - S)/2,  local_entropy = dPhi/dy - gamma S,  external_entropy = Phi - y dPhi/dy.
 * At given gamma the largest y with external_entropy ≥ 0, y*, selects the densest regions; it is the default.
 * Source: baldassi-2015; there the reference is itself a solution, here it is free: the curves differ. alpha = 0: all W are
 * solutions, local_entropy = -d ln d - (1-d) ln(1-d), the bound at any load.
 */
import type { Params } from '@fewbits/dataset/columns';
import { refineRoot } from '@fewbits/numerics';
import {
  type RobustEnsemble,
  type RobustPoint,
  refinedOverlaps,
  robustOverlaps,
  robustPoint,
} from './local-entropy-saddle.ts';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { describeProblems, refuseProblems } from './storage-parameters.ts';

export interface LocalEntropyParameters {
  /** Load, patterns per synapse, ≥ 0. */
  readonly alpha: number;
  /** Coupling of a replica to the reference, ≥ 0. */
  readonly gamma: number;
  /** Number of replicas, any number > 0. Default: y*, where external_entropy = 0. */
  readonly y?: number;
}

/** Null where `reason` says why there is no value. */
export interface LocalEntropy {
  /** Fraction of synapses in which a solution near the reference differs from it, in [0, 1/2]. */
  readonly distance: number | null;
  /** ln(number of solutions at that distance)/N, nats per synapse; below 0 there are none and the values are formal. */
  readonly local_entropy: number | null;
  /** ln(number of references)/N, nats per synapse; below 0 there are none and the values are formal. */
  readonly external_entropy: number | null;
  /** Overlap of two solutions near one reference, and near two. */
  readonly q1: number | null;
  readonly q0: number | null;
  readonly y: number | null;
  readonly reason?: string;
}

/** Largest change of a value, on halving all spacings, that is let through. */
const QUADRATURE_TOLERANCE = 1e-6;
/** Beyond, rounding is multiplied by too large a y. */
const MOST_REPLICAS_RESOLVED = 1e5;
/** The search for y* multiplies y by 4 from 2 up to this or beyond, or divides it down to this. */
const STRIDE = Math.log(4);
const MOST_REPLICAS = 2 ** 14;
const LEAST_REPLICAS = 2 ** -4;
/** Of ln y*, and of the external entropy there. */
const TOLERANCE = 1e-12;
const REMAINDER = 1e-8;
/** Of the stride that has its lower end off the branch: a stretch of the branch shorter than 2 % of y is missed. */
const MOST_BISECTIONS = 6;

/**
 * The values to about 1e-12 for y up to 100, 1e-10 up to 1000, 1e-8 beyond. Null with a reason: `branch-lost` where the
 * replica-symmetric saddle point ends (q1 runs to 1, large alpha and gamma), `quadrature` where halving all spacings moves a
 * value by more than 1e-6 or y > 1e5, `no-external-zero` where there is no y* up to about 3e4 (alpha = 0, gamma = 0, or small
 * alpha, large gamma). Throws RangeError on values outside the theory, naming every fault.
 */
export function localEntropy(parameters: LocalEntropyParameters): LocalEntropy {
  refuseProblems(localEntropyProblems(parameters));
  const { alpha, gamma, y } = parameters;
  if (alpha === 0) return y === undefined ? { ...nothing, reason: 'no-external-zero' } : unloaded(gamma, y);
  if (y !== undefined) return valuesAt({ alpha, gamma, y });
  const best = gamma === 0 ? 'no-external-zero' : bestReplicas(alpha, gamma);
  return typeof best === 'string' ? { ...nothing, reason: best } : valuesAt({ alpha, gamma, y: best });
}

const nothing: LocalEntropy = {
  distance: null,
  local_entropy: null,
  external_entropy: null,
  q1: null,
  q0: null,
  y: null,
};

/** alpha = 0: every synapse of a replica is ±1 with mean ± tanh gamma, whatever y. */
function unloaded(gamma: number, y: number): LocalEntropy {
  const tanh = Math.tanh(gamma);
  const e = Math.exp(-2 * gamma);
  return {
    distance: e / (1 + e),
    // ln 2cosh gamma - gamma tanh gamma, without cancellation.
    local_entropy: Math.log1p(e) + (2 * gamma * e) / (1 + e),
    external_entropy: Math.LN2,
    q1: tanh * tanh,
    q0: 0,
    y,
  };
}

function valuesAt(ensemble: RobustEnsemble): LocalEntropy {
  const { y } = ensemble;
  if (y > MOST_REPLICAS_RESOLVED) return { ...nothing, y, reason: 'quadrature' };
  const overlaps = robustOverlaps(ensemble);
  if (overlaps === null) return { ...nothing, y, reason: 'branch-lost' };
  const refined = refinedOverlaps(ensemble, overlaps, 2);
  if (refined === null) return { ...nothing, y, reason: 'quadrature' };
  const coarse = observed(ensemble, robustPoint(ensemble, overlaps, 1));
  const fine = observed(ensemble, robustPoint(ensemble, refined, 2));
  const names = ['distance', 'local_entropy', 'external_entropy', 'q1', 'q0'] as const;
  const settled = names.every((name) => Math.abs(fine[name] - coarse[name]) < QUADRATURE_TOLERANCE);
  return settled ? { ...fine, y } : { ...nothing, y, reason: 'quadrature' };
}

function observed(
  { gamma, y }: RobustEnsemble,
  { potential, meanLog, overlap, q1, q0 }: RobustPoint,
): Record<'distance' | 'local_entropy' | 'external_entropy' | 'q1' | 'q0', number> {
  return {
    distance: 0.5 * (1 - overlap),
    local_entropy: meanLog - gamma * overlap,
    external_entropy: potential - y * meanLog,
    q1,
    q0,
  };
}

/** y*, or why there is none. The external entropy falls with y, from ln 2 at y = 0. */
function bestReplicas(alpha: number, gamma: number): number | string {
  // A lost point counts as too few replicas: the branch may come back at larger y.
  const LOST = 1;
  const external = (logY: number): number => {
    const ensemble = { alpha, gamma, y: Math.exp(logY) };
    const overlaps = robustOverlaps(ensemble);
    return overlaps === null ? LOST : observed(ensemble, robustPoint(ensemble, overlaps, 1)).external_entropy;
  };
  let low = Math.log(2);
  let high = low;
  let atLow = external(low);
  let atHigh = atLow;
  while (atHigh > 0) {
    if (high > Math.log(MOST_REPLICAS) - 1e-9) return atHigh === LOST ? 'branch-lost' : 'no-external-zero';
    low = high;
    atLow = atHigh;
    high += STRIDE;
    atHigh = external(high);
  }
  while (atLow <= 0) {
    if (low < Math.log(LEAST_REPLICAS)) return 'no-external-zero';
    high = low;
    atHigh = atLow;
    low -= STRIDE;
    atLow = external(low);
  }
  for (let n = 0; n < MOST_BISECTIONS && atLow === LOST; n++) {
    const middle = 0.5 * (low + high);
    const atMiddle = external(middle);
    if (atMiddle > 0) {
      low = middle;
      atLow = atMiddle;
    } else {
      high = middle;
      atHigh = atMiddle;
    }
  }
  if (atLow === LOST) return 'branch-lost';
  const zero = refineRoot(external, { low, high, atLow, atHigh }, TOLERANCE);
  // The sign may also change where the branch is lost.
  return Math.abs(external(zero)) < REMAINDER ? Math.exp(zero) : 'branch-lost';
}

function localEntropyProblems({ alpha, gamma, y }: LocalEntropyParameters): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  const refuse = (parameter: string, got: number, expected: string): void => {
    problems.push({ parameter, got: String(got), expected });
  };
  if (!(alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) refuse('alpha', alpha, 'a number from 0');
  if (!(gamma >= 0 && gamma < Number.POSITIVE_INFINITY)) refuse('gamma', gamma, 'a number from 0');
  if (y !== undefined && !(y > 0 && y < Number.POSITIVE_INFINITY)) refuse('y', y, 'a number above 0');
  return problems;
}

export const localEntropyQuantity: Quantity = {
  name: 'local-entropy',
  version: 1,
  doc: 'density of solutions around the references that see most of them, ±1 weights',
  source: 'baldassi-2015',
  parameters: {
    alpha: { type: 'float', unit: 'patterns/synapse', doc: 'load', min: 0 },
    gamma: { type: 'float', unit: '1', doc: 'coupling of solutions to the reference: larger is nearer', min: 0 },
    y: {
      type: 'float',
      unit: '1',
      doc: 'number of replicas, not only whole; left out: that of external_entropy = 0',
      exclusiveMin: 0,
      optional: true,
    },
  },
  values: {
    distance: { type: 'float', unit: '1', doc: 'fraction of synapses in which solution and reference differ' },
    local_entropy: { type: 'float', unit: 'nat/synapse', doc: 'ln(number of solutions at that distance)/N' },
    external_entropy: { type: 'float', unit: 'nat/synapse', doc: 'ln(number of references)/N' },
    q1: { type: 'float', unit: '1', doc: 'overlap of two solutions near one reference' },
    q0: { type: 'float', unit: '1', doc: 'overlap of solutions near two references' },
    y: { type: 'float', unit: '1', doc: 'number of replicas, given or found' },
  },
  check: (params) => localEntropyProblems(params as Params & LocalEntropyParameters),
  evaluate: (params) => {
    const given = params as Params & LocalEntropyParameters;
    const problems = localEntropyProblems(given);
    if (problems.length > 0) return { ...nothing, reason: describeProblems(problems) };
    return { ...localEntropy(given) };
  },
};
