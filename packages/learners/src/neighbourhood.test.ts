import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { localEntropies } from './neighbourhood.ts';
import { rbp } from './rbp.ts';
import { countErrors } from './task/errors.ts';
import { teacherProblem } from './task/teacher.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, tryLearner } from './testing/try-learner.ts';

const { signal } = new AbortController();
const allWeights = (d: number): number => -d * Math.log(d) - (1 - d) * Math.log(1 - d);

describe('the local entropy around a vector', () => {
  it('is that of all weights at the distance, less what a single pattern forbids', () => {
    const problem = drawTask(1001, 1, 3);
    const { weights, solved } = tryLearner(rbp, problem);
    expect(solved).toBe(true);
    const distances = [0.02, 0.1, 0.3];
    localEntropies(problem, weights, distances, signal).forEach((entropy, k) => {
      // One pattern forbids at most half of the weights or so: ln 2/N, and no more than 3 of that near its border.
      const lost = allWeights(distances[k] as number) - entropy;
      expect(lost).toBeGreaterThan(-1e-6);
      expect(lost).toBeLessThan((3 * Math.LN2) / 1001);
    });
  });

  it('does not depend on the order of the distances, nor on which others are asked for', () => {
    const problem = drawTask(401, 160, 4);
    const { weights } = tryLearner(rbp, problem);
    const [near, far] = localEntropies(problem, weights, [0.03, 0.15], signal);
    expect(localEntropies(problem, weights, [0.15, 0.1, 0.03], signal)).toEqual([far, expect.any(Number), near]);
    expect(far).toBeGreaterThan(near as number);
  });

  // Load 0.4, N = 1001: the message of Baldassi et al. (2015). The teacher is a typical solution of its patterns.
  it('is larger around a solution that a rule finds than around a typical one, which has no near neighbours', () => {
    const spec = { size: 1001, patterns: 400, weights: weightValues('binary', 2), inputs: 'pm1' } as const;
    const { problem, teacher } = teacherProblem(spec, philoxRng(streamKey(9, 'patterns', '')));
    const { weights, solved } = tryLearner(rbp, problem);
    expect(solved && countErrors(problem, weights) === 0).toBe(true);
    const distances = [0.003, 0.02, 0.05, 0.1];
    const found = localEntropies(problem, weights, distances, signal);
    const typical = localEntropies(problem, teacher, distances, signal);
    expect(typical[0]).toBeNaN();
    expect(found[0]).toBeGreaterThan(0.01);
    for (const k of [1, 2, 3]) expect((found[k] as number) - (typical[k] as number)).toBeGreaterThan(0.02);
  });

  it('is no number beyond the reach of the field, and refuses other weights', () => {
    const problem = drawTask(201, 80, 5);
    const { weights } = tryLearner(rbp, problem);
    expect(localEntropies(problem, weights, [0.49], signal)).toEqual([Number.NaN]);
    const others = drawTask(201, 80, 5, { weights: weightValues('signed', 3) });
    expect(() => localEntropies(others, weights, [0.1], signal)).toThrow(/defined for ±1 weights/);
    expect(() => localEntropies(problem, weights, [0.1], AbortSignal.abort(new Error('stop')))).toThrow('stop');
  });
});
