import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalLoad } from './critical-load.ts';
import { optimalThreshold } from './optimal-threshold.ts';

const common = { weights: 'unipolar', inputs: 'pm1', input_rate: 0.5, output_rate: 0.5, size: 501 } as const;

describe('optimalThreshold', () => {
  // f W̄*, W̄* of the reference table in integer units.
  it.each([
    [2, 0.5, 0.5, 0.5 * 0.321755],
    [4, 0.5, 0.5, 0.5 * 3 * 0.248721],
    [16, 0.3, 0.5, 0.3 * 15 * 0.180726],
    [4, 0.25, 0.2, 0.25 * 3 * 0.246866],
  ])(
    'fixes the mean weight with 0/1 inputs: %i levels, f = %d, f′ = %d',
    (levels, input_rate, output_rate, expected) => {
      expect(optimalThreshold({ ...common, inputs: '01', levels, input_rate, output_rate })).toBeCloseTo(expected, 5);
    },
  );

  it('does not depend on N with 0/1 inputs', () => {
    const at = (size: number): number => optimalThreshold({ ...common, inputs: '01', levels: 3, size });
    expect(at(11)).toBe(at(10001));
  });

  // mu* of the reference computation, Q - q of our own tables (tested there).
  it.each([
    [2, -1.318089],
    [4, -1.932186],
    [8, -2.77869],
  ])('is −mu √((Q − q)/N) with ±1 inputs and biased outputs: %i levels', (levels, mu) => {
    const { q, Q } = criticalLoad({ weights: 'unipolar', levels, output_rate: 0.2 });
    const expected = -mu * Math.sqrt(((Q ?? Number.NaN) - (q ?? Number.NaN)) / 501);
    expect(optimalThreshold({ ...common, levels, output_rate: 0.2 })).toBeCloseTo(expected, 5);
  });

  it('is above 0 when 1 is the rare output, odd in f′ − 1/2, and falls as 1/√N', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.double({ min: 0.02, max: 0.49, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('unipolar' as const, 'signed' as const),
        (levels, output_rate, size, weights) => {
          const given = { ...common, weights, levels };
          const rare = optimalThreshold({ ...given, output_rate, size });
          const frequent = optimalThreshold({ ...given, output_rate: 1 - output_rate, size });
          expect(rare).toBeGreaterThan(0);
          expect(frequent / rare).toBeCloseTo(-1, 9);
          expect(optimalThreshold({ ...given, output_rate, size: 4 * size }) / rare).toBeCloseTo(0.5, 9);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('is 0 where symmetry says so', () => {
    expect(optimalThreshold({ ...common, levels: 4 })).toBe(0);
    expect(optimalThreshold({ ...common, weights: 'binary' })).toBe(0);
    expect(optimalThreshold({ ...common, weights: 'signed', levels: 5 })).toBe(0);
    const mirrored = { ...common, weights: 'signed', inputs: '01', levels: 5, output_rate: 0.2 } as const;
    expect(optimalThreshold(mirrored)).toBe(0);
  });

  it('refuses what the theory does not cover', () => {
    expect(() => optimalThreshold({ ...common, levels: 5, output_rate: 1 })).toThrow('output_rate: got 1');
    expect(() => optimalThreshold({ ...common, levels: 'inf' })).toThrow('levels: got inf');
  });
});
