import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinomialCount } from './logistic-fit.ts';
import { credibleInterval, midpointQuantile, scaleQuantile, sequentialInterval } from './transition-interval.ts';
import {
  lnLapseFactor,
  predictedSuccess,
  type TransitionPosterior,
  type TransitionPrior,
  transitionPosterior,
} from './transition-posterior.ts';

const unit: TransitionPrior = { from: 0, to: 1 };

/** Counts on a lattice, as fast-check likes them. */
const anyCounts = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }))
    .map(([step, trials, successes]) => ({ x: step / 40, successes: Math.min(successes, trials), trials })),
  { maxLength: 10 },
);

const examples: readonly (readonly BinomialCount[])[] = [
  [{ x: 0.5, successes: 1, trials: 1 }],
  [
    { x: 0.3, successes: 4, trials: 5 },
    { x: 0.6, successes: 1, trials: 4 },
  ],
  [
    { x: 0.45, successes: 38, trials: 50 },
    { x: 0.5, successes: 24, trials: 50 },
    { x: 0.55, successes: 11, trials: 50 },
  ],
];

interface Integrals {
  readonly lnEvidence: number;
  readonly mean: number;
  readonly sd: number;
  readonly scaleMean: number;
  readonly scaleSd: number;
  readonly below: (m: number) => number;
  readonly lnSuccess: (x: number) => number;
  readonly profile: (m: number) => number;
}

/** The same by midpoint sums over all of the prior, 1500 × 400, probabilities multiplied out: nothing of the code under test. */
function integrated(counts: readonly BinomialCount[], target: number, lapse: number = 0): Integrals {
  const [columns, rows] = [1500, 400];
  const cells: { m: number; s: number; likelihood: number }[] = [];
  const success = (x: number, m: number, s: number): number => {
    const odds = ((1 - target) / target) * Math.exp((x - m) / s);
    return (1 - lapse) / (1 + odds) + lapse / 2;
  };
  const likelihood = (m: number, s: number): number => {
    let product = 1;
    for (const { x, successes, trials } of counts) {
      const p = success(x, m, s);
      product *= p ** successes * (1 - p) ** (trials - successes);
    }
    return product;
  };
  const scales = Array.from({ length: rows }, (_, j) => Math.exp(Math.log(1e-3) + (Math.log(500) * (j + 0.5)) / rows));
  for (const s of scales) {
    for (let i = 0; i < columns; i++) {
      const m = (i + 0.5) / columns;
      cells.push({ m, s, likelihood: likelihood(m, s) });
    }
  }
  const total = cells.reduce((sum, cell) => sum + cell.likelihood, 0);
  const average = (f: (m: number, s: number) => number): number =>
    cells.reduce((sum, { m, s, likelihood: weight }) => sum + weight * f(m, s), 0) / total;
  const mean = average((m) => m);
  const scaleMean = average((_, s) => s);
  const lnEvidence = Math.log(total / cells.length);
  return {
    lnEvidence,
    mean,
    sd: Math.sqrt(average((m) => (m - mean) ** 2)),
    scaleMean,
    scaleSd: Math.sqrt(average((_, s) => (s - scaleMean) ** 2)),
    below: (limit) => average((m) => (m < limit ? 1 : 0)),
    lnSuccess: (x) => Math.log(average((m, s) => success(x, m, s))),
    profile: (m) => Math.log(Math.max(...scales.map((s) => likelihood(m, s)))) - lnEvidence,
  };
}

describe('transitionPosterior', () => {
  it('is the prior where nothing was measured', () => {
    const posterior = transitionPosterior([], { from: 2, to: 5 });
    expect(posterior.lnEvidence).toBeCloseTo(0, 12);
    expect(posterior.midpoint.mean).toBeCloseTo(3.5, 12);
    expect(posterior.midpoint.sd).toBeCloseTo(3 / Math.sqrt(12), 12);
    expect(midpointQuantile(posterior, 0.25)).toBeCloseTo(2.75, 12);
    expect(scaleQuantile(posterior, 0.5)).toBeCloseTo(3 * Math.sqrt(1e-3 * 0.5), 12);
  });

  // Cells of 400 × 40 have errors of second order, and of first order at the edge s = R/2 of the prior: 1e-2 of a standard deviation of s.
  // Masses are told apart by the cells of the sum below, 1/1500 of the range each with a mass of up to 5e-3.
  it.each([0.5, 0.8])(
    'has the moments, masses and evidence of an integration over the whole prior (target %d)',
    (target) => {
      for (const counts of examples) {
        const posterior = transitionPosterior(counts, { ...unit, target });
        const exact = integrated(counts, target);
        expect(Math.abs(posterior.lnEvidence - exact.lnEvidence)).toBeLessThan(2e-3);
        expect(Math.abs(posterior.midpoint.mean - exact.mean)).toBeLessThan(2e-3 * exact.sd);
        expect(Math.abs(posterior.midpoint.sd - exact.sd)).toBeLessThan(5e-3 * exact.sd);
        expect(Math.abs(posterior.scale.mean - exact.scaleMean)).toBeLessThan(5e-3 * exact.scaleSd);
        expect(Math.abs(posterior.scale.sd - exact.scaleSd)).toBeLessThan(1e-2 * exact.scaleSd);
        const { lower, upper } = credibleInterval(posterior, 0.9);
        expect(Math.abs(exact.below(lower) - 0.05)).toBeLessThan(5e-3);
        expect(Math.abs(exact.below(upper) - 0.95)).toBeLessThan(5e-3);
        expect(Math.abs(Math.log(predictedSuccess(posterior, 0.4)) - exact.lnSuccess(0.4))).toBeLessThan(2e-3);
      }
    },
  );

  it('has the interval of the mixture likelihood ratio where the exact ratio crosses 1 - confidence', () => {
    for (const counts of examples.slice(1)) {
      const { lower, upper } = sequentialInterval(transitionPosterior(counts, unit), 0.95);
      const exact = integrated(counts, 0.5);
      for (const end of [lower, upper]) {
        if (end === 0 || end === 1) expect(exact.profile(end)).toBeGreaterThan(Math.log(0.05));
        else expect(Math.abs(exact.profile(end) - Math.log(0.05))).toBeLessThan(0.02); // profile over 40 scales
      }
    }
  });

  it('has the evidence of a curve that lapses, on a coarse grid', () => {
    for (const counts of examples) {
      const exact = integrated(counts, 0.5, 0.1).lnEvidence - integrated(counts, 0.5).lnEvidence;
      expect(Math.abs(lnLapseFactor(counts, unit, transitionPosterior(counts, unit), 0.1) - exact)).toBeLessThan(0.05);
    }
  });

  it('prefers the curve that lapses once results far from the transition go wrong, and not before', () => {
    const clean = [0.1, 0.2, 0.8, 0.9].map((x) => ({ x, successes: x < 0.5 ? 20 : 0, trials: 20 }));
    const near = [0.49, 0.5, 0.51].map((x, i) => ({ x, successes: 19 - 9 * i, trials: 20 }));
    const advantage = (counts: readonly BinomialCount[]): number =>
      lnLapseFactor(counts, unit, transitionPosterior(counts, unit), 0.1);
    const lapsing = clean.map((count) => ({ ...count, successes: count.x < 0.5 ? 17 : 3 }));
    expect(advantage([...clean, ...near])).toBeLessThan(0);
    expect(advantage([...lapsing, ...near])).toBeGreaterThan(Math.log(1000));
  });

  it('is bit-equal for equal counts in any order and any division', () => {
    fc.assert(
      fc.property(
        anyCounts.chain((counts) =>
          fc.tuple(fc.constant(counts), fc.shuffledSubarray(counts, { minLength: counts.length })),
        ),
        ([counts, shuffled]) => {
          const single = shuffled.flatMap(({ x, successes, trials }) => [
            { x, successes, trials: successes },
            { x, successes: 0, trials: trials - successes },
          ]);
          const size = { midpoints: 40, scales: 10 };
          const expected = transitionPosterior(counts, unit, size);
          expect(transitionPosterior(shuffled, unit, size)).toEqual(expected);
          expect(transitionPosterior(single, unit, size)).toEqual(expected);
        },
      ),
    );
  });

  it('moves and stretches with the unit of x', () => {
    fc.assert(
      fc.property(
        anyCounts,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -5, max: 5 }),
        (counts, factor, shift) => {
          const moved = counts.map((count) => ({ ...count, x: factor * count.x + shift }));
          const size = { midpoints: 40, scales: 10 };
          const here = transitionPosterior(counts, unit, size);
          const there = transitionPosterior(moved, { from: shift, to: factor + shift }, size);
          // Rounding may move the edge of a window by a coarse cell; the grid of 40 is then another one.
          if (Math.abs(there.window.from - shift - factor * here.window.from) > 1e-9 * factor) return;
          expect(there.midpoint.mean).toBeCloseTo(factor * here.midpoint.mean + shift, 6);
          expect(there.lnEvidence).toBeCloseTo(here.lnEvidence, 6);
        },
      ),
    );
  });

  it('moves up with a success and down with a failure, the more the likelier m is near', () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: 0, max: 40 }), (counts, step) => {
        const with1 = (successes: number): TransitionPosterior =>
          transitionPosterior([...counts, { x: step / 40, successes, trials: 1 }], { ...unit, scales: [0.05, 0.05] });
        const before = transitionPosterior(counts, { ...unit, scales: [0.05, 0.05] });
        const tolerance = 1e-4 * before.midpoint.sd; // of the grid
        expect(with1(1).midpoint.mean).toBeGreaterThan(before.midpoint.mean - tolerance);
        expect(with1(0).midpoint.mean).toBeLessThan(before.midpoint.mean + tolerance);
      }),
      { numRuns: 60 },
    );
  });

  it('resolves a posterior a thousand times narrower than its prior', () => {
    // s known: information n/(4 s²) at the midpoint, so sd = 2 s/sqrt(n) = 1e-4 here, to 1/n.
    const posterior = transitionPosterior([{ x: 0.4321, successes: 50_000, trials: 100_000 }], {
      ...unit,
      scales: [0.0158114, 0.0158114],
    });
    expect(posterior.midpoint.mean).toBeCloseTo(0.4321, 7);
    expect(posterior.midpoint.sd / 1e-4).toBeCloseTo(1, 2);
  });

  it('refuses priors and counts that make no sense', () => {
    expect(() => transitionPosterior([], { from: 1, to: 1 })).toThrow(RangeError);
    expect(() => transitionPosterior([], { ...unit, target: 1 })).toThrow(RangeError);
    expect(() => transitionPosterior([], { ...unit, scales: [0.2, 0.1] })).toThrow(RangeError);
    expect(() => transitionPosterior([{ x: 0.5, successes: 2, trials: 1 }], unit)).toThrow(RangeError);
    expect(() => lnLapseFactor([], unit, transitionPosterior([], unit), 1)).toThrow(RangeError);
  });
});

describe('credibleInterval', () => {
  it('lies inside the prior, holds the median, and grows with its confidence', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const posterior = transitionPosterior(counts, unit, { midpoints: 60, scales: 12 });
        const [narrow, wide] = [credibleInterval(posterior, 0.5), credibleInterval(posterior, 0.95)];
        const median = midpointQuantile(posterior, 0.5);
        const ascending = [0, wide.lower, narrow.lower, median, narrow.upper, wide.upper, 1 + 1e-12];
        expect(ascending.toSorted((a, b) => a - b)).toEqual(ascending);
      }),
    );
  });

  it('lies inside the sequentially valid interval of the same confidence, but for cells', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const posterior = transitionPosterior(counts, unit);
        const [credible, sequential] = [credibleInterval(posterior, 0.95), sequentialInterval(posterior, 0.95)];
        const cell = (posterior.window.to - posterior.window.from) / 400;
        expect(sequential.lower).toBeLessThanOrEqual(credible.lower + cell);
        expect(sequential.upper).toBeGreaterThanOrEqual(credible.upper - cell);
      }),
      { numRuns: 50 },
    );
  });
});
