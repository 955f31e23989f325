import { describe, expect, it } from 'vitest';
import { cp } from './cp.ts';
import { cpR } from './cp-r.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

describe('cp-r', () => {
  // Measured, N = 1001: 6 of 6 at α = 0.5 and 0.6, where cp solves none.
  it('solves loads at which the clipped perceptron fails', () => {
    expect(successes(cpR, 1001, 0.5, 4, { max_epochs: 300 }).solved).toBe(4);
    expect(successes(cp, 1001, 0.5, 4, { max_epochs: 300 }).solved).toBe(0);
  });

  it('is the clipped perceptron without reinforcement', () => {
    const problem = drawTask(201, 40, 3);
    const without = tryLearner(cpR, problem, { pr: 0 });
    expect(without.solved).toBe(true);
    // The same order of patterns: no number is drawn for a gap that never ends.
    expect(without).toEqual(tryLearner(cp, problem));
  });

  it('never changes a weight by reinforcement: too much of it saturates the states and freezes the rule', () => {
    const problem = drawTask(501, 250, 1);
    // With pr near 1 the states are at their bounds after K/2 presentations, and one error cannot flip them.
    const frozen = tryLearner(cpR, problem, { pr: 0.999, max_epochs: 50 });
    expect(frozen).toMatchObject({ solved: false, epochs: 50 });
    expect(tryLearner(cpR, problem, { max_epochs: 200 }).solved).toBe(true);
  });

  it('works with two states, one and three synapses', () => {
    expect(tryLearner(cpR, drawTask(1, 1, 1), { states: 2 }).solved).toBe(true);
    expect(tryLearner(cpR, drawTask(3, 1, 1), { states: 2 }).solved).toBe(true);
  });

  it('refuses other weights', () => {
    const problem = drawTask(5, 2, 1, { weights: weightValues('unipolar', 2) });
    expect(() => tryLearner(cpR, problem)).toThrow('cp-r is defined for ±1 weights and ±1 inputs, got weights 0, 1');
  });
});
