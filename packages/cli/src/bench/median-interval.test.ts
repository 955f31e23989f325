import { expect, it } from 'vitest';
import { medianInterval } from './median-interval.ts';

// docs/benchmarks.md: n = 9 gives the 2nd to the 8th with 96 %, n = 21 the 6th to the 16th with 97 %.
it.each([
  [9, 2, 8, 0.961],
  [21, 6, 16, 0.973],
])('of %i rounds takes the order statistics %i and %i', (n, low, high, confidence) => {
  const values = Array.from({ length: n }, (_, k) => ((k * 5) % n) + 1);
  const interval = medianInterval(values);
  expect(interval).toMatchObject({ median: (n + 1) / 2, low, high });
  expect(interval.confidence).toBeCloseTo(confidence, 3);
});

it('of few rounds gives the whole range and says how little that is worth', () => {
  expect(medianInterval([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3, confidence: 0.75 });
  expect(medianInterval([1, 2]).median).toBe(1.5);
});
