/** The parameters that name an online memory: model, its size, its input; and which combinations the theory covers. */
import type { ParameterDeclaration, Parameters, Params, Value } from '@fewbits/dataset/columns';
import type { ParameterProblem } from '../quantity.ts';
import { mostBiologicalStates } from './biological.ts';
import type { LastGroup } from './partial-reset-law.ts';
import { mostSummedGroups } from './sign-of-sum.ts';

export type MemoryModel =
  | 'multi-state'
  | 'multi-chain'
  | 'direction-marker'
  | 'partial-reset'
  | 'biological'
  | 'stochastic-binary'
  | 'soft-bounds'
  | 'cascade'
  | 'serial'
  /** No synapse: the upper bound of Lahiri and Ganguli for any ±1 synapse of so many states. */
  | 'envelope';

export type Readout = 'graded' | 'binary';

/** As in a spec. Which apply depends on the model; others are ignored. */
export interface MemoryParameters {
  readonly model: MemoryModel;
  /** m: multi-chain, direction-marker, partial-reset, biological. */
  readonly groups?: number;
  /** Of multi-state, soft-bounds, serial, envelope: this or `levels`. */
  readonly bits?: number;
  /** M of multi-state, soft-bounds, serial, envelope; V of biological (default 32). */
  readonly levels?: number;
  /** n of biological. Default 4. */
  readonly base?: number;
  /** Of biological. `linear`: without rounding and range. Default `none`. */
  readonly approximation?: 'none' | 'linear';
  /** q of stochastic-binary. */
  readonly flip?: number;
  /** n of cascade. */
  readonly depth?: number;
  /** x of cascade. Default 0.5. */
  readonly ratio?: number;
  /** ε of serial. */
  readonly leave?: number;
  /** Of direction-marker and partial-reset. Default `cyclic`. */
  readonly last?: LastGroup;
  /** `graded`: the level, or the sum of the signs of the groups; `binary`: its sign. */
  readonly readout?: Readout;
  /** λ, one-step correlation of the events, in [0, 1). Default 0. */
  readonly correlation?: number;
}

const models: readonly MemoryModel[] = [
  'multi-state',
  'multi-chain',
  'direction-marker',
  'partial-reset',
  'biological',
  'stochastic-binary',
  'soft-bounds',
  'cascade',
  'serial',
  'envelope',
];
const grouped: readonly string[] = ['multi-chain', 'direction-marker', 'partial-reset'];
const leveled: readonly string[] = ['multi-state', 'soft-bounds', 'serial', 'envelope'];
/** Odd numbers of levels too. */
const anyLevels: readonly string[] = ['soft-bounds', 'envelope'];
/** Their readout is the sign itself. */
const signs: readonly string[] = ['stochastic-binary', 'cascade', 'serial', 'envelope'];
const anchors: readonly string[] = ['stochastic-binary', 'soft-bounds', 'cascade', 'serial', 'envelope'];

/** Groups of 4^16 states. */
export const mostGroups = 16;
const MOST_LEVELS = 2 ** 30;
const MOST_SERIAL_LEVELS = 1024;
/** The young ages of a walk are followed event by event until the events' own memory has faded. */
const MOST_CORRELATION = 0.9999;

export const groupsParameter: ParameterDeclaration = {
  type: 'int',
  unit: '1',
  doc: 'number of groups, chains or variables',
  min: 1,
  max: mostGroups,
  applies: { model: [...grouped, 'biological'] },
};

export const flipParameter: ParameterDeclaration = {
  type: 'float',
  unit: '1',
  doc: 'probability that an event is stored by a stochastic binary synapse',
  exclusiveMin: 0,
  max: 1,
  applies: { model: ['stochastic-binary'] },
};

export const bitsParameter: ParameterDeclaration = {
  type: 'int',
  unit: 'bit',
  doc: 'bits of the synapse, instead of levels',
  min: 1,
  max: 30,
  optional: true,
  applies: { model: leveled },
};

export const depthParameter: ParameterDeclaration = {
  type: 'int',
  unit: '1',
  doc: 'depth of the cascade',
  min: 1,
  max: 64,
  applies: { model: ['cascade'] },
};

/** All but those that `memory-capacity` may choose. */
export const otherMemoryParameters: Parameters = {
  levels: {
    type: 'int',
    unit: '1',
    doc: 'states of the synapse; of each variable of the biological model (left out: 32)',
    min: 2,
    max: MOST_LEVELS,
    optional: true,
    applies: { model: [...leveled, 'biological'] },
  },
  base: {
    type: 'int',
    unit: '1',
    doc: 'ratio of successive couplings of the biological model',
    min: 2,
    default: 4,
    applies: { model: ['biological'] },
  },
  approximation: {
    type: 'string',
    unit: '1',
    doc: 'none: exact; linear: the biological model without rounding and range',
    values: ['none', 'linear'],
    default: 'none',
    applies: { model: ['biological'] },
  },
  ratio: {
    type: 'float',
    unit: '1',
    doc: 'ratio of successive transition probabilities of the cascade',
    exclusiveMin: 0,
    max: 0.5,
    default: 0.5,
    applies: { model: ['cascade'] },
  },
  leave: {
    type: 'float',
    unit: '1',
    doc: 'probability of leaving an end of the serial chain',
    exclusiveMin: 0,
    max: 1,
    applies: { model: ['serial'] },
  },
  last: {
    type: 'string',
    unit: '1',
    doc: 'what the last group does at its bound: cyclic resets, hard stays',
    values: ['cyclic', 'hard'],
    default: 'cyclic',
    applies: { model: ['direction-marker', 'partial-reset'] },
  },
  readout: {
    type: 'string',
    unit: '1',
    doc: 'graded: the level, or the sum of the signs of the groups; binary: its sign',
    values: ['graded', 'binary'],
    defaultFrom: {
      doc: 'graded; binary for stochastic-binary, cascade, serial and the envelope',
      value: (params: Params): Value => defaultReadout(String(params['model'])),
    },
  },
  correlation: {
    type: 'float',
    unit: '1',
    doc: 'correlation of successive events of a synapse',
    min: 0,
    exclusiveMax: 1,
    default: 0,
  },
};

export const modelParameter: ParameterDeclaration = {
  type: 'string',
  unit: '1',
  doc: 'model of the synapse',
  values: models,
};

export function defaultReadout(model: string): Readout {
  return signs.includes(model) ? 'binary' : 'graded';
}

/** M of multi-state, soft-bounds and serial; V of biological. */
export function levelsOf({ model, bits, levels }: MemoryParameters): number {
  if (levels !== undefined) return levels;
  return model === 'biological' ? 32 : 2 ** (bits ?? Number.NaN);
}

/** Faults of the combination and of single values, for a direct caller as well as for a user of the command. */
export function memoryProblems(parameters: MemoryParameters): ParameterProblem[] {
  const { model, groups, correlation = 0, depth, ratio = 0.5, leave, flip, last = 'cyclic' } = parameters;
  const problems: ParameterProblem[] = [];
  const refuse = (parameter: string, got: unknown, expected: string): void => {
    problems.push({ parameter, got: got === undefined ? 'nothing' : String(got), expected });
  };
  if (!models.includes(model)) {
    refuse('model', model, models.join(', '));
    return problems;
  }
  if ((grouped.includes(model) || model === 'biological') && !isInteger(groups, 1, mostGroups)) {
    refuse('groups', groups, `an integer from 1 to ${mostGroups}`);
  }
  if (leveled.includes(model)) problems.push(...levelProblems(parameters));
  if (model === 'biological') problems.push(...biologicalProblems(parameters));
  if (model === 'stochastic-binary' && !(Number(flip) > 0 && Number(flip) <= 1)) {
    refuse('flip', flip, 'a number above 0 and to 1');
  }
  if (model === 'cascade' && !isInteger(depth, 1, 64)) refuse('depth', depth, 'an integer from 1 to 64');
  if (model === 'cascade' && !(ratio > 0 && ratio <= 0.5)) refuse('ratio', ratio, 'a number above 0 and to 0.5');
  if (model === 'serial' && !(Number(leave) > 0 && Number(leave) <= 1)) {
    refuse('leave', leave, 'a number above 0 and to 1');
  }
  if (last !== 'cyclic' && last !== 'hard') refuse('last', last, 'cyclic or hard');
  if (!(correlation >= 0 && correlation < 1)) refuse('correlation', correlation, 'a number from 0 and below 1');
  else if (correlation > 0 && anchors.includes(model)) {
    refuse('correlation', correlation, `0 with model ${model}, which is defined for independent events`);
  } else if (correlation > MOST_CORRELATION) {
    refuse('correlation', correlation, `at most ${MOST_CORRELATION}: closer to 1 the young ages take minutes`);
  }
  problems.push(...readoutProblems(parameters));
  return problems;
}

function levelProblems({ model, bits, levels }: MemoryParameters): ParameterProblem[] {
  if (bits !== undefined && levels !== undefined) {
    return [{ parameter: 'bits', got: String(bits), expected: 'bits or levels, not both' }];
  }
  if (bits === undefined && levels === undefined) {
    return [{ parameter: 'levels', got: 'nothing', expected: 'levels or bits' }];
  }
  const most = model === 'serial' ? MOST_SERIAL_LEVELS : MOST_LEVELS;
  const parameter = levels === undefined ? 'bits' : 'levels';
  const got = String(levels ?? bits);
  if (levels === undefined && !isInteger(bits, 1, Math.log2(most))) {
    return [{ parameter, got, expected: `an integer from 1 to ${Math.log2(most)}` }];
  }
  const count = levels ?? 2 ** (bits as number);
  if (isInteger(count, 2, most) && (count % 2 === 0 || anyLevels.includes(model))) return [];
  return [{ parameter, got, expected: `an ${anyLevels.includes(model) ? '' : 'even '}integer from 2 to ${most}` }];
}

function biologicalProblems(parameters: MemoryParameters): ParameterProblem[] {
  const { groups = 1, base = 4, approximation = 'none', readout } = parameters;
  const levels = levelsOf(parameters);
  const problems: ParameterProblem[] = [];
  if (!isInteger(levels, 2, 4096) || levels % 2 !== 0) {
    problems.push({ parameter: 'levels', got: String(levels), expected: 'an even integer from 2 to 4096' });
  }
  if (!isInteger(base, 2, 64)) {
    problems.push({ parameter: 'base', got: String(base), expected: 'an integer from 2 to 64' });
  }
  if (approximation === 'linear') {
    if (readout === 'binary') {
      problems.push({ parameter: 'readout', got: 'binary', expected: 'graded with approximation = linear' });
    }
  } else if (approximation !== 'none') {
    problems.push({ parameter: 'approximation', got: String(approximation), expected: 'none or linear' });
  } else if (levels ** groups > mostBiologicalStates) {
    problems.push({
      parameter: 'groups',
      got: String(groups),
      expected: `levels^groups up to ${mostBiologicalStates} (the states are enumerated; simulate more), or approximation = linear`,
    });
  }
  return problems;
}

function readoutProblems({ model, groups = 1, readout }: MemoryParameters): ParameterProblem[] {
  const refuse = (expected: string): ParameterProblem[] => [{ parameter: 'readout', got: String(readout), expected }];
  if (readout === undefined) return [];
  if (readout !== 'graded' && readout !== 'binary') return refuse('graded or binary');
  if (readout === 'graded')
    return model === 'serial' || model === 'envelope' ? refuse(`binary with model ${model}`) : [];
  if (model === 'soft-bounds') return refuse('graded with model soft-bounds');
  if (!grouped.includes(model)) return [];
  if (groups % 2 === 0)
    return refuse('graded, or an odd number of groups: the sign of an even number of signs can be 0');
  return groups > mostSummedGroups
    ? refuse('graded, or 1, 3 or 5 groups (all their states are followed; simulate more)')
    : [];
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
