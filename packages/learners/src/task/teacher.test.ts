import { bitAt } from '@fewbits/kernels';
import { philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countErrors } from './errors.ts';
import type { Problem } from './problem.ts';
import { teacherProblem } from './teacher.ts';
import { weightValues } from './weight-values.ts';

const rng = (seed: number) => philoxRng(streamKey(seed, 'patterns', 'teacher'));
const signs = { weights: weightValues('binary', 2), inputs: 'pm1' } as const;
const setting = fc.constantFrom(
  signs,
  { weights: weightValues('unipolar', 2), inputs: 'pm1' } as const,
  { weights: weightValues('unipolar', 4), inputs: '01', inputRate: 0.3, threshold: 7.5 } as const,
  { weights: weightValues('signed', 3), inputs: 'pm1' } as const,
  { weights: weightValues('signed', 4), inputs: 'pm1', threshold: 2.5 } as const,
);

/** Σ_i W_i ξ_i^μ, entry by entry. */
function field({ xi, weights, inputs }: Problem, indices: Uint8Array, mu: number): number {
  let sum = 0;
  indices.forEach((k, i) => {
    const bit = bitAt(xi, mu, i);
    sum += (weights[k] as number) * (inputs === '01' ? bit : 2 * bit - 1);
  });
  return sum;
}

describe('a teacher', () => {
  it('makes no error on its own labels, whatever the weights and inputs, and decides every pattern', () => {
    fc.assert(
      fc.property(
        setting,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 30 }),
        fc.nat(),
        (set, n, m, k) => {
          const { problem, teacher, flipped } = teacherProblem({ ...set, size: n, patterns: m }, rng(k));
          expect(flipped).toBe(0);
          expect(countErrors(problem, teacher)).toBe(0);
          for (let mu = 0; mu < m; mu++) {
            expect(Math.sign(field(problem, teacher, mu) - problem.threshold)).toBe(problem.labels[mu]);
          }
        },
      ),
    );
  });

  it('errs on the labels that were flipped and on no others', () => {
    fc.assert(
      fc.property(setting, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.nat(), (set, labelNoise, k) => {
        const { problem, teacher, flipped } = teacherProblem({ ...set, size: 31, patterns: 50, labelNoise }, rng(k));
        expect(countErrors(problem, teacher)).toBe(flipped);
      }),
    );
  });

  it('has the same weights and patterns at any noise', () => {
    const spec = { ...signs, size: 41, patterns: 20 };
    const clean = teacherProblem(spec, rng(3));
    const noisy = teacherProblem({ ...spec, labelNoise: 0.3 }, rng(3));
    expect(noisy.teacher).toEqual(clean.teacher);
    expect(noisy.problem.xi).toEqual(clean.problem.xi);
    expect(noisy.flipped).toBeGreaterThan(0);
  });

  // 40 000 labels: 5 standard errors are 0.0125 at most; a false alarm in 1 of 600 000 seeds a line.
  it.each([0.1, 0.25, 0.5])('has labels flipped with the probability asked for: %d', (labelNoise) => {
    const { flipped } = teacherProblem({ ...signs, size: 11, patterns: 40_000, labelNoise }, rng(5));
    const sd = Math.sqrt((labelNoise * (1 - labelNoise)) / 40_000);
    expect(Math.abs(flipped / 40_000 - labelNoise)).toBeLessThan(5 * sd);
  });

  it('is uniform in the weight set', () => {
    const { teacher } = teacherProblem(
      { weights: weightValues('signed', 4), inputs: 'pm1', size: 40_000, patterns: 0 },
      rng(6),
    );
    for (const level of [0, 1, 2, 3]) {
      const share = teacher.filter((k) => k === level).length / 40_000;
      expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / 40_000));
    }
  });

  it('refuses a noise that is no probability up to one half', () => {
    const spec = { ...signs, size: 3, patterns: 1 };
    for (const labelNoise of [-0.1, 0.51, Number.NaN]) {
      expect(() => teacherProblem({ ...spec, labelNoise }, rng(1))).toThrow(/^labelNoise: got .* from 0 to 1\/2$/);
    }
  });
});
