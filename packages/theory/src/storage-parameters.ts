/**
 * The parameters that name a storage problem (weight set and rate of output 1), and which combinations the theory covers.
 *
 * Binary and signed weights: inputs ±1, P = 1/2, so the mean weight is 0 by symmetry. Unipolar weights: ±1 inputs, or 0/1 inputs
 * with a threshold that fixes the mean weight. Where outputs are biased the threshold is the best one, of order √N with ±1
 * inputs (`EnergeticTerm.mu`): at threshold 0 their rate has no influence, since a pattern with label −1 is the mirror image of one
 * with +1. Source: baldassi-2016.
 */
import type { ParameterDeclaration } from '@fewbits/dataset/columns';
import type { ParameterProblem } from './quantity.ts';
import type { WeightFamily } from './weight-set.ts';

/** As in a spec; `levels` may be left out for binary weights, where it is 2. */
export interface StorageParameters {
  readonly weights: WeightFamily;
  /** Number of weights of the set; `inf`: continuous weights. */
  readonly levels?: number | 'inf';
  /** f' = P(output 1), in (0, 1). Default 0.5. */
  readonly output_rate?: number;
}

/** 12 bits. Time and memory grow with the number of levels: about 0.2 s here. */
const MOST_LEVELS = 4096;
const families: readonly string[] = ['binary', 'unipolar', 'signed'];

export const weightsParameter: ParameterDeclaration = {
  type: 'string',
  unit: '1',
  doc: 'weight set: binary = ±1, unipolar = 0 … levels − 1, signed = levels values symmetric about 0',
  values: families,
};

export const levelsParameter: ParameterDeclaration = {
  type: 'int',
  unit: '1',
  doc: 'number of weights of the set; may be left out for binary weights (2)',
  min: 2,
  max: MOST_LEVELS,
  optional: true,
};

export const outputRateParameter: ParameterDeclaration = {
  type: 'float',
  unit: '1',
  doc: "f', probability of output 1; the threshold is the best one",
  exclusiveMin: 0,
  exclusiveMax: 1,
  default: 0.5,
};

/**
 * Faults of the combination, also of single values, so that a direct caller is told as well as a user of the command.
 * `continuous`: whether `levels = inf` is covered.
 */
export function storageProblems(
  { weights, levels, output_rate: rate = 0.5 }: StorageParameters,
  continuous: 'covered' | 'refused',
): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  const refuse = (parameter: string, got: unknown, expected: string): void => {
    problems.push({ parameter, got: got === undefined ? 'nothing' : String(got), expected });
  };
  if (!families.includes(weights)) refuse('weights', weights, families.join(', '));
  if (weights === 'binary') {
    if (levels !== undefined && levels !== 2) refuse('levels', levels, '2 with binary weights');
  } else if (!(levels === 'inf' ? continuous === 'covered' : isLevelCount(levels))) {
    refuse('levels', levels, `an integer from 2 to ${MOST_LEVELS}${continuous === 'covered' ? ', or inf' : ''}`);
  }
  if (!(rate > 0 && rate < 1)) refuse('output_rate', rate, 'a number between 0 and 1, both excluded');
  return problems;
}

function isLevelCount(levels: unknown): boolean {
  return typeof levels === 'number' && Number.isInteger(levels) && levels >= 2 && levels <= MOST_LEVELS;
}

/** One text for several faults. */
export function describeProblems(problems: readonly ParameterProblem[]): string {
  return problems.map(({ parameter, got, expected }) => `${parameter}: got ${got}, expected ${expected}`).join('; ');
}

/** Throws a RangeError that names every fault. */
export function refuseProblems(problems: readonly ParameterProblem[]): void {
  if (problems.length > 0) throw new RangeError(describeProblems(problems));
}
