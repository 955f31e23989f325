import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from './normal.ts';
import { philoxRng } from './philox.ts';
import { signDisagreement } from './sign-disagreement.ts';
import { streamKey } from './stream-key.ts';

const mean = fc.double({ min: -4, max: 4, noNaN: true });
const cosine = fc.double({ min: -1, max: 1, noNaN: true });

describe('the probability of different signs', () => {
  it('is arccos(c)/pi without means', () => {
    expect(signDisagreement(0, 0, 1)).toBe(0);
    expect(signDisagreement(0, 0, 0)).toBe(0.5);
    expect(signDisagreement(0, 0, 0.5)).toBeCloseTo(1 / 3, 15);
    // The quadrature agrees with the closed form as the means vanish.
    expect(signDisagreement(1e-9, -1e-9, 0.7)).toBeCloseTo(Math.acos(0.7) / Math.PI, 8);
  });

  it('is that of two independent events without correlation', () => {
    fc.assert(
      fc.property(mean, mean, (a, b) => {
        const independent = normalCdf(a) * normalCdf(-b) + normalCdf(-a) * normalCdf(b);
        expect(signDisagreement(a, b, 0)).toBeCloseTo(independent, 12);
      }),
    );
  });

  it('is that of x between two borders where the fields are one', () => {
    fc.assert(
      fc.property(mean, mean, (a, b) => {
        expect(signDisagreement(a, b, 1)).toBeCloseTo(Math.abs(normalCdf(a) - normalCdf(b)), 9);
        expect(signDisagreement(a, b, -1)).toBeCloseTo(1 - Math.abs(normalCdf(a) - normalCdf(-b)), 9);
      }),
    );
  });

  it('turns into its complement with the sign of one field, and does not care which is first', () => {
    fc.assert(
      fc.property(mean, mean, cosine, (a, b, c) => {
        expect(signDisagreement(-a, b, -c)).toBeCloseTo(1 - signDisagreement(a, b, c), 9);
        expect(signDisagreement(b, a, c)).toBeCloseTo(signDisagreement(a, b, c), 9);
      }),
    );
  });

  it('is what sampling gives, within 5 standard errors (false alarm 1 in 600 000 seeds)', () => {
    const rng = philoxRng(streamKey(1, 'test', 'sign-disagreement'));
    const samples = 200_000;
    const [a, b, c] = [0.4, -0.9, 0.6];
    let count = 0;
    for (let k = 0; k < samples; k++) {
      const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
      const angle = 2 * Math.PI * rng.uniform();
      const [u, v] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      if ((a + u) * (b + c * u + Math.sqrt(1 - c * c) * v) < 0) count++;
    }
    const p = signDisagreement(a, b, c);
    expect(Math.abs(count / samples - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / samples));
  });
});
