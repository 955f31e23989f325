import { gaussianGrid } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropicTerm, fieldFor, occupancy, type Tilt } from './entropic-term.ts';
import { type WeightFamily, type WeightSet, weightSet } from './weight-set.ts';

const fine = gaussianGrid(6001, 10);

const anySet = fc
  .tuple(fc.constantFrom<WeightFamily>('unipolar', 'signed'), fc.integer({ min: 2, max: 40 }))
  .map(([family, levels]) => weightSet(family, levels));

/** Tilts as they occur: A from nearly flat to nearly frozen, B = -2A(1 + u). */
const anyTilt = fc
  .record({
    set: anySet,
    stiffness: fc.double({ min: -4, max: 2, noNaN: true }),
    u: fc.double({ min: -2, max: 2.5, noNaN: true }),
    field: fc.double({ min: -3, max: 3, noNaN: true }),
  })
  .map(({ set, stiffness, u, field }) => {
    const A = -(10 ** stiffness);
    return { set, tilt: { A, B: -2 * A * (1 + 10 ** u), field } };
  })
  // Beyond, the reference grid itself is too coarse.
  .filter(({ set, tilt }) => tilt.B * set.spacing ** 2 < 2000);

/** The averages as they are defined: every weight, every z, a maximum subtracted. */
function literal({ levels, first, spacing }: WeightSet, { A, B, field }: Tilt) {
  const sums = { logZ: 0, mean: 0, q: 0, D: 0, squaredVariance: 0 };
  const occupied = new Array<number>(levels).fill(0);
  const weights = Array.from({ length: levels }, (_, k) => first + k * spacing);
  fine.z.forEach((z, k) => {
    const measure = fine.weight[k] ?? 0;
    const exponents = weights.map((w) => A * w * w + (Math.sqrt(B) * z + field) * w);
    const top = Math.max(...exponents);
    const p = exponents.map((exponent) => Math.exp(exponent - top));
    const Z = p.reduce((sum, value) => sum + value, 0);
    const mean = weights.reduce((sum, w, i) => sum + (w * (p[i] ?? 0)) / Z, 0);
    const variance = weights.reduce((sum, w, i) => sum + ((w - mean) ** 2 * (p[i] ?? 0)) / Z, 0);
    sums.logZ += measure * (top + Math.log(Z));
    sums.mean += measure * mean;
    sums.q += measure * mean * mean;
    sums.D += measure * variance;
    sums.squaredVariance += measure * variance * variance;
    p.forEach((value, i) => {
      occupied[i] = (occupied[i] ?? 0) + (measure * value) / Z;
    });
  });
  return { ...sums, occupied };
}

describe('entropicTerm', () => {
  it('agrees with the literal sums over all weights on a grid of 6001 points', () => {
    fc.assert(
      fc.property(anyTilt, ({ set, tilt }) => {
        const term = entropicTerm(set, tilt);
        const { occupied, ...expected } = literal(set, tilt);
        expect(Math.abs(term.logZ - expected.logZ)).toBeLessThan(1e-9 * (1 + Math.abs(expected.logZ)));
        expect(Math.abs(term.mean - expected.mean)).toBeLessThan(1e-9);
        expect(Math.abs(term.q - expected.q)).toBeLessThan(1e-9);
        expect(Math.abs(term.D - expected.D)).toBeLessThan(1e-8 * expected.D + 1e-13);
        expect(Math.abs(term.squaredVariance - expected.squaredVariance)).toBeLessThan(
          1e-6 * expected.squaredVariance + 1e-13,
        );
        occupancy(set, tilt).forEach((share, i) => {
          expect(Math.abs(share - (occupied[i] ?? Number.NaN))).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is the uniform law without tilt', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const { logZ, mean, q, D } = entropicTerm(set, { A: 0, B: 0, field: 0 });
        expect(logZ).toBeCloseTo(Math.log(set.levels), 12);
        expect(mean).toBeCloseTo(set.mean, 12);
        expect(q).toBeCloseTo(set.mean ** 2, 12);
        expect(D).toBeCloseTo(set.variance, 12);
        for (const share of occupancy(set, { A: 0, B: 0, field: 0 })) expect(share).toBeCloseTo(1 / set.levels, 12);
      }),
    );
  });

  // ±1 weights: Z = 2 e^A cosh(√B z + F), so q = ∫Dz tanh² and D = 1 - q, whatever A.
  it('does not depend on A for ±1 weights but by A itself in ln Z', () => {
    const set = weightSet('binary', 2);
    const weak = entropicTerm(set, { A: -0.1, B: 3, field: 0.4 });
    const strong = entropicTerm(set, { A: -7, B: 3, field: 0.4 });
    expect(strong.logZ - weak.logZ).toBeCloseTo(-6.9, 12);
    expect(strong.mean).toBeCloseTo(weak.mean, 12);
    expect(strong.q).toBeCloseTo(weak.q, 12);
    expect(weak.q + weak.D).toBeCloseTo(1, 12);
  });
});

describe('occupancy', () => {
  it('sums to 1 and gives back mean and mean square', () => {
    fc.assert(
      fc.property(anyTilt, ({ set, tilt }) => {
        const shares = occupancy(set, tilt);
        const { mean, q, D } = entropicTerm(set, tilt);
        const moment = (power: number): number =>
          shares.reduce((sum, share, k) => sum + share * (set.first + k * set.spacing) ** power, 0);
        expect(moment(0)).toBeCloseTo(1, 12);
        expect(Math.abs(moment(1) - mean)).toBeLessThan(1e-11);
        expect(Math.abs(moment(2) - q - D)).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('fieldFor', () => {
  it('finds the field of any mean inside the range, from any guess', () => {
    const share = fc.double({ min: 1e-3, max: 1 - 1e-3, noNaN: true });
    fc.assert(
      fc.property(anyTilt, share, ({ set, tilt: { A, B, field: near } }, share) => {
        const mean = set.first + share * (1 - set.first);
        const field = fieldFor(set, A, B, mean, near);
        const found = entropicTerm(set, { A, B, field });
        // The mean is known to 1e-12; the field to that over its response D.
        expect(Math.abs(found.mean - mean)).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  // Flat prior on {0, 1}: W̄ = 1/(1 + e^-F).
  it('is ln(W̄/(1 - W̄)) for two free levels', () => {
    expect(fieldFor(weightSet('unipolar', 2), 0, 0, 0.2, 0)).toBeCloseTo(Math.log(0.25), 12);
  });
});
