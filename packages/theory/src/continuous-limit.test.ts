import { gaussianGrid } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { continuousCapacity } from './continuous-limit.ts';

// ∫Dz (m + z)+² has a kink in its second derivative: the trapezoid rule errs by at most h³/6 = 2e-8 of the density there.
const fine = gaussianGrid(4001, 10);
const secondMoment = (m: number): number =>
  fine.z.reduce((sum, z, k) => sum + (fine.weight[k] ?? 0) * Math.max(0, m + z) ** 2, 0);

it('is 2 for symmetric and 1 for non-negative weights with unbiased outputs', () => {
  expect(continuousCapacity('signed', 0.5)).toBeCloseTo(2, 13);
  expect(continuousCapacity('binary', 0.5)).toBeCloseTo(2, 13);
  expect(continuousCapacity('unipolar', 0.5)).toBeCloseTo(1, 13);
});

// f' I1(-m) = (1-f') I1(m) says that m minimises f' I2(-m) + (1-f') I2(m), the inverse of alpha_G (Gardner 1988).
it('is the inverse of the smallest mean square violation over all thresholds', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 0.999, noNaN: true }), (rate) => {
      const inverse = 1 / continuousCapacity('signed', rate);
      let least = Number.POSITIVE_INFINITY;
      for (let m = -5; m <= 5; m += 0.05) {
        const violation = rate * secondMoment(-m) + (1 - rate) * secondMoment(m);
        expect(inverse).toBeLessThan(violation + 1e-7);
        least = Math.min(least, violation);
      }
      // A minimum of curvature at most 2 missed by at most 0.025.
      expect(least - inverse).toBeLessThan(0.025 ** 2 + 1e-7);
    }),
    { numRuns: 20 },
  );
});

it('is symmetric under exchange of the outputs and grows with the bias', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 511 }), (k) => {
      expect(continuousCapacity('unipolar', 1 - k / 1024)).toBe(continuousCapacity('unipolar', k / 1024));
      expect(continuousCapacity('unipolar', k / 1024)).toBeGreaterThan(continuousCapacity('unipolar', (k + 1) / 1024));
    }),
  );
});

// Sparse outputs: alpha_G ~ 1/(2 f' ln(1/f')) up to log-log corrections (Gardner 1988), approached slowly.
it('diverges as 1/(f′ ln 1/f′) for sparse outputs', () => {
  for (const rate of [1e-4, 1e-6, 1e-9]) {
    const scaled = continuousCapacity('signed', rate) * 2 * rate * Math.log(1 / rate);
    expect(scaled).toBeGreaterThan(1);
    expect(scaled).toBeLessThan(2);
  }
});
