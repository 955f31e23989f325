import { describe, expect, it } from 'vitest';
import { sa } from './sa.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

describe('sa', () => {
  // The specification, N = 201: linear 6 of 6 at α = 0.2 and 0.4, errors 6 of 6 at 0.3. Ours: the same.
  it('solves N = 201 at the loads of the specification', () => {
    for (const alpha of [0.2, 0.4]) expect(successes(sa, 201, alpha, 6).solved).toBe(6);
    expect(successes(sa, 201, 0.3, 6, { energy: 'errors', beta_start: 0.5, beta_end: 5 }).solved).toBe(6);
  });

  it('anneals the cross-entropy too', () => {
    expect(successes(sa, 101, 0.2, 2, { energy: 'cross-entropy' }).solved).toBe(2);
  });

  it('accepts more of a hot walk than of a cold one', () => {
    const problem = drawTask(101, 90, 1);
    const share = (beta: number) =>
      tryLearner(sa, problem, { beta_start: beta, beta_end: beta, max_epochs: 50 }).report['acceptance'] as number;
    expect(share(0)).toBe(1);
    expect(share(3)).toBeLessThan(share(0.3));
    expect(share(0.3)).toBeLessThan(1);
  });

  it('ends at the cap above capacity', () => {
    const outcome = tryLearner(sa, drawTask(51, 75, 2), { max_epochs: 30 });
    expect(outcome).toMatchObject({ solved: false, epochs: 30 });
  });

  it('starts at the temperatures of its energy', () => {
    const at = (name: string, energy: string) => sa.parameters[name]?.defaultFrom?.value({ energy });
    expect([at('beta_start', 'linear'), at('beta_end', 'linear')]).toEqual([0.1, 3]);
    expect([at('beta_start', 'errors'), at('beta_end', 'errors')]).toEqual([0.5, 5]);
  });

  it('takes one epoch, one synapse, a threshold and an even number of synapses', () => {
    expect(tryLearner(sa, drawTask(1, 1, 1), { max_epochs: 5 }).epochs).toBeLessThanOrEqual(5);
    expect(tryLearner(sa, drawTask(31, 40, 1), { max_epochs: 1 }).epochs).toBe(1);
    expect(tryLearner(sa, drawTask(100, 20, 1, { threshold: -2.5 })).solved).toBe(true);
  });

  it('refuses other weights', () => {
    expect(() => tryLearner(sa, drawTask(5, 2, 1, { weights: weightValues('signed', 3) }))).toThrow(
      'sa is defined for ±1 weights and ±1 inputs, got weights -1, 0, 1',
    );
  });
});
