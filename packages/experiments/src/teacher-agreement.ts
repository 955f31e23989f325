/**
 * How far a student agrees with its teacher: R = W·W^T/(|W||W^T|), and the probability that they label a new pattern differently.
 *
 * The fields of both on new patterns are Gaussian for large N, with covariance v W·W^T and means m ΣW - Θ (v = 1, m = 0 for ±1
 * inputs; v = f(1-f), m = f for 0/1 inputs). Without means the probability is arccos(R)/pi.
 */
import type { TeacherProblem } from '@fewbits/learners';
import { signDisagreement } from '@fewbits/numerics';

export interface TeacherAgreement {
  /** R, in [-1, 1]; 0 where the student has no weight. */
  readonly teacher_overlap: number;
  readonly test_error: number;
}

/** Standard deviations from zero at which a field has one sign. */
const CERTAIN = 40;

/** Of the weights with indices `student`, length N. */
export function teacherAgreement({ problem, teacher }: TeacherProblem, student: Uint8Array): TeacherAgreement {
  const { size, weights, inputs, inputRate, threshold } = problem;
  let [sum, teacherSum, square, teacherSquare, product] = [0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const own = weights[student[i] as number] as number;
    const wanted = weights[teacher[i] as number] as number;
    sum += own;
    teacherSum += wanted;
    square += own * own;
    teacherSquare += wanted * wanted;
    product += own * wanted;
  }
  const [mean, variance] = inputs === '01' ? [inputRate, inputRate * (1 - inputRate)] : [0, 1];
  const relative = (total: number, squares: number): number =>
    (mean * total - threshold) / Math.sqrt(variance * squares);
  if (square === 0) {
    // No weight at all: the field is -Θ whatever the pattern, and a field of 0 is always an error.
    const sign = threshold === 0 ? 0 : -Math.sign(threshold);
    const error = sign === 0 ? 1 : signDisagreement(sign * CERTAIN, relative(teacherSum, teacherSquare), 0);
    return { teacher_overlap: 0, test_error: error };
  }
  const overlap = product / Math.sqrt(square * teacherSquare);
  return {
    teacher_overlap: overlap,
    test_error: signDisagreement(relative(sum, square), relative(teacherSum, teacherSquare), overlap),
  };
}
