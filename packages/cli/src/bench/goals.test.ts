import { expect, it } from 'vitest';
import { verdict } from './goals.ts';

const goal = { name: 'x', what: '', unit: '' };
const of = (low: number, high: number) => ({ median: (low + high) / 2, low, high, confidence: 0.96 });

it('passes or misses only where the whole interval lies on one side of the bound', () => {
  const upper = { ...goal, bound: { atMost: 100 } };
  expect([of(80, 100), of(80, 101), of(101, 120)].map((each) => verdict(upper, each))).toEqual([
    ...['passed', 'undecided', 'missed'],
  ]);
  const lower = { ...goal, bound: { atLeast: 100 } };
  expect([of(100, 120), of(99, 120), of(80, 99)].map((each) => verdict(lower, each))).toEqual([
    ...['passed', 'undecided', 'missed'],
  ]);
});
