import { describe, expect, it } from 'vitest';
import { bpi } from './bpi.ts';
import { cp } from './cp.ts';
import { sbpi } from './sbpi.ts';
import { problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

describe('bpi', () => {
  // Acceptance "sbpi beats cp and bpi" at α = 0.6, N = 1001. Measured: bpi 6 of 6 at 0.3, 1 of 6 at 0.5, none at 0.6.
  it('solves low loads in few epochs, and fails where sbpi still solves', () => {
    const { solved, medianEpochs } = successes(bpi, 501, 0.3, 5);
    expect(solved).toBe(5);
    expect(medianEpochs).toBeLessThan(successes(cp, 501, 0.3, 5).medianEpochs ?? Number.POSITIVE_INFINITY);
    expect(successes(bpi, 1001, 0.6, 3, { max_epochs: 200 }).solved).toBe(0);
    expect(successes(sbpi, 1001, 0.6, 3, { max_epochs: 200 }).solved).toBe(3);
  });

  it('deepens every barely correct pattern', () => {
    // One synapse, one pattern: right at the start Δ = 1 deepens in the first epoch, which is free of errors.
    const problem = problemFromPatterns({
      weights: weightValues('binary', 2),
      inputs: 'pm1',
      patterns: [[1]],
      labels: [1],
    });
    for (let seed = 1; seed <= 6; seed++) {
      const { epochs, report } = tryLearner(bpi, problem, { states: 4 }, seed);
      expect(report).toEqual({ updates_error: epochs - 1, updates_deepen: 1 });
    }
  });

  it('ends at the cap with too few states', () => {
    expect(tryLearner(bpi, drawTask(301, 150, 2), { states: 2, max_epochs: 40 })).toMatchObject({
      solved: false,
      epochs: 40,
    });
  });
});
