/** A law over the catalog: one wrong value of a sound spec gives one problem, at that value, and nothing is thrown but problems. */
import type { ParameterDeclaration } from '@fewbits/dataset/columns';
import { type Experiment, experiments } from '@fewbits/experiments';
import { describe, expect, it } from 'vitest';
import { SpecError } from './errors.ts';
import { parseSpec } from './parse-spec.ts';

type Fixed = Readonly<Record<string, unknown>>;

const perceptron = {
  learner: 'rbp',
  weights: 'unipolar',
  levels: 3,
  size: 101,
  alpha: 0.5,
  inputs: '01',
  input_rate: 0.4,
};
const memory = { size: 1000, correlation: 0, ages: [0, 1, 5], tracked: 4 };

/** At least one for each experiment, with as many parameters as may stand together. */
const sound: Readonly<Record<string, readonly Fixed[]>> = {
  'storage-capacity': [
    { ...perceptron, output_rate: 0.3, threshold: 0.1, dr: 0.01 },
    { learner: 'sbpi', weights: 'binary', size: 101, alpha: 0.5, states: 20, ps: 0.3 },
    { learner: 'fbp', weights: 'binary', size: 101, alpha: 0.5 },
  ],
  generalization: [{ ...perceptron, threshold: 0.1, label_noise: 0.1 }],
  'local-entropy': [{ learner: 'rbp', labels: 'teacher', size: 101, alpha: 0.5, distances: [0.01, 0.1] }],
  'online-memory': [
    {
      model: 'multi-chain',
      groups: 3,
      readout: 'graded',
      ...memory,
      noise_definition: 'stationary',
      reported_size: 1e7,
    },
    { model: 'multi-state', levels: 4, ...memory },
    { model: 'biological', groups: 3, ...memory },
  ],
  'memory-capacity': [
    { model: 'multi-chain', groups: 3, size: 1000, threshold: 1 },
    { model: 'multi-state', bits: 2, size: 1000, evaluation: 'simulated', ages: [0, 1, 5], tracked: 4 },
  ],
};

function problems(experiment: Experiment, fixed: Fixed): { readonly key: string; readonly message: string }[] {
  try {
    parseSpec(JSON.stringify({ experiment: experiment.name, fixed }), { experiments });
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(({ key, message }) => ({ key, message }));
  }
}

/** Values that no declaration allows, and others outside of this one's bounds or near one of its names. */
function wrongValues({ type, values, min, exclusiveMin, max, exclusiveMax }: ParameterDeclaration): unknown[] {
  const isNumber = type === 'int' || type === 'float';
  const one = (value: unknown): unknown => (type.endsWith('[]') ? [value] : value);
  const outside = [
    ...(min === undefined ? [] : [min - 1]),
    ...(max === undefined ? [] : [max + 1]),
    ...(exclusiveMin === undefined ? [] : [exclusiveMin]),
    ...(exclusiveMax === undefined ? [] : [exclusiveMax]),
  ];
  return [
    ...[null, {}, 'rubbish', [['a']], [], true].filter((value) => !(type === 'bool' && value === true)),
    ...(values ?? []).map((value) => `${value}x`),
    ...(type === 'string' ? [] : [...outside.map(one), one('1')]),
    ...(isNumber ? [[1, 2]] : []),
    ...(type.startsWith('int') ? [one(1.5)] : []),
  ];
}

const cases = experiments.flatMap((experiment) =>
  (sound[experiment.name] ?? []).map((fixed) => ({
    experiment,
    fixed,
    title: `${experiment.name} ${JSON.stringify(fixed)}`,
  })),
);

it('has a sound spec of every experiment', () => {
  expect(experiments.map(({ name }) => name).filter((name) => sound[name] === undefined)).toEqual([]);
});

describe.each(cases)('$title', ({ experiment, fixed }) => {
  const { parameters } = experiment;

  it('is sound', () => {
    expect(problems(experiment, fixed)).toEqual([]);
  });

  it.each(Object.keys(fixed))('without %s lacks nothing else', (name) => {
    const { [name]: _, ...rest } = fixed;
    const { default: value, defaultFrom, optional } = parameters[name] as ParameterDeclaration;
    const found = problems(experiment, rest);
    if (value === undefined && !defaultFrom && !optional) expect(found.length).toBe(1);
    for (const { message } of found) expect(message).toMatch(/(missing|got nothing), expected/);
  });

  it.each(Object.keys(fixed))('with another spelling of %s says which is meant, and nothing else', (name) => {
    const { [name]: value, ...rest } = fixed;
    expect(problems(experiment, { ...rest, [`${name}x`]: value })).toEqual([
      { key: `fixed.${name}x`, message: `unknown parameter of ${experiment.name}, did you mean ${name}?` },
    ]);
  });

  it.each(Object.keys(parameters))('with a wrong value of %s has that one problem', (name) => {
    for (const value of wrongValues(parameters[name] as ParameterDeclaration)) {
      const found = problems(experiment, { ...fixed, [name]: value });
      expect(
        found.map(({ key }) => key.replace(/\[.*/, '')),
        JSON.stringify(value),
      ).toEqual([`fixed.${name}`]);
      expect(found[0]?.message).toMatch(/expected|Known: |is a file, which must be read/);
    }
  });

  it('with numbers of any size is accepted or refused, and never throws', () => {
    for (const [name, { type }] of Object.entries(parameters)) {
      if (type === 'string' || type === 'bool') continue;
      for (const number of [0, 1, 2, 1e6, 2 ** 53 - 1, ...(type.startsWith('int') ? [] : [1e-300, 1e300])])
        problems(experiment, { ...fixed, [name]: type.endsWith('[]') ? [number] : number });
    }
  });
});
