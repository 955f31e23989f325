import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  initialSignals,
  type PartialResetLevel,
  partialResetLevels,
  partialResetVariance,
} from './partial-reset-law.ts';
import { eventSeries, groupSeries } from './partial-reset-series.ts';

/** E[f(v, s)] given a last carry +; v in 0 … 7, s = ±1. */
function givenCarry({ givenCarry: law }: PartialResetLevel, f: (v: number, s: number) => number): number {
  const { plus, minus } = law ?? expect.fail('no carry');
  return [...plus].reduce((sum, share, v) => sum + share * f(v, 1) + minus[v] * f(v, -1), 0);
}

const anyCorrelation = fc.double({ min: 0, max: 0.99, noNaN: true });

// E[d_k · last carry] = λ_k and E[last arrival · last carry] = e_k λ_k, from the laws themselves.
it('keeps the identities of carries and arrivals, for seven groups at any correlation', () => {
  fc.assert(
    fc.property(anyCorrelation, (correlation) => {
      for (const level of partialResetLevels(7, correlation, 'cyclic')) {
        expect(givenCarry(level, () => 1)).toBeCloseTo(1, 11);
        expect(givenCarry(level, (v) => (v >= 4 ? 1 : -1))).toBeCloseTo(level.carries, 11);
        expect(givenCarry(level, (_v, s) => s)).toBeCloseTo(level.trace * level.carries, 11);
      }
    }),
    { seed: 11 },
  );
});

it('has carries correlated by 1/9, 5/37 and in the limit 1/7 at independent events', () => {
  const levels = partialResetLevels(12, 0, 'cyclic');
  expect(levels[0].carries).toBeCloseTo(1 / 9, 15);
  expect(levels[1].carries).toBeCloseTo(5 / 37, 15);
  expect(levels[11].carries).toBeCloseTo(1 / 7, 7);
});

it('has the generating functions of the worked case, two groups', () => {
  const levels = partialResetLevels(2, 0, 'cyclic');
  const [first, second] = groupSeries(levels, 0, { re: 0.9, im: 0 }, { re: 0.1, im: 0 });
  expect(first.re).toBeCloseTo(1.41007194, 8);
  expect(second.re).toBeCloseTo(0.63805223, 8);
  const [third, fourth] = groupSeries(levels, 0, { re: 0, im: 0.5 }, { re: 1, im: -0.5 });
  expect([third.re, third.im, fourth.re, fourth.im]).toEqual(
    [0.34622951, 0.12852459, 0.01024824, 0.01360968].map((value) => expect.closeTo(value, 8)),
  );
  const correlated = partialResetLevels(2, 0.9, 'cyclic');
  const values = groupSeries(correlated, 0.9, { re: 0.9, im: 0 }, { re: 0.1, im: 0 });
  expect(values[0].re).toBeCloseTo(5.74863293, 8);
  expect(values[1].re).toBeCloseTo(5.455462, 8);
  expect(eventSeries({ re: 0.9, im: 0 }, { re: 0.1, im: 0 }, 0.9).same.re).toBeCloseTo(0.855, 14);
});

// A group of the partial reset is the direction marker's first group in other coordinates.
it('has the first group of the direction marker: S(0) = 2/5', () => {
  expect(initialSignals(partialResetLevels(1, 0, 'cyclic'))[0]).toBeCloseTo(0.4, 15);
  expect(partialResetVariance(partialResetLevels(1, 0.7, 'cyclic'))).toBe(1);
});
