/**
 * Memory capacity: the age at which the signal-to-noise ratio of an online memory falls below a threshold.
 *
 *   t* = smallest whole age ≥ 1 with SNR(t*) ≥ θ > SNR(t*+1), and between the two by the power law through both:
 *   ln capacity = ln t* + ln((t*+1)/t*) · ln(SNR(t*)/θ) / ln(SNR(t*)/SNR(t*+1))
 * 0 when SNR(1) < θ. Stochastic binary synapses: continuous age, ln(q√N/θ)/(−ln(1−q)).
 * Source: benna-fusi-2017; Amit & Fusi 1994 for the binary synapse.
 */
import type { ParameterDeclaration, Params, Value } from '@fewbits/dataset/columns';
import { type MemoryCurve, memoryCurve, sharedSignals } from './online-memory/memory-curve.ts';
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
import type { ParameterProblem, Quantity } from './quantity.ts';
import { describeProblems, refuseProblems } from './storage-parameters.ts';

/** The parameter that makes synapses of a model larger. */
type Shape = 'groups' | 'bits' | 'depth';

const shapes: Readonly<Record<Shape, ParameterDeclaration>> = {
  groups: groupsParameter,
  bits: bitsParameter,
  depth: depthParameter,
};

export interface MemoryCapacityParameters extends Omit<MemoryParameters, Shape | 'flip'> {
  /** N, number of synapses. */
  readonly size: number;
  /** m; `best` (default): the one with the largest capacity. */
  readonly groups?: number | 'best';
  /** Of multi-state, soft-bounds, serial and envelope: these, or `levels`; `best` likewise. */
  readonly bits?: number | 'best';
  /** n of cascade; `best` likewise. */
  readonly depth?: number | 'best';
  /** q of stochastic-binary; `best` (default): the one with the largest capacity. */
  readonly flip?: number | 'best';
  /** θ. Default 1. */
  readonly threshold?: number;
}

/** Null where `reason` says why there is no value. */
export interface MemoryCapacity {
  /** Events. */
  readonly capacity: number | null;
  /** m; 1 for models without groups. */
  readonly groups: number | null;
  /** SNR(0). */
  readonly initial_snr: number | null;
  readonly synapse_bits: number | null;
  readonly reason?: string;
}

/** Throws RangeError on what the theory does not cover, naming every fault. */
export function memoryCapacity(parameters: MemoryCapacityParameters): MemoryCapacity {
  refuseProblems(capacityProblems(parameters));
  const { model, size, threshold = 1 } = parameters;
  if (model === 'stochastic-binary') return binaryCapacity(Math.sqrt(size), threshold, parameters.flip ?? 'best');
  const { shape, sizes } = candidates(parameters);
  const shared = sharedSignals(withShape(parameters, shape, 1));
  let best: MemoryCapacity | null = null;
  let worse = 0;
  for (const count of sizes) {
    const curve = memoryCurve(withShape(parameters, shape, count), shared);
    if (best !== null && cannotBeat(curve, best.capacity, size, threshold)) worse++;
    else {
      const found = capacityOf(curve, shape === 'groups' ? count : 1, size, threshold);
      // Null: beyond the oldest age that is followed, so beyond what others reach.
      const better: boolean =
        best === null || (found.capacity ?? Number.POSITIVE_INFINITY) > (best.capacity ?? Number.POSITIVE_INFINITY);
      worse = better ? 0 : worse + 1;
      if (better) best = found;
    }
    // One optimum: larger synapses keep what they store longer until they store too little.
    if (worse === 3) break;
  }
  return best ?? nothing;
}

function cannotBeat(curve: MemoryCurve, capacity: number | null, size: number, threshold: number): boolean {
  const age = Math.max(1, Math.floor(capacity ?? 0));
  return curve.fallsOnce && Math.sqrt(size / curve.variance) * curve.at(age) < threshold;
}

const nothing: MemoryCapacity = { capacity: null, groups: null, initial_snr: null, synapse_bits: null };

/** `shape` null: as given. */
function withShape(parameters: MemoryCapacityParameters, shape: Shape | null, count: number): MemoryParameters {
  const { flip = 'best', groups, bits, depth, ...rest } = parameters;
  return {
    ...rest,
    ...numbers({ groups, bits, depth, flip: flip === 'best' ? 1 : flip }),
    ...(shape === null ? {} : { [shape]: count }),
  };
}

/** Without what is to be found, or was not given. */
function numbers(given: Readonly<Record<string, number | 'best' | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined || value === 'best' ? [] : [[name, value]])),
  );
}

/** What is to be found, and the values to compare that the theory covers. */
function candidates(parameters: MemoryCapacityParameters): { shape: Shape | null; sizes: readonly number[] } {
  const shape = wanted(parameters);
  if (shape === null)
    return { shape: belongs('groups', parameters) ? 'groups' : null, sizes: [givenGroups(parameters)] };
  const { min = 1, max = 1 } = shapes[shape];
  const tried = Array.from({ length: max - min + 1 }, (_, k) => min + k);
  return { shape, sizes: tried.filter((count) => memoryProblems(withShape(parameters, shape, count)).length === 0) };
}

/** The parameter that is `best`, of the model's own. */
function wanted(parameters: MemoryCapacityParameters): Shape | null {
  const { groups = 'best', bits, depth } = parameters;
  const asked = { groups, bits, depth };
  return (Object.keys(shapes) as Shape[]).find((name) => belongs(name, parameters) && asked[name] === 'best') ?? null;
}

function belongs(shape: Shape, { model }: MemoryCapacityParameters): boolean {
  return shapes[shape].applies?.['model']?.includes(model) ?? false;
}

function givenGroups({ groups }: MemoryCapacityParameters): number {
  return typeof groups === 'number' ? groups : 1;
}

function capacityOf(curve: MemoryCurve, groups: number, size: number, threshold: number): MemoryCapacity {
  const scale = Math.sqrt(size / curve.variance);
  const ratio = (age: number): number => scale * curve.at(age);
  const common = { groups, initial_snr: ratio(0), synapse_bits: curve.synapseBits };
  if (ratio(1) < threshold) return { capacity: 0, ...common };
  const last = curve.fallsOnce
    ? searchLast((age) => Math.log(ratio(age) / threshold), curve.oldest)
    : scanLast((age) => ratio(age) >= threshold, curve.oldest);
  if (last === null) return { capacity: null, ...common, reason: 'no-crossing' };
  const above = Math.log(ratio(last) / threshold);
  const step = Math.log(ratio(last) / ratio(last + 1));
  // A curve that has vanished within a step leaves nothing to interpolate: the age itself.
  const part = Number.isFinite(step) ? above / step : 0;
  return { capacity: last * Math.exp(part * Math.log1p(1 / last)), ...common };
}

/** The first age that is above with the next one below; `above(1)` is true. */
function scanLast(above: (age: number) => boolean, oldest: number): number | null {
  for (let age = 1; age < oldest; age++) if (!above(age + 1)) return age;
  return null;
}

/** The same where there is one crossing: `margin` is the logarithm of SNR over threshold, `margin(1)` ≥ 0. */
function searchLast(margin: (age: number) => number, oldest: number): number | null {
  let low = 1;
  let lowMargin = margin(1);
  let high = 2;
  let highMargin = margin(2);
  while (highMargin >= 0) {
    [low, lowMargin] = [high, highMargin];
    high *= 2;
    if (high > oldest) return null;
    highMargin = margin(high);
  }
  // In turn by the power law through both ends, a little to either side of it, and by halving.
  for (let round = 0; high - low > 1; round++) {
    const part = round % 3 === 2 ? 0.5 : lowMargin / (lowMargin - highMargin);
    const guess = low * Math.exp(part * Math.log(high / low));
    const aside = round % 3 === 0 ? 1 - 1e-3 * (high / low - 1) : 1 + 1e-3 * (high / low - 1);
    const middle = Math.min(high - 1, Math.max(low + 1, Math.floor(guess * aside)));
    const here = margin(middle);
    if (here >= 0) [low, lowMargin] = [middle, here];
    else [high, highMargin] = [middle, here];
  }
  return low;
}

function binaryCapacity(root: number, threshold: number, given: number | 'best'): MemoryCapacity {
  const flip = given === 'best' ? bestFlip(root / threshold) : given;
  const initial_snr = flip * root;
  const common = { groups: 1, initial_snr, synapse_bits: 1 };
  if (initial_snr < threshold) return { capacity: 0, ...common };
  return { capacity: Math.log(initial_snr / threshold) / -Math.log1p(-flip), ...common };
}

/** The q that maximises ln(q r)/(−ln(1−q)): −ln(1−q)(1−q)/q = ln(q r), whose sides cross once above q = 1/r. */
function bestFlip(ratio: number): number {
  if (ratio <= 1) return 1;
  let low = 1 / ratio;
  let high = 1;
  for (let round = 0; round < 200; round++) {
    const q = (low + high) / 2;
    if (q === low || q === high) break;
    if ((-Math.log1p(-q) * (1 - q)) / q > Math.log(q * ratio)) low = q;
    else high = q;
  }
  return low;
}

function capacityProblems(parameters: MemoryCapacityParameters): ParameterProblem[] {
  const { size, threshold = 1, model } = parameters;
  const problems: ParameterProblem[] = [];
  if (!(size >= 1 && size < Number.POSITIVE_INFINITY)) {
    problems.push({ parameter: 'size', got: String(size), expected: 'a number of synapses from 1' });
  }
  if (!(threshold > 0 && threshold < Number.POSITIVE_INFINITY)) {
    problems.push({ parameter: 'threshold', got: String(threshold), expected: 'a number above 0' });
  }
  const faults = memoryProblems(withShape(parameters, wanted(parameters), 1));
  return [...problems, ...faults].map((problem) =>
    problem.parameter in shapes && model !== 'biological'
      ? { ...problem, expected: `${problem.expected}, or best` }
      : problem,
  );
}

function orBest(declaration: ParameterDeclaration, fallback?: Value): ParameterDeclaration {
  return {
    ...declaration,
    values: ['best'],
    doc: `${declaration.doc}; best: the one with the largest capacity`,
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

export const memoryCapacityQuantity: Quantity = {
  name: 'memory-capacity',
  version: 1,
  doc: 'age at which the signal-to-noise ratio of an online memory falls below a threshold',
  source: 'benna-fusi-2017',
  parameters: {
    model: modelParameter,
    size: { type: 'int', unit: 'synapse', doc: 'number of synapses', min: 1 },
    groups: orBest(groupsParameter, 'best'),
    threshold: { type: 'float', unit: '1', doc: 'least signal-to-noise ratio', exclusiveMin: 0, default: 1 },
    flip: orBest(flipParameter, 'best'),
    bits: orBest(bitsParameter),
    depth: orBest(depthParameter),
    ...otherMemoryParameters,
  },
  values: {
    capacity: { type: 'float', unit: 'event', doc: 'age at which SNR = threshold' },
    groups: { type: 'int', unit: '1', doc: 'number of groups, chains or variables' },
    initial_snr: { type: 'float', unit: '1', doc: 'SNR(0)' },
    synapse_bits: { type: 'float', unit: 'bit', doc: 'bits that one synapse holds' },
  },
  check: (params) => capacityProblems(params as Params & MemoryCapacityParameters),
  evaluate: (params) => {
    const given = params as Params & MemoryCapacityParameters;
    const problems = capacityProblems(given);
    if (problems.length > 0) return { ...nothing, reason: describeProblems(problems) };
    return { ...memoryCapacity(given) };
  },
};
