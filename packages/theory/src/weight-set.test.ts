import { expect, it } from 'vitest';
import { type WeightFamily, weightSet } from './weight-set.ts';

const integers = (family: WeightFamily, levels: number): number[] => {
  const { first, spacing, unit } = weightSet(family, levels);
  return Array.from({ length: levels }, (_, k) => (first + k * spacing) * unit);
};

it.each([
  ['binary', 2, [-1, 1]],
  ['unipolar', 2, [0, 1]],
  ['unipolar', 4, [0, 1, 2, 3]],
  ['signed', 2, [-1, 1]],
  ['signed', 3, [-1, 0, 1]],
  ['signed', 4, [-3, -1, 1, 3]],
  ['signed', 5, [-2, -1, 0, 1, 2]],
  ['signed', 6, [-5, -3, -1, 1, 3, 5]],
] as const)('names the integers of %s weights with %i levels', (family, levels, expected) => {
  integers(family, levels).forEach((weight, k) => {
    expect(weight).toBeCloseTo(expected[k] ?? Number.NaN, 12);
  });
});

it.each([
  ['unipolar', 2],
  ['unipolar', 7],
  ['signed', 4],
  ['signed', 9],
  ['binary', 2],
] as const)('knows mean and variance of the uniform law on %s weights with %i levels', (family, levels) => {
  const { mean, variance, unit } = weightSet(family, levels);
  const weights = integers(family, levels);
  const average = weights.reduce((sum, w) => sum + w, 0) / levels;
  const square = weights.reduce((sum, w) => sum + w * w, 0) / levels;
  expect(mean * unit).toBeCloseTo(average, 12);
  expect(variance * unit * unit).toBeCloseTo(square - average * average, 12);
});

it.each([1, 0, -3, 2.5, Number.NaN])('refuses %d levels', (levels) => {
  expect(() => weightSet('unipolar', levels)).toThrow(`levels: got ${levels}`);
});

it('refuses more than two binary levels', () => {
  expect(() => weightSet('binary', 3)).toThrow('expected 2 with binary weights');
});
