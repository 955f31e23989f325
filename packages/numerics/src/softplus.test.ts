import fc from 'fast-check';
import { expect, it } from 'vitest';
import { softplus } from './softplus.ts';

// h⁴/384 max|g''''| = 3.1e-10 for pieces of 1/32, and rounding.
const TOLERANCE = 4e-10;

it('is ln(1 + exp(u)) to 4e-10, wherever u lies', () => {
  fc.assert(
    fc.property(fc.double({ min: -60, max: 60, noNaN: true }), (u) => {
      expect(Math.abs(softplus(u) - (Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)))))).toBeLessThan(TOLERANCE);
    }),
    { numRuns: 5000 },
  );
  expect(softplus(0)).toBe(Math.LN2);
  expect(softplus(1e300)).toBe(1e300);
  expect(softplus(-1e300)).toBe(0);
});

it('differs by u between u and -u', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 39, noNaN: true }), (u) => {
      expect(softplus(u) - softplus(-u)).toBeCloseTo(u, 12);
    }),
  );
});
