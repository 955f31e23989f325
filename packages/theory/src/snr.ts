/**
 * Signal-to-noise ratio of an online memory as it ages: exact, per square root of the number of synapses.
 *
 *   S(t) = E[ξ_0 w_t],  snr1(t) = S(t)/σ,  SNR(t) = √N snr1(t)
 * σ² = Var w in the stationary state; t counts the memories stored after the tracked one. For correlated events S contains the
 * echo of neighbouring memories: its greater height is no better memory.
 * Source: benna-fusi-2017; the models one by one in `online-memory/`.
 */
import type { Params } from '@fewbits/dataset/columns';
import { standardAges } from './online-memory/age-grid.ts';
import { memoryCurve } from './online-memory/memory-curve.ts';
import {
  bitsParameter,
  depthParameter,
  flipParameter,
  groupsParameter,
  type MemoryParameters,
  memoryProblems,
  modelParameter,
  otherMemoryParameters,
} from './online-memory/memory-parameters.ts';
import { leastOldSignal } from './online-memory/partial-reset.ts';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { describeProblems, refuseProblems } from './storage-parameters.ts';

export interface SnrParameters extends MemoryParameters {
  /** Whole numbers of events, strictly increasing. Default: 59 ages from 0 to 1e6. */
  readonly ages?: readonly number[];
}

/** Null where `reason` says why there is no value. */
export interface Snr {
  /** t, as given. */
  readonly age: readonly number[] | null;
  /** S(t); null at ages that are not followed. */
  readonly signal: readonly (number | null)[] | null;
  /** S(t)/σ, null likewise. */
  readonly snr1: readonly (number | null)[] | null;
  /** σ². */
  readonly variance: number | null;
  readonly synapse_bits: number | null;
  /** Of each age, or of all; also a caution beside values. */
  readonly reason?: string | readonly (string | null)[];
}

/**
 * Exact to 1e-11 relative; of partial reset above 512 events (more when λ > 0) to 1e-8 relative and 1e-9 absolute. Throws
 * RangeError on what the theory does not cover, naming every fault.
 */
export function snr(parameters: SnrParameters): Snr {
  refuseProblems(snrProblems(parameters));
  const { model, ages = standardAges, approximation } = parameters;
  const { variance, synapseBits, at, oldest } = memoryCurve(parameters);
  const signal = ages.map((age) => (age > oldest ? null : at(age)));
  const deviation = Math.sqrt(variance);
  const values = {
    age: ages,
    signal,
    snr1: signal.map((value) => (value === null ? null : value / deviation)),
    variance,
    synapse_bits: synapseBits,
  };
  if (approximation === 'linear' && model === 'biological') return { ...values, reason: 'linear-theory' };
  const isFaint = (value: number): boolean => model === 'partial-reset' && Math.abs(value) < leastOldSignal;
  const reason = signal.map((value) => {
    if (value === null) return `ages up to ${oldest}`;
    return isFaint(value) ? 'signals below 1e-9 are inaccurate' : null;
  });
  return reason.some((text) => text !== null) ? { ...values, reason } : values;
}

const nothing: Snr = { age: null, signal: null, snr1: null, variance: null, synapse_bits: null };

function snrProblems(parameters: SnrParameters): ParameterProblem[] {
  const problems = memoryProblems(parameters);
  const { ages = standardAges } = parameters;
  const refuse = (got: string, expected: string): void => {
    problems.push({ parameter: 'ages', got, expected });
  };
  const fault = ages.find((age) => !(Number.isSafeInteger(age) && age >= 0));
  const turn = ages.findIndex((age, k) => k > 0 && age <= (ages[k - 1] as number));
  if (fault !== undefined || ages.length === 0) {
    refuse(String(fault ?? 'none'), 'whole numbers of events from 0');
  } else if (turn > 0) {
    const got = `${ages[turn - 1]} before ${ages[turn]} (entries ${turn - 1} and ${turn})`;
    refuse(got, 'strictly increasing numbers of events');
  } else if (problems.length === 0) {
    const { oldest } = memoryCurve(parameters);
    const late = ages.every((age) => age > oldest) ? ages[0] : undefined;
    if (late !== undefined) refuse(String(late), `ages up to ${oldest}`);
  }
  return problems;
}

export const snrQuantity: Quantity = {
  name: 'snr',
  version: 1,
  doc: 'signal-to-noise ratio of an online memory by age, per square root of the number of synapses',
  source: 'benna-fusi-2017',
  parameters: {
    model: modelParameter,
    groups: groupsParameter,
    flip: flipParameter,
    bits: bitsParameter,
    depth: depthParameter,
    ...otherMemoryParameters,
    ages: {
      type: 'int[]',
      unit: 'event',
      doc: 'ages to give, increasing: memories stored since',
      min: 0,
      default: standardAges,
    },
  },
  values: {
    age: { type: 'int[]', unit: 'event', doc: 'memories stored since' },
    signal: { type: 'float[]', unit: '1', doc: 'S(t), mean overlap with the tracked memory per synapse' },
    snr1: { type: 'float[]', unit: '1', doc: 'S(t) over the noise: SNR per square root of the number of synapses' },
    variance: { type: 'float', unit: '1', doc: 'variance of the readout in the stationary state' },
    synapse_bits: { type: 'float', unit: 'bit', doc: 'bits that one synapse holds' },
  },
  curve: { over: 'ages', coordinate: 'age' },
  check: (params) => snrProblems(params as Params & SnrParameters),
  evaluate: (params) => {
    const given = params as Params & SnrParameters;
    const problems = snrProblems(given);
    if (problems.length > 0) return { ...nothing, reason: describeProblems(problems) };
    return { ...snr(given) };
  },
};
