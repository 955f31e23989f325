/** Many weight sets and rates: that the branch is the right root, that it is monotone, and where its capacity lies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continuousCapacity } from './continuous-limit.ts';
import { energeticTerm } from './energetic-term.ts';
import { entropicTerm } from './entropic-term.ts';
import { pointWhere, type SaddlePoint, type StorageProblem } from './saddle-point.ts';
import { type WeightFamily, weightSet } from './weight-set.ts';

const rates = fc.oneof(
  fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  fc.double({ min: -6, max: -1, noNaN: true }).map((exponent) => 10 ** exponent),
);
const levelCounts = fc.oneof(fc.integer({ min: 2, max: 64 }), fc.constantFrom(100, 128, 255, 256, 1000));

const problems: fc.Arbitrary<StorageProblem & { readonly family: WeightFamily }> = fc
  .oneof(
    fc.record({ family: fc.constant<WeightFamily>('unipolar'), levels: levelCounts, rate: rates }),
    fc.record({ family: fc.constant<WeightFamily>('signed'), levels: levelCounts, rate: fc.constant(0.5) }),
  )
  .map(({ family, levels, rate }) => ({ family, set: weightSet(family, levels), rate, mean: null }));

const found = (point: SaddlePoint | null): SaddlePoint => {
  if (point === null) throw new Error('the branch was lost');
  return point;
};
const capacityOf = (problem: StorageProblem): SaddlePoint => found(pointWhere(problem, ({ entropy }) => -entropy));
const atLoad = (problem: StorageProblem, alpha: number): SaddlePoint =>
  found(pointWhere(problem, (point) => point.alpha - alpha));

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('capacities of many weight sets and rates', () => {
  it('exist, are stable, below the continuous limit and above those of fewer levels', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const here = capacityOf(problem);
        const limit = continuousCapacity(problem.family, problem.rate);
        expect(here.alpha).toBeLessThan(limit);
        expect(here.at).toBeLessThan(1);
        expect(Math.abs(here.entropy)).toBeLessThan(1e-8);
        if (problem.set.levels === 2) return;
        const fewer = { ...problem, set: weightSet(problem.family, problem.set.levels - 1) };
        expect(capacityOf(fewer).alpha).toBeLessThan(here.alpha);
      }),
      { numRuns: 300 },
    );
  }, 600_000);

  it('exist up to 4096 levels and output rates of 1e-6', () => {
    for (const rate of [0.5, 0.1, 1e-3, 1.1e-5, 1e-6]) {
      for (const levels of [2, 1024, 4096]) {
        const share =
          capacityOf({ set: weightSet('unipolar', levels), rate, mean: null }).alpha /
          continuousCapacity('unipolar', rate);
        expect(share).toBeLessThan(1);
        if (levels > 2) expect(share).toBeGreaterThan(0.99);
      }
    }
  }, 600_000);

  it('are the same for f′ and 1 − f′', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const other = capacityOf({ ...problem, rate: 1 - problem.rate });
        // 1 - f' is rounded to 1e-16, a relative 1e-10 of the smallest rates.
        expect(Math.abs(other.alpha / capacityOf(problem).alpha - 1)).toBeLessThan(1e-9);
      }),
      { numRuns: 100 },
    );
  }, 600_000);

  // q(A) = u D(A) may have further roots; the branch is the first from A = 0 and has the largest load of all.
  it('lie on the root with the largest load, as a scan of all roots at the same u shows', () => {
    fc.assert(
      fc.property(problems, ({ set, ...problem }) => {
        const point = capacityOf({ set, ...problem });
        const { slope } = energeticTerm(point.u, problem.rate);
        let before = -1;
        let largest = 0;
        for (let logA = -22; logA < 30; logA += 0.1) {
          const A = -Math.exp(logA);
          const B = -2 * A * (1 + point.u);
          if (B * set.spacing ** 2 > 1e5) break;
          const { q, D } = entropicTerm(set, { A, B, field: 0 });
          const excess = q - point.u * D;
          if (excess > 0 !== before > 0) largest = Math.max(largest, (A * D) / slope);
          before = excess;
        }
        // The root is known to a tenth in ln|A|, the load to a little more.
        expect(Math.abs(Math.log(largest / point.alpha))).toBeLessThan(0.2);
      }),
      { numRuns: 60 },
    );
  }, 600_000);

  it('end a branch along which entropy falls, and overlap grows, with the load', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { alpha } = capacityOf(problem);
        const points = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1].map((share) => atLoad(problem, share * alpha));
        points.slice(1).forEach((point, k) => {
          expect(point.entropy).toBeLessThan(points[k]?.entropy ?? Number.NaN);
          expect(point.u).toBeGreaterThan(points[k]?.u ?? Number.NaN);
        });
      }),
      { numRuns: 60 },
    );
  }, 600_000);

  it('are largest at the optimal mean weight', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.01, max: 0.08, noNaN: true }), (problem, off) => {
        if (problem.family !== 'unipolar' || problem.set.levels > 64) return;
        const best = capacityOf(problem);
        expect(capacityOf({ ...problem, mean: best.mean }).alpha / best.alpha).toBeCloseTo(1, 9);
        expect(capacityOf({ ...problem, mean: best.mean + off }).alpha).toBeLessThan(best.alpha);
        expect(capacityOf({ ...problem, mean: best.mean - off }).alpha).toBeLessThan(best.alpha);
      }),
      { numRuns: 60 },
    );
  }, 600_000);
});
