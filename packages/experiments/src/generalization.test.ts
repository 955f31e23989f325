import type { Value } from '@fewbits/dataset/columns';
import { learners } from '@fewbits/learners';
import { describe, expect, it } from 'vitest';
import type { Row } from './experiment.ts';
import { generalization } from './generalization.ts';
import { completed, trialContext } from './testing/perceptron-trial.ts';

const { columns, check, task, versions, cost, run } = generalization as Required<typeof generalization>;
const complete = (given: Record<string, Value>) => completed(generalization, given);
const trial = (given: Record<string, Value>, replicate = 0): Row =>
  run(trialContext(generalization, complete(given), replicate)) as Row;
const faults = (given: Record<string, Value>): string[] =>
  check(complete(given)).map(({ parameter, got, expected }) => `${parameter}: got ${got}, expected ${expected}`);

const small = { learner: 'rbp', weights: 'binary', size: 101, alpha: 0.5 };

describe('a trial', () => {
  it('fills every declared column, for every learner', () => {
    for (const { name } of learners) {
      const row = trial({ ...small, alpha: 0.2, learner: name });
      expect(Object.keys(row).sort()).toEqual(Object.keys(columns).sort());
      const { train_errors, errors, teacher_overlap, test_error, noisy_labels } = row;
      expect(train_errors).toBe(errors);
      expect(noisy_labels).toBe(0);
      // 20 examples teach something, and not everything.
      expect(teacher_overlap).toBeGreaterThan(-0.2);
      expect(teacher_overlap).toBeLessThan(1);
      expect(test_error).toBeCloseTo(Math.acos(teacher_overlap as number) / Math.PI, 12);
    }
  });

  it('is the same for the same streams and another one for another replicate', () => {
    expect(trial(small, 3)).toEqual(trial(small, 3));
    expect(trial(small, 3)).not.toEqual(trial(small, 4));
  });

  it('finds the teacher itself far above the transition: nothing else agrees with 300 examples at N = 101', () => {
    const row = trial({ ...small, learner: 'bp', alpha: 3 });
    expect(row).toMatchObject({ solved: true, teacher_overlap: 1, test_error: 0, converged: true });
    expect(row['typical_error']).toBeLessThan(1e-3);
  });

  it('reports the error of a typical student where bp converged, and only there', () => {
    const { typical_error, overlap } = trial({ ...small, learner: 'bp' });
    expect(typical_error).toBeCloseTo(Math.acos(overlap as number) / Math.PI, 12);
    expect(trial(small)['typical_error']).toBeNull();
    expect(trial({ ...small, learner: 'bp', max_iterations: 1 })['typical_error']).toBeNull();
  });

  it('works for every weight set and coding, with a threshold too', () => {
    for (const given of [
      { weights: 'unipolar', levels: 2 },
      { weights: 'unipolar', levels: 4, inputs: '01', input_rate: 0.3 },
      { weights: 'unipolar', levels: 2, inputs: '01', threshold: 0.1 },
      { weights: 'signed', levels: 3, size: 100 },
      { weights: 'signed', levels: 4, threshold: 0.05 },
    ]) {
      const row = trial({ ...small, alpha: 0.3, ...given });
      expect(row['solved']).toBe(true);
      expect(row['test_error']).toBeGreaterThan(0);
      expect(row['test_error']).toBeLessThan(0.5);
    }
  });

  it('learns nothing from labels that are noise: the overlap is 0 within 5 standard errors (1 in 600 000 seeds)', () => {
    const rows = Array.from({ length: 60 }, (_, k) => trial({ ...small, alpha: 0.4, label_noise: 0.5 }, k));
    const mean = rows.reduce((sum, row) => sum + (row['teacher_overlap'] as number), 0) / rows.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(60 * 101));
    const flipped = rows.reduce((sum, row) => sum + (row['noisy_labels'] as number), 0);
    expect(Math.abs(flipped - 60 * 20)).toBeLessThan(5 * Math.sqrt(60 * 40 * 0.25));
  });

  it('counts the errors on the noisy labels', () => {
    // Three examples a synapse, a tenth of them wrong: no weights satisfy all.
    const row = trial({ ...small, alpha: 3, label_noise: 0.1, max_iterations: 50 });
    expect(row['noisy_labels']).toBeGreaterThan(0);
    expect(row['train_errors']).toBeGreaterThan(0);
    expect(row['solved']).toBe(false);
  });

  it('shows two learners the same teacher and patterns', async () => {
    const words = async (given: Record<string, Value>): Promise<number[]> => {
      const drawn: number[] = [];
      await run(trialContext(generalization, complete({ ...small, ...given }), 0, drawn));
      return drawn;
    };
    const base = await words({});
    // 101 for the teacher, 4 a row; without noise no word for the flips.
    expect(base).toHaveLength(101 + 51 * 4);
    expect(await words({ learner: 'sbpi' })).toEqual(base);
    expect(await words({ alpha: 0.51 })).not.toEqual(base.slice(0, 10));
  });
});

describe('faults of a combination', () => {
  it('are none for what the literature does', () => {
    for (const { name } of learners) expect(faults({ ...small, learner: name })).toEqual([]);
    expect(faults({ ...small, label_noise: 0.5 })).toEqual([]);
    expect(faults({ ...small, weights: 'signed', levels: 3, size: 100 })).toEqual([]);
  });

  it('name the odd neighbours of an even number of ±1 synapses, and the least load', () => {
    expect(faults({ ...small, size: 100 })[0]).toMatch(/^size: got 100, expected an odd number, e\.g\. 99 or 101/);
    expect(faults({ ...small, alpha: 0.004 })[0]).toMatch(
      /^alpha: got 0\.004, expected a load of at least one pattern/,
    );
  });

  it('name what the learner can do', () => {
    expect(faults({ ...small, learner: 'rms', weights: 'unipolar', levels: 4 })[0]).toMatch(
      /^weights: got unipolar, expected binary with learner rms/,
    );
  });

  it('leave no room for a load of 0 and for noise above one half', () => {
    expect(generalization.parameters['alpha']).toMatchObject({ exclusiveMin: 0 });
    expect(generalization.parameters['label_noise']).toMatchObject({ min: 0, max: 0.5 });
  });
});

it('has teachers and patterns depend on all that they are drawn from', () => {
  const common = { size: 101, patterns: 51, inputs: 'pm1', threshold: 'optimal' };
  expect(task(complete(small))).toEqual({ ...common, weights: 'binary', levels: 2, label_noise: 0 });
  expect(
    task(complete({ ...small, weights: 'unipolar', levels: 3, inputs: '01', input_rate: 0.2, label_noise: 0.1 })),
  ).toEqual({ ...common, weights: 'unipolar', levels: 3, inputs: '01', input_rate: 0.2, label_noise: 0.1 });
  expect(Object.keys(versions(complete(small))).sort()).toEqual(['rbp', 'teacher']);
  expect(cost(complete({ ...small, size: 1001 }))).toBeGreaterThan(10 * cost(complete(small)));
});
