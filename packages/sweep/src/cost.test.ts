import { expect, it } from 'vitest';
import { costModel } from './cost.ts';
import { toy } from './testing/toy-experiment.ts';

const took = (ms: number) => ({ cpuMs: ms, wallMs: 2 * ms });

it('predicts by the formula, then by what trials with the same keywords took', () => {
  const cost = costModel(toy);
  expect(cost.predict({ learner: 'fast', size: 10 })).toBe(10);
  cost.observe({ learner: 'fast', size: 10 }, took(30));
  expect(cost.predict({ learner: 'fast', size: 20 })).toBe(60);
  cost.observe({ learner: 'slow', size: 10 }, took(1000));
  expect(cost.predict({ learner: 'fast', size: 20 })).toBe(60);
  expect(cost.predict({ learner: 'slow', size: 1 })).toBe(100);
  // Nothing is known of a third one: all that was measured, over all that was predicted.
  expect(cost.predict({ learner: 'other', size: 2 })).toBe((2 * 1030) / 20);
});

it('tells points apart by their own trials where there is no formula', () => {
  const { cost: _, ...unpriced } = toy;
  const cost = costModel(unpriced);
  cost.observe({ size: 1 }, took(1));
  cost.observe({ size: 2 }, took(400));
  expect([cost.predict({ size: 1 }), cost.predict({ size: 2 })].map(Math.round)).toEqual([1, 400]);
});

it('takes the wall time where the platform cannot tell the CPU time', () => {
  const cost = costModel(toy);
  cost.observe({ size: 1 }, { cpuMs: null, wallMs: 7 });
  expect(cost.predict({ size: 1 })).toBe(7);
});

it('knows its scatter: the standard deviation of the logarithm within a group', () => {
  const cost = costModel(toy);
  expect(cost.scatter).toBe(null);
  for (const ms of [10, 10 * Math.E])
    for (const learner of ['fast', 'slow', 'slower']) cost.observe({ learner, size: 5 }, took(ms));
  // Three groups of two logs that differ by 1: 3 × ½ over 3 degrees of freedom.
  expect(cost.scatter?.freedom).toBe(3);
  expect(cost.scatter?.deviation).toBeCloseTo(Math.SQRT1_2, 12);
});

it('takes the scatter between groups where those have hardly more than a trial each', () => {
  const cost = costModel(toy);
  for (const [learner, ms] of [
    ['a', 1],
    ['a', 1],
    ['b', Math.E],
    ['c', Math.E ** 2],
  ] as const)
    cost.observe({ learner, size: 5 }, took(ms));
  // Logs 0, 0, 1, 2 about 3/4: 2.75 over 3.
  expect(cost.scatter?.freedom).toBe(3);
  expect(cost.scatter?.deviation).toBeCloseTo(Math.sqrt(2.75 / 3), 12);
});
