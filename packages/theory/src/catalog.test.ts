import { readFileSync } from 'node:fs';
import type { Params } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { quantities, quantity } from './catalog.ts';
import type { ParameterProblem } from './quantity.ts';

const examples: Readonly<Record<string, readonly Params[]>> = {
  'critical-load': [
    { weights: 'binary', output_rate: 0.5 },
    { weights: 'unipolar', levels: 3, output_rate: 0.3, mean_weight: 0.3 },
    { weights: 'signed', levels: 'inf', output_rate: 0.5 },
  ],
  entropy: [
    { weights: 'binary', alpha: 0.4, output_rate: 0.5 },
    { weights: 'unipolar', levels: 3, alpha: 9, output_rate: 0.3 },
  ],
  'teacher-student': [{ alpha: 0.5 }, { alpha: 1.3 }, { alpha: 2 }, {}],
  'local-entropy': [
    { alpha: 0.6, gamma: 0.5, y: 2 },
    { alpha: 0.8, gamma: 1, y: 2 },
    { alpha: 0, gamma: 1 },
  ],
  'local-entropy-curve': [{ alpha: 0.6, distances: [0.1, 0.45] }],
  snr: [
    { model: 'multi-chain', groups: 2, readout: 'graded', correlation: 0.5, ages: [0, 10] },
    { model: 'cascade', depth: 3, ratio: 0.5, readout: 'binary', correlation: 0, ages: [0, 10] },
  ],
  'memory-capacity': [
    { model: 'direction-marker', size: 1000, groups: 'best', threshold: 1, last: 'hard', correlation: 0 },
    { model: 'stochastic-binary', size: 1000, threshold: 1, flip: 'best', correlation: 0 },
  ],
};

/** A combination outside the theory, and what is said of it. */
interface Refusal {
  readonly params: Params;
  readonly problem: ParameterProblem;
}

const notBinary: Refusal = {
  params: { weights: 'binary', levels: 4, output_rate: 0.3, alpha: 0.1 },
  problem: { parameter: 'levels', got: '4', expected: '2 with binary weights' },
};
const echoed = {
  parameter: 'correlation',
  got: '0.5',
  expected: '0 with model soft-bounds, which is defined for independent events',
};
const refusals: Readonly<Record<string, Refusal>> = {
  'critical-load': notBinary,
  entropy: notBinary,
  'teacher-student': {
    params: { alpha: -1 },
    problem: { parameter: 'alpha', got: '-1', expected: 'a number from 0' },
  },
  'local-entropy': {
    params: { alpha: 0.5, gamma: 1, y: 0 },
    problem: { parameter: 'y', got: '0', expected: 'a number above 0' },
  },
  'local-entropy-curve': {
    params: { alpha: -1, distances: [0.1] },
    problem: { parameter: 'alpha', got: '-1', expected: 'a number from 0' },
  },
  snr: { params: { model: 'soft-bounds', bits: 4, correlation: 0.5, ages: [0] }, problem: echoed },
  'memory-capacity': {
    params: { model: 'soft-bounds', bits: 4, correlation: 0.5, size: 100, threshold: 1 },
    problem: echoed,
  },
};
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('finds a quantity by its name and lists the known ones otherwise', () => {
  expect(quantity('entropy').name).toBe('entropy');
  expect(() => quantity('capacity')).toThrow(
    'unknown quantity "capacity"; known: critical-load, entropy, teacher-student, local-entropy, local-entropy-curve, snr, memory-capacity',
  );
});

it('has the contract’s names, each once', () => {
  expect(quantities.map(({ name }) => name)).toEqual([
    'critical-load',
    'entropy',
    'teacher-student',
    'local-entropy',
    'local-entropy-curve',
    'snr',
    'memory-capacity',
  ]);
});

describe.each(quantities)('$name', (entry) => {
  const { params: refused, problem } = refusals[entry.name] ?? expect.fail('no refused combination given');
  // teacher-student alone has other values when its parameter is left out.
  const declaredHere = (values: object): string[] =>
    Object.keys(entry.values).filter((name) => entry.name !== 'teacher-student' || name in values);

  it('gives exactly the values that it declares, with a reason where one is null', () => {
    const given = new Set<string>();
    for (const params of examples[entry.name] ?? []) {
      expect(entry.check?.(params)).toEqual([]);
      const { reason, ...values } = entry.evaluate(params);
      expect(Object.keys(values)).toEqual(declaredHere(values));
      expect(reason !== undefined).toBe(Object.values(values).flat().includes(null));
      for (const name of Object.keys(values)) given.add(name);
    }
    expect(Object.keys(entry.values).filter((name) => !given.has(name))).toEqual([]);
  });

  it('reports a combination outside the theory with parameter, got and expected', () => {
    expect(entry.check?.(refused)).toEqual([problem]);
  });

  it('gives null for what it refuses, and the reason', () => {
    const { reason, ...values } = entry.evaluate(refused);
    expect(reason).toBe(`${problem.parameter}: got ${problem.got}, expected ${problem.expected}`);
    expect(new Set(Object.values(values))).toEqual(new Set([null]));
    expect(Object.keys(values)).toEqual(declaredHere(values));
  });

  it('declares unit and text of everything, and no name twice', () => {
    const declared = [...Object.entries(entry.parameters), ...Object.entries(entry.values)];
    for (const [, { unit, doc }] of declared) expect(unit.length > 0 && doc.length > 0).toBe(true);
    // What a parameter may impose or leave open, the value tells.
    const parameters = Object.keys(entry.parameters).filter((name) => !['mean_weight', 'groups', 'y'].includes(name));
    expect(parameters.filter((name) => name in entry.values)).toEqual([]);
  });

  it('stands in the README with its source and file', () => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${entry.name}\` |`));
    expect(row).toContain(entry.source);
    expect(row).toContain(`src/${entry.name}.ts`);
    for (const parameter of Object.keys(entry.parameters)) expect(row).toContain(`\`${parameter}\``);
  });
});
