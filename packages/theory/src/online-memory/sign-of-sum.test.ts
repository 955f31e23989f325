import { describe, expect, it } from 'vitest';
import { carriedSignal, carryingSynapse } from './carrying-groups.ts';
import { memoryCurve } from './memory-curve.ts';
import { functionOfSum, type GroupedModel } from './sign-of-sum.ts';

// The sign of the sum is a readout of the same states as the sum itself, whose exact curve comes by other ways (killed walks,
// generating functions): states, law and steps are right if they give that. Signs of three groups: `enumeration.test.ts`.
const models: readonly [GroupedModel, 'cyclic' | 'hard'][] = [
  ['multi-chain', 'cyclic'],
  ['direction-marker', 'cyclic'],
  ['direction-marker', 'hard'],
  ['partial-reset', 'cyclic'],
  ['partial-reset', 'hard'],
];
// Rounding; of the partial reset that of the inversion.
const tolerance = (model: GroupedModel): number => (model === 'partial-reset' ? 1e-10 : 1e-13);

describe.each(models)('%s, %s', (model, last) => {
  it.each([
    [2, 0],
    [4, 0.9],
    [5, 0],
    [5, 0.6],
  ])('follows the sum of %i signs at correlation %d as the closed curve has it', (groups, correlation) => {
    const { at } = memoryCurve({ model, groups, correlation, last });
    const followed = functionOfSum(model, groups, correlation, last, (sum) => sum);
    for (const age of [0, 1, 2, 3, 7, 16, 50, 200, 333, 777])
      expect(Math.abs(followed(age) - at(age))).toBeLessThan(tolerance(model));
  });
});

describe.each(['direction-marker', 'partial-reset'] as const)('all groups of a %s', (model) => {
  it.each(['cyclic', 'hard'] as const)('have a law that events keep, over the states that recur, last %s', (last) => {
    const { up, sum, law } = carryingSynapse(model, 5, 0.7, last);
    const next = new Float64Array(law.length);
    law.forEach((weight, x) => {
      next[up[x]] += 0.85 * weight;
      next[up[law.length - 1 - x]] += 0.15 * weight;
    });
    expect(law.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 13);
    expect(Math.max(...next.map((weight, x) => Math.abs(weight - law[x])))).toBeLessThan(1e-16);
    const variance = law.reduce((total, weight, x) => total + weight * sum[x] * sum[x], 0);
    expect(variance).toBeCloseTo(memoryCurve({ model, groups: 5, correlation: 0.7, last }).variance, 12);
  });
});

it('counts the recurring states of the direction marker: 60, 448, 3344', () => {
  expect([2, 3, 4].map((groups) => carryingSynapse('direction-marker', groups, 0, 'cyclic').up.length)).toEqual([
    60, 448, 3344,
  ]);
  expect([2, 3, 4].map((groups) => carryingSynapse('direction-marker', groups, 0, 'hard').up.length)).toEqual([
    28, 208, 1552,
  ]);
});

it('gives an age that was passed by as if it were asked for first', () => {
  const signal = carriedSignal(carryingSynapse('partial-reset', 3, 0.5, 'cyclic'), 0.5, Math.sign);
  const late = signal(3000);
  const early = signal(40);
  expect(carriedSignal(carryingSynapse('partial-reset', 3, 0.5, 'cyclic'), 0.5, Math.sign)(40)).toBe(early);
  expect(signal(3000)).toBe(late);
  expect(signal(40)).toBe(early);
});

it('loses less than a third to the sum at independent events (benna-fusi-2017: slightly lower)', () => {
  for (const [model, last] of models) {
    const sign = memoryCurve({ model, groups: 5, last, readout: 'binary' });
    const sum = memoryCurve({ model, groups: 5, last });
    for (const age of [0, 1, 10, 100, 1000]) {
      const ratio = (sign.at(age) / sum.at(age)) * Math.sqrt(sum.variance);
      expect(ratio).toBeGreaterThan(0.67);
      expect(ratio).toBeLessThan(1);
    }
  }
});
