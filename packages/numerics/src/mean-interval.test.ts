import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, twoSidedStudentQuantile } from './mean-interval.ts';

describe('twoSidedStudentQuantile', () => {
  // Abramowitz & Stegun, table 26.10 (A = 0.95, 0.99), three decimals.
  it.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 10, 2.228],
    [0.95, 120, 1.98],
    [0.99, 1, 63.657],
    [0.99, 5, 4.032],
  ])('has the tabulated value at %f with %i degrees of freedom', (confidence, freedom, t) => {
    expect(Math.abs(twoSidedStudentQuantile(confidence, freedom) - t)).toBeLessThanOrEqual(5e-4);
  });

  it('inverts the closed forms of one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), (confidence) => {
        const one = Math.tan((Math.PI * confidence) / 2);
        const two = confidence * Math.sqrt(2 / (1 - confidence * confidence));
        expect(Math.abs(twoSidedStudentQuantile(confidence, 1) / one - 1)).toBeLessThan(1e-9);
        expect(Math.abs(twoSidedStudentQuantile(confidence, 2) / two - 1)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('meanInterval', () => {
  it('is mean ± t sd/sqrt n: 1, 2, 3, 4 gives 2.5 ± 3.1824 sqrt(5/12)', () => {
    const { mean, lower, upper } = meanInterval([1, 2, 3, 4]);
    expect(mean).toBe(2.5);
    expect(upper).toBeCloseTo(2.5 + 3.18245 * Math.sqrt(5 / 12), 5);
    expect(lower).toBeCloseTo(2.5 - 3.18245 * Math.sqrt(5 / 12), 5);
  });

  it('has no interval for a single value, and refuses none', () => {
    expect(meanInterval([3])).toEqual({ mean: 3, lower: null, upper: null });
    expect(() => meanInterval([])).toThrow(RangeError);
  });
});
