/** Declarations of the parameters that several models have, and the faults that they share. */
import type { ParameterDeclaration, Params } from '@fewbits/dataset/columns';
import { type ModelProblem, numberOf } from './model.ts';

/** Groups of 4^16 states. */
export const MAX_GROUPS = 16;
const MAX_LEVELS = 2 ** 30;

export const groups: ParameterDeclaration = {
  type: 'int',
  unit: '1',
  doc: 'number of groups, chains or variables, fastest first',
  min: 1,
  max: MAX_GROUPS,
};

export const bits: ParameterDeclaration = {
  type: 'int',
  unit: 'bits',
  doc: 'bits of the synapse, instead of levels',
  min: 1,
  max: 30,
  optional: true,
};

export const levels: ParameterDeclaration = {
  type: 'int',
  unit: '1',
  doc: 'states of the synapse, or of each variable of the biological model (left out: 32)',
  min: 2,
  max: MAX_LEVELS,
  optional: true,
};

export const last: ParameterDeclaration = {
  type: 'string',
  unit: '1',
  doc: 'what the last group does at its bound: cyclic resets, hard stays',
  values: ['cyclic', 'hard'],
  default: 'cyclic',
};

/** M. */
export function levelsOf(params: Params): number {
  return numberOf(params, 'levels', 2 ** numberOf(params, 'bits'));
}

export function isBinary(params: Params): boolean {
  return params['readout'] === 'binary';
}

/** Either levels or bits, an even number of levels unless `odd` is allowed, at most `most`. */
export function levelProblems(
  params: Params,
  { most = MAX_LEVELS, odd = false }: { readonly most?: number; readonly odd?: boolean } = {},
): ModelProblem[] {
  const { bits: b, levels: m } = params;
  if (b !== undefined && m !== undefined)
    return [{ parameter: 'bits', got: String(b), expected: `levels or bits, not both (levels is ${m})` }];
  if (b === undefined && m === undefined)
    return [
      {
        parameter: 'levels',
        got: 'nothing',
        expected: `levels or bits with model ${params['model'] ?? 'of one chain'}`,
      },
    ];
  const count = levelsOf(params);
  if (Number.isInteger(count) && count >= 2 && count <= most && (odd || count % 2 === 0)) return [];
  const parameter = m === undefined ? 'bits' : 'levels';
  const expected =
    parameter === 'bits'
      ? `an integer from 1 to ${Math.log2(most)}`
      : `an ${odd ? '' : 'even '}integer from 2 to ${most}`;
  return [{ parameter, got: String(m ?? b), expected }];
}

/** A sum of signs: its own sign must never be 0. */
export function signProblems(params: Params): ModelProblem[] {
  const m = numberOf(params, 'groups');
  if (!isBinary(params) || m % 2 !== 0) return [];
  const expected = `graded, or an odd number of groups: the sign of a sum of ${m} signs can be 0`;
  return [{ parameter: 'readout', got: 'binary', expected }];
}

/** `readout` must be one of these. */
export function readoutProblems(params: Params, only: 'graded' | 'binary'): ModelProblem[] {
  const got = params['readout'];
  if (got === undefined || got === only) return [];
  return [
    { parameter: 'readout', got: String(got), expected: `${only} with model ${params['model'] ?? 'of this kind'}` },
  ];
}
