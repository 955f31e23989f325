import { findRoot, gaussianGrid, normalDensity, normalTail } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalLoad } from './critical-load.ts';
import { type EntropyParameters, entropy } from './entropy.ts';

const solved = (parameters: EntropyParameters): { entropy: number; overlap: number; mean_weight: number } => {
  const { entropy: S, overlap, mean_weight, reason } = entropy(parameters);
  if (S === null || overlap === null || mean_weight === null) throw new Error(`no value: ${reason}`);
  return { entropy: S, overlap, mean_weight };
};

const cases = fc.oneof(
  fc.record({
    weights: fc.constant('unipolar' as const),
    levels: fc.integer({ min: 2, max: 20 }),
    output_rate: fc.double({ min: 0.03, max: 0.97, noNaN: true }),
  }),
  fc.record({
    weights: fc.constant('signed' as const),
    levels: fc.integer({ min: 2, max: 20 }),
    output_rate: fc.double({ min: 0.03, max: 0.97, noNaN: true }),
  }),
);
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

// Independent computation, given to six decimals.
describe('the independently computed entropies', () => {
  it.each([
    [0.1, 0.622779, 0.063435],
    [0.3, 0.474829, 0.190838],
    [0.5, 0.31439, 0.322385],
    [0.7, 0.1354, 0.462571],
    [0.82, 0.01411, 0.553594],
  ])('±1 weights at alpha = %d: %d', (alpha, S, q) => {
    const found = solved({ weights: 'binary', alpha });
    expect(found.entropy).toBeCloseTo(S, 6);
    expect(found.overlap).toBeCloseTo(q, 6);
    expect(found.mean_weight).toBe(0);
  });

  it.each([
    [2, 0.3, 0.374229, 0.245115, 0.410831, 0.410831],
    [3, 0.2, 0.859142, 0.953603, 0.883737, 1.464926],
    [3, 0.4, 0.59365, 0.894975, 0.765496, 1.262371],
    [4, 0.1, 1.260084, 2.188189, 1.413669, 3.28392],
    [4, 0.3, 0.98807, 2.044874, 1.240139, 2.857417],
    [4, 0.5, 0.677851, 1.872928, 1.060356, 2.422712],
  ])('unipolar, %i levels, at alpha = %d: %d', (levels, alpha, S, q, mean, Q) => {
    const found = solved({ weights: 'unipolar', levels, alpha });
    expect(found.entropy).toBeCloseTo(S, 6);
    expect(found.overlap).toBeCloseTo(q / Q, 5);
    expect(found.mean_weight * (levels - 1)).toBeCloseTo(mean, 5);
  });

  it.each([
    [0.2, 0.5, 0.42534566, 0.2432112],
    [0.05, 0.9, 0.50314518, 0.1969328],
  ])('±1 weights, a share %d of the outputs 1, at alpha = %d: %d', (output_rate, alpha, S, q) => {
    const found = solved({ weights: 'binary', output_rate, alpha });
    expect(found.entropy).toBeCloseTo(S, 7);
    expect(found.overlap).toBeCloseTo(q, 6);
    expect(found.mean_weight).toBe(0);
  });
});

describe('entropy', () => {
  // The equations of ±1 weights in their own form: q = ∫Dz tanh²(√q̂ z), q̂ = alpha/(1-q) ∫Dz r²(√(q/(1-q)) z),
  // S = -q̂(1-q)/2 + ∫Dz ln 2cosh(√q̂ z) + alpha ∫Dz ln H(√(q/(1-q)) z), solved for q by Brent instead of in u.
  it('solves the equations of ±1 weights, written and solved in another way', () => {
    const { z, weight } = gaussianGrid(2001, 9);
    const integrate = (f: (x: number) => number): number => z.reduce((sum, x, k) => sum + (weight[k] ?? 0) * f(x), 0);
    for (const alpha of [0.05, 0.25, 0.45, 0.65, 0.8]) {
      const conjugate = (q: number): number => {
        const s = Math.sqrt(q / (1 - q));
        return (alpha / (1 - q)) * integrate((x) => (normalDensity(s * x) / normalTail(s * x)) ** 2);
      };
      const surplus = (q: number): number => {
        const width = Math.sqrt(conjugate(q));
        return integrate((x) => Math.tanh(width * x) ** 2) - q;
      };
      const q = findRoot(surplus, 1e-4, 0.75);
      const qHat = conjugate(q);
      const S =
        (-qHat * (1 - q)) / 2 +
        integrate((x) => Math.log(2 * Math.cosh(Math.sqrt(qHat) * x))) +
        alpha * integrate((x) => Math.log(normalTail(Math.sqrt(q / (1 - q)) * x)));
      const found = solved({ weights: 'binary', alpha });
      expect(found.entropy).toBeCloseTo(S, 9);
      expect(found.overlap).toBeCloseTo(q, 8);
    }
  });

  it('is ln(levels) without patterns, with the overlap of two random vectors', () => {
    for (const levels of [2, 3, 10, 64]) {
      const free = solved({ weights: 'unipolar', levels, alpha: 0 });
      const top = levels - 1;
      expect(free.entropy).toBeCloseTo(Math.log(levels), 12);
      expect(free.overlap).toBeCloseTo((top / 2) ** 2 / ((top * (2 * top + 1)) / 6), 12);
      expect(free.mean_weight).toBeCloseTo(0.5, 12);
      expect(solved({ weights: 'signed', levels, alpha: 0 })).toEqual({
        entropy: expect.closeTo(Math.log(levels), 12),
        overlap: expect.closeTo(0, 12),
        mean_weight: 0,
      });
    }
  });

  it('vanishes at the critical load', () => {
    fc.assert(
      fc.property(cases, (parameters) => {
        const alpha = criticalLoad(parameters).alpha_c ?? Number.NaN;
        expect(Math.abs(solved({ ...parameters, alpha }).entropy)).toBeLessThan(1e-9);
      }),
      { numRuns: 15 },
    );
  });

  // Jensen: a typical sample has no more solutions than the mean over samples, levels^N e^(-N alpha h(f')).
  it('stays below the annealed entropy and falls with the load, while solutions grow alike', () => {
    const h = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    fc.assert(
      fc.property(cases, share, (parameters, part) => {
        const capacity = criticalLoad(parameters).alpha_c ?? Number.NaN;
        const less = solved({ ...parameters, alpha: 0.9 * part * capacity });
        const more = solved({ ...parameters, alpha: part * capacity });
        expect(more.entropy).toBeLessThan(
          Math.log(parameters.levels) - part * capacity * h(parameters.output_rate) + 1e-12,
        );
        expect(more.entropy).toBeLessThan(less.entropy);
        expect(more.overlap).toBeGreaterThan(less.overlap);
        expect(more.entropy).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  // G_E(0) = max_mu {f' ln H(-mu) + (1-f') ln H(mu)} = -h(f'): the first patterns are independent questions.
  it('loses h(f′) nats with each of the first patterns where the mean weight is 0', () => {
    for (const output_rate of [0.5, 0.8, 0.1, 1e-3]) {
      const h = -output_rate * Math.log(output_rate) - (1 - output_rate) * Math.log1p(-output_rate);
      const { entropy: S } = solved({ weights: 'signed', levels: 3, output_rate, alpha: 1e-4 / h });
      expect((Math.log(3) - S) / 1e-4).toBeCloseTo(1, 3);
    }
  });

  it('goes on below 0 beyond the critical load, and is null where the branch ends', () => {
    expect(solved({ weights: 'binary', alpha: 0.9 }).entropy).toBeLessThan(0);
    expect(entropy({ weights: 'binary', alpha: 3 })).toEqual({
      entropy: null,
      overlap: null,
      mean_weight: null,
      reason: 'branch-lost',
    });
  });

  it.each<[EntropyParameters, string]>([
    [{ weights: 'unipolar', levels: 3, alpha: -0.1 }, 'alpha: got -0.1, expected a number from 0'],
    [{ weights: 'unipolar', levels: 3, alpha: Number.NaN }, 'alpha: got NaN'],
    [{ weights: 'unipolar', levels: 'inf', alpha: 0.1 }, 'levels: got inf, expected an integer from 2 to 4096'],
    [{ weights: 'signed', levels: 3, alpha: 0.1, output_rate: 1 }, 'output_rate: got 1, expected a number between'],
  ])('refuses %j', (parameters, message) => {
    expect(() => entropy(parameters)).toThrow(message);
  });
});
