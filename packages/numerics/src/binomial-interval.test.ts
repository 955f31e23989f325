import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoSidedNormalQuantile, wilsonInterval } from './binomial-interval.ts';

const counts = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('wilsonInterval', () => {
  // Newcombe, Statistics in Medicine 17, 857 (1998), table I, method 3: printed to four decimals.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published interval of %i out of %i', (successes, trials, lower, upper) => {
    const interval = wilsonInterval(successes, trials);
    expect(Math.abs(interval.lower - lower)).toBeLessThanOrEqual(5e-5);
    expect(Math.abs(interval.upper - upper)).toBeLessThanOrEqual(5e-5);
  });

  it('ends where the score test is just significant', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(0.5, 0.9, 0.95, 0.999), ([k, n], confidence) => {
        const z = twoSidedNormalQuantile(confidence);
        const { lower, upper } = wilsonInterval(k, n, confidence);
        for (const p of [lower, upper]) {
          const score = (k / n - p) ** 2 - (z * z * p * (1 - p)) / n;
          expect(Math.abs(score)).toBeLessThan(1e-13); // a few dozen ulp of numbers up to 1
        }
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
      }),
    );
  });

  it('mirrors when successes and failures change places', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const interval = wilsonInterval(k, n);
        const mirror = wilsonInterval(n - k, n);
        expect(interval.lower).toBeCloseTo(1 - mirror.upper, 14);
        expect(interval.upper).toBeCloseTo(1 - mirror.lower, 14);
      }),
    );
  });

  it('refuses impossible counts', () => {
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
    expect(() => wilsonInterval(1, 2, 1)).toThrow(RangeError);
  });
});

describe('twoSidedNormalQuantile', () => {
  // Abramowitz & Stegun, table 26.5.
  it.each([
    [0.5, 0.67449],
    [0.95, 1.95996],
    [0.99, 2.57583],
  ])('has the tabulated value at %f', (confidence, z) => {
    expect(twoSidedNormalQuantile(confidence)).toBeCloseTo(z, 5);
  });
});
