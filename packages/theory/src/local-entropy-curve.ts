/**
 * Local entropy against distance: the densest regions of solutions of the ±1 perceptron, at distances that are asked for.
 *
 * The curve of `local-entropy.ts` along y*(gamma), where the external entropy is 0: distance falls as gamma grows, and the slope
 * d local_entropy/d distance = 2 gamma follows from dPhi = y S dgamma + (dPhi/dy) dy with Phi = y dPhi/dy. It is solved on a ladder of
 * gamma and interpolated with these slopes. Source: baldassi-2015 (there the reference is itself a solution, here it is free).
 */
import { hermite } from '@fewbits/numerics';
import { localEntropy } from './local-entropy.ts';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { describeProblems, refuseProblems } from './storage-parameters.ts';

export interface LocalEntropyCurve {
  /** The distances asked for. */
  readonly distance: readonly number[];
  /** nats per synapse; null at distances that the branch does not reach. */
  readonly local_entropy: readonly (number | null)[];
  /** Coupling at each distance, null likewise. */
  readonly gamma: readonly (number | null)[];
  /** Entropy of all weights there, -d ln d - (1-d) ln(1-d). */
  readonly bound: readonly number[];
  /** Of each null, why; absent where there is none. */
  readonly reason?: readonly (string | null)[];
}

/** gamma: 0.1 and up by this factor; the error of the interpolation is below 1e-5 (measured against half the steps). */
const FIRST = 0.1;
const FACTOR = 1.25;
const LAST = 3;

interface Rung {
  readonly gamma: number;
  readonly distance: number;
  readonly entropy: number;
}

/** Rungs by growing gamma, distance falling, and why there is none before the first and after the last. */
interface Ladder {
  readonly rungs: readonly Rung[];
  readonly before: string;
  readonly after: string;
}

/** `distances` in (0, 1/2). Takes some seconds a load, most of them at the smallest distance. Throws RangeError on values outside the theory. */
export function localEntropyCurve({
  alpha,
  distances,
}: {
  readonly alpha: number;
  readonly distances: readonly number[];
}): LocalEntropyCurve {
  refuseProblems(curveProblems(alpha, distances));
  const ladder = alpha === 0 ? unloaded : climb(alpha, Math.min(...distances));
  const at = distances.map((distance) => interpolated(ladder, distance));
  const reasons = at.map(({ reason }) => reason);
  return {
    distance: distances,
    local_entropy: at.map(({ entropy }) => entropy),
    gamma: at.map(({ gamma }) => gamma),
    bound: distances.map((d) => -d * Math.log(d) - (1 - d) * Math.log1p(-d)),
    ...(reasons.some((reason) => reason !== null) && { reason: reasons }),
  };
}

const unloaded: Ladder = { rungs: [], before: 'no-external-zero', after: 'no-external-zero' };

/** Points of the branch from small gamma on, down to `smallest` distance or the end of the branch. */
function climb(alpha: number, smallest: number): Ladder {
  const rungs: Rung[] = [];
  let before = `gamma below ${FIRST}`;
  for (let gamma = FIRST; gamma < LAST; gamma *= FACTOR) {
    const { distance, local_entropy: entropy, reason = '' } = localEntropy({ alpha, gamma });
    if (distance === null || entropy === null) {
      // At small gamma there may be no y* yet; later the branch is lost for good.
      if (rungs.length > 0) return { rungs, before, after: reason };
      before = reason;
      continue;
    }
    rungs.push({ gamma, distance, entropy });
    if (distance < smallest) break;
  }
  return { rungs, before, after: rungs.length > 0 ? `gamma above ${LAST}` : before };
}

interface Interpolated {
  readonly entropy: number | null;
  readonly gamma: number | null;
  readonly reason: string | null;
}

function interpolated({ rungs, before, after }: Ladder, distance: number): Interpolated {
  const next = rungs.findIndex((rung) => rung.distance <= distance);
  const [far, near] = [rungs[next - 1], rungs[next]];
  if (near === undefined) return { entropy: null, gamma: null, reason: after };
  if (far === undefined) return { entropy: null, gamma: null, reason: before };
  const end = ({ gamma, distance: x, entropy: y }: Rung) => ({ x, y, slope: 2 * gamma });
  const share = (Math.log(distance) - Math.log(far.distance)) / (Math.log(near.distance) - Math.log(far.distance));
  return {
    entropy: hermite(distance, end(far), end(near)),
    gamma: Math.exp((1 - share) * Math.log(far.gamma) + share * Math.log(near.gamma)),
    reason: null,
  };
}

function curveProblems(alpha: unknown, distances: unknown): ParameterProblem[] {
  const isLoad = typeof alpha === 'number' && alpha >= 0 && alpha < Number.POSITIVE_INFINITY;
  const isList = Array.isArray(distances) && distances.length > 0 && distances.every((d) => d > 0 && d < 0.5);
  return [
    ...(isLoad ? [] : [{ parameter: 'alpha', got: String(alpha), expected: 'a number from 0' }]),
    ...(isList ? [] : [{ parameter: 'distances', got: String(distances), expected: 'numbers between 0 and 1/2' }]),
  ];
}

const curve = (unit: string, doc: string) => ({ type: 'float[]', unit, doc }) as const;

export const localEntropyCurveQuantity: Quantity = {
  name: 'local-entropy-curve',
  version: 1,
  doc: 'entropy of the ±1 solutions around the best references, at given distances (local-entropy at y*)',
  source: 'baldassi-2015',
  parameters: {
    alpha: { type: 'float', unit: 'patterns/synapse', doc: 'load', min: 0 },
    distances: {
      type: 'float[]',
      unit: '1',
      doc: 'fractions of synapses in which solution and reference differ',
      exclusiveMin: 0,
      exclusiveMax: 0.5,
      default: [0.01, 0.02, 0.05, 0.1, 0.15, 0.2],
    },
  },
  values: {
    distance: curve('1', 'the distances asked for'),
    local_entropy: curve('nats', 'entropy of the solutions at that distance per synapse'),
    gamma: curve('1', 'coupling to the reference at that distance, interpolated to about 1 %'),
    bound: curve('nats', 'entropy of all weights at that distance per synapse'),
  },
  curve: { over: 'distances', coordinate: 'distance' },
  check: ({ alpha, distances }) => curveProblems(alpha, distances),
  evaluate: (params) => {
    const alpha = params['alpha'] as number;
    const distances = params['distances'] as readonly number[];
    const problems = curveProblems(alpha, distances);
    if (problems.length === 0) return { ...localEntropyCurve({ alpha, distances }) };
    return { distance: null, local_entropy: null, gamma: null, bound: null, reason: describeProblems(problems) };
  },
};
