/** Local entropy over the whole plane: every value passes its own checks, and every refusal has one of the known reasons. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localEntropy } from './local-entropy.ts';
import { refinedOverlaps, robustOverlaps, robustPoint } from './local-entropy-saddle.ts';

const exponential = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('local entropy', () => {
  it('is right to 1e-10 up to y = 1000, or refused with a reason', () => {
    const reasons = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        exponential(0.01, 3),
        exponential(0.1, 1000),
        (alpha, gamma, y) => {
          const { reason, ...here } = localEntropy({ alpha, gamma, y });
          reasons.set(reason ?? 'value', (reasons.get(reason ?? 'value') ?? 0) + 1);
          if (reason !== undefined) {
            expect(reason).toBe('branch-lost');
            return;
          }
          const ensemble = { alpha, gamma, y };
          const overlaps = robustOverlaps(ensemble) ?? expect.fail('the branch was lost');
          const finer = refinedOverlaps(ensemble, overlaps, 3.1) ?? expect.fail('no fixed point on a finer grid');
          const { potential, meanLog, overlap } = robustPoint(ensemble, finer, 3.1);
          const d = (1 - overlap) / 2;
          expect(Math.abs(Number(here.distance) - d)).toBeLessThan(1e-10);
          expect(Math.abs(Number(here.local_entropy) - (meanLog - gamma * overlap))).toBeLessThan(1e-10);
          expect(Math.abs(Number(here.external_entropy) - (potential - y * meanLog))).toBeLessThan(1e-10);
          const bound = -d * Math.log(d) - (1 - d) * Math.log(1 - d);
          expect(Number(here.local_entropy)).toBeLessThan(bound);
          expect(Number(here.q1)).toBeGreaterThanOrEqual(Number(here.q0));
        },
      ),
      { numRuns: 400, seed: 1 },
    );
    expect(reasons.get('value')).toBeGreaterThan(200);
  }, 600_000);

  it('falls with the load at the y* of each', () => {
    for (const gamma of [0.2, 0.5, 1, 1.5]) {
      let before = Number.POSITIVE_INFINITY;
      for (const alpha of [0.3, 0.4, 0.5, 0.6, 0.65]) {
        const here = localEntropy({ alpha, gamma });
        if (here.reason !== undefined) continue;
        expect(Math.abs(Number(here.external_entropy))).toBeLessThan(1e-8);
        expect(Number(here.local_entropy)).toBeLessThan(before);
        before = Number(here.local_entropy);
      }
    }
  }, 600_000);
});
