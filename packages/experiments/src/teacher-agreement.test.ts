import { countErrors, fieldThreshold, teacherProblem, weightValues } from '@fewbits/learners';
import { below, philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { teacherAgreement } from './teacher-agreement.ts';

const rng = (seed: number) => philoxRng(streamKey(seed, 'test', 'agreement'));
const size = 501;
const patterns = 20_000;

/** A task, and a student that has drawn about half of its weights anew. */
function pair(spec: object) {
  const drawn = teacherProblem({ weights: weightValues('binary', 2), inputs: 'pm1', size, patterns, ...spec }, rng(1));
  const dice = rng(2);
  const { weights } = drawn.problem;
  const student = drawn.teacher.map((k) => (dice.uniform() < 0.5 ? k : below(dice, weights.length)));
  return { drawn, student };
}

describe('the test error', () => {
  // The labels are the teacher's: the student's errors on 20 000 patterns that it never saw are the count of disagreements.
  // 5 standard errors (1 in 600 000 seeds), and 0.01 for fields that are not yet Gaussian at N = 501.
  it.each([
    ['±1 weights', {}],
    [
      '0 … 2, 0/1 inputs at 0.3',
      { weights: weightValues('unipolar', 3), inputs: '01', inputRate: 0.3, threshold: 150.5 },
    ],
    [
      '0 … 2, 0/1 inputs at 0.3, few ones',
      { weights: weightValues('unipolar', 3), inputs: '01', inputRate: 0.3, threshold: 162.5 },
    ],
    ['-1 … 1, a threshold', { weights: weightValues('signed', 3), threshold: fieldThreshold(0.02, size, 'pm1') }],
  ])('is the share of new patterns on which they disagree (%s)', (_, spec) => {
    const { drawn, student } = pair(spec);
    const share = countErrors(drawn.problem, student) / patterns;
    const { test_error } = teacherAgreement(drawn, student);
    expect(test_error).toBeGreaterThan(0.1);
    expect(Math.abs(share - test_error)).toBeLessThan(5 * Math.sqrt(0.25 / patterns) + 0.01);
  });

  it('is 0 for the teacher and 1 for its opposite', () => {
    const { drawn } = pair({});
    expect(teacherAgreement(drawn, drawn.teacher)).toEqual({ teacher_overlap: 1, test_error: 0 });
    const opposite = drawn.teacher.map((k) => 1 - k);
    expect(teacherAgreement(drawn, opposite)).toEqual({ teacher_overlap: -1, test_error: 1 });
  });

  it('is that of a constant answer for a student without weights; a field of 0 is always wrong', () => {
    const spec = { weights: weightValues('unipolar', 2) };
    const { drawn } = pair(spec);
    const none = new Uint8Array(size);
    expect(teacherAgreement(drawn, none)).toEqual({ teacher_overlap: 0, test_error: 1 });
    const { drawn: shifted } = pair({ ...spec, threshold: 5.5 });
    const share = countErrors(shifted.problem, none) / patterns;
    const { test_error } = teacherAgreement(shifted, none);
    expect(Math.abs(share - test_error)).toBeLessThan(5 * Math.sqrt(0.25 / patterns) + 0.01);
  });
});
