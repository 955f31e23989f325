import { describe, expect, it } from 'vitest';
import { cp } from './cp.ts';
import { sbpi } from './sbpi.ts';
import { problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const binary = weightValues('binary', 2);

describe('cp', () => {
  // Measured: 6 of 6 at α = 0.3 and none of 6 at 0.5, N = 1001.
  it('solves low loads, and not those that sbpi solves', () => {
    expect(successes(cp, 501, 0.25, 4).solved).toBe(4);
    expect(successes(cp, 1001, 0.6, 3, { max_epochs: 200 }).solved).toBe(0);
    expect(successes(sbpi, 1001, 0.6, 3, { max_epochs: 200 }).solved).toBe(3);
  });

  it('counts an error for every update: one pattern, one error an epoch but the last', () => {
    const problem = problemFromPatterns({ weights: binary, inputs: 'pm1', patterns: [[1, -1, 1]], labels: [-1] });
    for (let seed = 1; seed <= 8; seed++) {
      const { solved, epochs, report } = tryLearner(cp, problem, { states: 6 }, seed);
      expect(solved).toBe(true);
      // From h = ±1 one update of all three states makes Δ = 3.
      expect(report).toEqual({ updates_error: epochs - 1 });
      expect(epochs).toBeLessThanOrEqual(2);
    }
  });

  it('ends at the cap with two states, without a claim', () => {
    const outcome = tryLearner(cp, drawTask(301, 150, 1), { states: 2, max_epochs: 40 });
    expect(outcome).toMatchObject({ solved: false, epochs: 40 });
    expect(outcome.errors).toBeGreaterThan(0);
  });
});
