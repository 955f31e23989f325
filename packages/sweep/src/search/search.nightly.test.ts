/**
 * What the search buys and what its intervals are worth, on known curves with s unknown, R = 1.
 *
 * A uniform grid needs about R s/sigma² trials for a standard error sigma of the midpoint, the best placing 4 s²/sigma²: R/(4s)
 * is the limit of the saving. Each repetition runs the search to its stop and then the fixed grid over the same range until its
 * interval is as narrow as the one reached. A few repetitions run with the ordinary tests.
 */
import { describe, expect, it } from 'vitest';
import { curve, runSearch, sameCost, uniforms, unitSetting } from './testing/synthetic-search.ts';

const nightly = process.env['FEWBITS_NIGHTLY'] === '1';
const dearAbove = (x: number): number => Math.exp(3 * x);

describe('saving against a fixed grid at equal width', () => {
  const cases = [0.05, 0.02].flatMap((scale) =>
    [
      { share: 0.5, least: 0.45 },
      { share: 0.25, least: 0.6 },
    ].flatMap(({ share, least }) => [
      { scale, share, least, cost: sameCost, name: 'trials' },
      { scale, share, least, cost: dearAbove, name: 'CPU-seconds, cost e^(3x)' },
    ]),
  );
  it.each(nightly ? cases : cases.slice(0, 1))(
    'is at least $least of R/(4s) at s = $scale, within = $share s ($name)',
    ({ scale, share, least, cost, name }) => {
      const uniform = uniforms(Math.round(1e4 * scale + 100 * share));
      const repetitions = nightly ? Math.round(100 * share) : 16;
      const setting = { ...unitSetting, within: share * scale };
      let [adaptive, grid, toWithin] = [0, 0, 0];
      for (let run = 0; run < repetitions; run++) {
        const success = curve(0.2 + 0.6 * uniform(), scale);
        const searched = runSearch(setting, cost, success, uniform);
        const { lower, upper } = searched.stop.midpoint;
        const reached = ((upper ?? 1) - (lower ?? 0)) / 2;
        adaptive += searched.cost;
        const onGrid = { ...setting, placement: 'grid', maxTrials: 1e6 } as const;
        grid += runSearch({ ...onGrid, within: reached }, cost, success, uniform).cost;
        if (nightly && cost === sameCost) toWithin += runSearch(onGrid, cost, success, uniform).cost;
      }
      const limit = 1 / (4 * scale);
      console.log(
        `s = ${scale}, within = ${share} s, ${name}: saving ${(grid / adaptive).toFixed(2)} of ${limit} = ${(grid / adaptive / limit).toFixed(3)}` +
          (toWithin > 0 ? `; grid stopped at the same within: ${(toWithin / adaptive / limit).toFixed(3)}` : ''),
      );
      expect(grid / adaptive / limit).toBeGreaterThanOrEqual(least);
    },
    480_000,
  );
});

describe('coverage at the stop', () => {
  const cases = [
    { scale: 0.05, share: 0.5 },
    { scale: 0.02, share: 0.5 },
    { scale: 0.1, share: 0.5 },
    { scale: 0.05, share: 1 },
    { scale: 0.02, share: 1 },
    { scale: 0.05, share: 0.25 },
  ];
  it.each(nightly ? cases : cases.slice(0, 1))(
    'of (a) is 93 to 97 %, of (b) at least 95 %, at s = $scale, within = $share s',
    ({ scale, share }) => {
      const uniform = uniforms(Math.round(1e5 * scale + 100 * share + 7));
      const repetitions = nightly ? 1000 : 40;
      let [credible, sequential, widths, sequentialWidths, trials, refuted] = [0, 0, 0, 0, 0, 0];
      for (let run = 0; run < repetitions; run++) {
        const midpoint = 0.2 + 0.6 * uniform();
        const { stop } = runSearch(
          { ...unitSetting, within: share * scale },
          sameCost,
          curve(midpoint, scale),
          uniform,
        );
        const holds = ({ lower, upper }: { lower: number | null; upper: number | null }): boolean =>
          (lower ?? 0) <= midpoint && midpoint <= (upper ?? 1);
        if (holds(stop.midpoint)) credible++;
        if (holds(stop.sequential)) sequential++;
        if (stop.contradicted) refuted++;
        widths += (stop.midpoint.upper ?? 1) - (stop.midpoint.lower ?? 0);
        sequentialWidths += (stop.sequential.upper ?? 1) - (stop.sequential.lower ?? 0);
        trials += stop.trials;
      }
      const covered = credible / repetitions;
      console.log(
        `s = ${scale}, within = ${share} s: coverage (a) ${covered.toFixed(4)}, (b) ${(sequential / repetitions).toFixed(4)}, ` +
          `(b) ${(sequentialWidths / widths).toFixed(2)} times as wide, ${(trials / repetitions).toFixed(1)} trials, ${refuted} taken for lapsing`,
      );
      // With few repetitions three binomial standard errors more.
      const slack = nightly ? 0 : 3 * Math.sqrt((0.95 * 0.05) / repetitions);
      expect(covered).toBeGreaterThanOrEqual(0.93 - slack);
      expect(covered).toBeLessThanOrEqual(0.97 + slack);
      expect(sequential / repetitions).toBeGreaterThanOrEqual(0.95);
    },
    480_000,
  );
});
