/**
 * The posterior against an independent simulation: s known, R = 1, stop at a posterior standard deviation of 0.005.
 *
 * Reference values (mean trials, coverage of the 95 % interval): a fixed grid of 21 points in rounds of one trial each, and 4
 * trials a round at the posterior mean. Confirmed in the mean by a second simulation.
 */
import { describe, expect, it } from 'vitest';
import type { BinomialCount } from './logistic-fit.ts';
import { philoxRng } from './philox.ts';
import type { Rng } from './rng.ts';
import { credibleInterval } from './transition-interval.ts';
import { transitionPosterior } from './transition-posterior.ts';

const SIGMA = 0.005;
const REPETITIONS = 300;
const nightly = process.env['FEWBITS_NIGHTLY'] === '1';
const gridPoints = Array.from({ length: 21 }, (_, i) => i / 20);

function searched(scale: number, place: 'grid' | 'adaptive', rng: Rng): { trials: number; covered: boolean } {
  const midpoint = 0.25 + 0.5 * rng.uniform();
  const prior = { from: 0, to: 1, scales: [scale, scale] } as const;
  const counts = new Map<number, BinomialCount>();
  let trials = 0;
  for (;;) {
    const posterior = transitionPosterior([...counts.values()], prior);
    if (posterior.midpoint.sd <= SIGMA) {
      const { lower, upper } = credibleInterval(posterior, 0.95);
      return { trials, covered: lower <= midpoint && midpoint <= upper };
    }
    for (const x of place === 'grid' ? gridPoints : new Array<number>(4).fill(posterior.midpoint.mean)) {
      const before = counts.get(x) ?? { x, successes: 0, trials: 0 };
      const success = rng.uniform() < 1 / (1 + Math.exp((x - midpoint) / scale));
      counts.set(x, { x, successes: before.successes + (success ? 1 : 0), trials: before.trials + 1 });
      trials++;
    }
  }
}

const reference = [
  { scale: 0.05, place: 'grid', trials: 2121, coverage: 0.98 },
  { scale: 0.05, place: 'adaptive', trials: 412, coverage: 0.97 },
  { scale: 0.02, place: 'grid', trials: 850, coverage: 0.98 },
  { scale: 0.02, place: 'adaptive', trials: 78, coverage: 0.98 },
  { scale: 0.01, place: 'grid', trials: 468, coverage: 0.93 },
  { scale: 0.01, place: 'adaptive', trials: 33, coverage: 0.95 },
] as const;

describe('a search with known scale', () => {
  it.each(reference.filter(({ trials }) => nightly || trials < 100))(
    'takes the trials of the reference at s = $scale, $place: $trials',
    ({ scale, place, trials }) => {
      const rng = philoxRng(Uint32Array.of(2017, 17, 3, Math.round(1000 * scale)));
      const runs = Array.from({ length: REPETITIONS }, () => searched(scale, place, rng));
      const mean = runs.reduce((sum, run) => sum + run.trials, 0) / REPETITIONS;
      const covered = runs.filter((run) => run.covered).length / REPETITIONS;
      console.log(
        `s = ${scale} ${place}: ${mean.toFixed(1)} trials (reference ${trials}), coverage ${covered.toFixed(3)}`,
      );
      expect(Math.abs(mean / trials - 1)).toBeLessThan(0.1);
      expect(Math.abs(covered - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / REPETITIONS));
    },
    300_000,
  );
});
