import { expect, it } from 'vitest';
import { longestFirstMakespan } from './longest-first.ts';

// Graham 1969, the tight case for two machines: longest first needs 7, the best schedule (3 + 3, 2 + 2 + 2) needs 6.
it('gives the makespan of the longest-first rule, whatever the order of the trials', () => {
  expect(longestFirstMakespan([2, 3, 2, 3, 2], 2)).toBe(7);
  expect(longestFirstMakespan([3, 3, 2, 2, 2], 2)).toBe(7);
});

it('is the longest trial where that outweighs the others, and the sum on one thread', () => {
  expect(longestFirstMakespan([10, 1, 1, 1], 2)).toBe(10);
  expect(longestFirstMakespan([10, 1, 1, 1], 1)).toBe(13);
});
