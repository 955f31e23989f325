/**
 * What an adaptive search buys on real learners, in measured CPU-seconds: against a fixed grid over the same range which
 * runs until its interval is as narrow. The limit is R/(4s), R the range and s the width of the transition (here the mean
 * of the searches' own estimates). Eight repetitions a case, about ten minutes of CPU:
 * with three the dearest case came out at 0.59 and at 0.61.
 */
import { defaultParameters, learnerByName, randomProblem, weightValues } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import type { SearchStop } from '../../packages/sweep/src/search/judge.ts';
import { advanceSearch, startSearch } from '../../packages/sweep/src/search/search.ts';
import type { SearchSetting } from '../../packages/sweep/src/search/setting.ts';

interface Cell {
  readonly learner: string;
  readonly weights: 'binary' | 'unipolar';
  readonly levels: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const cells: readonly Cell[] = [
  { learner: 'sbpi', weights: 'binary', levels: 2, size: 201, from: 0.3, to: 1.1 },
  { learner: 'rbp', weights: 'unipolar', levels: 4, size: 201, from: 0.3, to: 1.1 },
];
const repetitions = 8;

/** Whether the learner solves one problem, and the CPU milliseconds that it took. */
function learnOnce(cell: Cell, alpha: number, key: string): { solved: boolean; ms: number } {
  const { size } = cell;
  const learner = learnerByName(cell.learner);
  const stream = (purpose: string) => philoxRng(streamKey(77, purpose, `${key} ${alpha}`));
  const before = process.cpuUsage();
  const problem = randomProblem(
    { size, patterns: Math.round(alpha * size), weights: weightValues(cell.weights, cell.levels), inputs: 'pm1' },
    stream('patterns'),
  );
  const streams = { init: stream('init'), dynamics: stream('dynamics') };
  const { solved } = learner.learn(
    problem,
    defaultParameters(learner, { size }),
    streams,
    new AbortController().signal,
  );
  const { user, system } = process.cpuUsage(before);
  return { solved, ms: (user + system) / 1000 };
}

function search(cell: Cell, setting: SearchSetting, run: string): { stop: SearchStop; ms: number } {
  const learner = learnerByName(cell.learner);
  const params = defaultParameters(learner, { size: cell.size });
  const cost = (alpha: number): number => learner.cost(cell.size, Math.round(alpha * cell.size), cell.levels, params);
  let state = startSearch(setting, cost);
  let ms = 0;
  while (state.decision.kind === 'round') {
    const outcomes = state.decision.requests.map(({ x, trials, firstReplicate }) => {
      let successes = 0;
      for (let k = 0; k < trials; k++) {
        const trial = learnOnce(cell, x, `${run} ${firstReplicate + k}`);
        ms += trial.ms;
        if (trial.solved) successes++;
      }
      return { successes, failures: trials - successes, missing: 0 };
    });
    state = advanceSearch(state, outcomes);
  }
  return { stop: state.decision, ms };
}

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('the saving of a search over a grid in CPU-seconds', () => {
  it.each(
    cells.flatMap((cell) => [
      { ...cell, share: 0.5, least: 0.45 },
      { ...cell, share: 0.25, least: 0.6 },
    ]),
  )(
    'is at least $least of R/(4s) at within = $share s ($learner, $weights, $levels levels)',
    ({ share, least, ...cell }) => {
      const { from, to, size } = cell;
      const common = { from, to, target: 0.5, confidence: 0.95, maxTrials: 20_000, lattice: { per: size } };
      const pilot = search(cell, { ...common, within: 0.01 }, 'pilot').stop.scale.estimate;
      let [adaptive, grid, scale] = [0, 0, 0];
      for (let run = 0; run < repetitions; run++) {
        const found = search(cell, { ...common, within: share * pilot }, `search ${run}`);
        const { lower, upper } = found.stop.midpoint as { lower: number; upper: number };
        const onGrid: SearchSetting = { ...common, within: (upper - lower) / 2, placement: 'grid' };
        adaptive += found.ms;
        grid += search(cell, onGrid, `grid ${run}`).ms;
        scale += found.stop.scale.estimate / repetitions;
      }
      const limit = (to - from) / (4 * scale);
      const reached = grid / adaptive / limit;
      console.log(
        `${cell.learner} ${cell.levels} levels, s = ${scale.toFixed(4)}, within = ${share} s: saving ${(grid / adaptive).toFixed(2)} of at most ${limit.toFixed(2)} = ${reached.toFixed(3)}`,
      );
      expect(reached).toBeGreaterThanOrEqual(least);
    },
    900_000,
  );
});
