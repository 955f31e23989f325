import { gaussianGrid, normalTail } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energeticTerm } from './energetic-term.ts';

const fine = gaussianGrid(8001, 10);
const anyU = fc.double({ min: -3, max: 2.5, noNaN: true }).map((exponent) => 10 ** exponent);
const anyRate = fc.double({ min: 0.02, max: 0.98, noNaN: true });

/** f' ∫Dz ln H(-mu - √u z) + (1-f') ∫Dz ln H(mu + √u z) as it stands, where H does not underflow (√u 10 + mu < 37). */
function literal(u: number, rate: number, mu: number): number {
  return fine.z.reduce((sum, z, k) => {
    const x = mu + Math.sqrt(u) * z;
    return sum + (fine.weight[k] ?? 0) * (rate * Math.log(normalTail(-x)) + (1 - rate) * Math.log(normalTail(x)));
  }, 0);
}

describe('energeticTerm', () => {
  it('is the literal integral at its own mu, and no other mu gives more', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 8, noNaN: true }), anyRate, (u, rate) => {
        const { mu, value } = energeticTerm(u, rate);
        expect(Math.abs(literal(u, rate, mu) - value)).toBeLessThan(1e-11);
        expect(literal(u, rate, mu + 0.01)).toBeLessThan(value);
        expect(literal(u, rate, mu - 0.01)).toBeLessThan(value);
      }),
      { numRuns: 20 },
    );
  });

  // Without disorder H(-mu) = f' exactly, so that the cost of a pattern is the entropy of its output.
  it('starts at minus the entropy of the output', () => {
    fc.assert(
      fc.property(anyRate, (rate) => {
        const { mu, value } = energeticTerm(0, rate);
        expect(Math.abs(normalTail(-mu) - rate)).toBeLessThan(1e-13);
        expect(Math.abs(value - (rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate)))).toBeLessThan(1e-13);
      }),
    );
  });

  // f' = 1/2: r'(0) = 2/pi and r' → step function.
  it('has the slope -1/pi at u = 0 and -1/4 at u → ∞, f′ = 1/2', () => {
    expect(energeticTerm(0, 0.5).slope).toBeCloseTo(-1 / Math.PI, 14);
    expect(energeticTerm(1e6, 0.5).slope).toBeCloseTo(-1 / 4, 3);
  });

  // Central differences of step 1e-4 u: truncation (1e-4)² u³|G'''|/6 < 1e-9, rounding 1e-15 |G|/(1e-4 u) relative to 1/4.
  it('has the derivative that it states (the maximum over mu adds nothing: envelope)', () => {
    fc.assert(
      fc.property(anyU, anyRate, (u, rate) => {
        const h = 1e-4 * u;
        const difference = (energeticTerm(u + h, rate).value - energeticTerm(u - h, rate).value) / (2 * h);
        const { slope } = energeticTerm(u, rate);
        expect(Math.abs(difference - slope)).toBeLessThan(1e-8 + 1e-10 / u);
      }),
    );
  });

  it('is even, and mu odd, under exchange of the outputs, to the last bits', () => {
    fc.assert(
      fc.property(anyU, fc.integer({ min: 1, max: 511 }), (u, k) => {
        const one = energeticTerm(u, k / 1024);
        const other = energeticTerm(u, 1 - k / 1024);
        expect(other.mu).toBe(-one.mu);
        expect(Math.abs(other.value - one.value)).toBeLessThan(1e-13 * Math.abs(one.value));
        expect(Math.abs(other.slope - one.slope)).toBeLessThan(1e-13 * Math.abs(one.slope));
      }),
    );
  });

  it('has a curvature between 4 slope² and 2|slope|, since 0 < r′ < 1', () => {
    fc.assert(
      fc.property(anyU, anyRate, (u, rate) => {
        const { slope, curvature } = energeticTerm(u, rate);
        expect(curvature).toBeGreaterThanOrEqual(4 * slope * slope * (1 - 1e-12));
        expect(curvature).toBeLessThanOrEqual(-2 * slope);
      }),
    );
  });

  it('covers rates close to 0 and 1', () => {
    for (const rate of [1e-15, 1e-6, 1 - 1e-9]) {
      const { mu, value, slope } = energeticTerm(5, rate);
      expect(Math.sign(mu)).toBe(Math.sign(rate - 0.5));
      expect(value < 0 && slope < 0).toBe(true);
    }
  });
});
