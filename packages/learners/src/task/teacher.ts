/**
 * Teacher and student: the labels are those that a teacher with weights of the same set gives, some of them flipped.
 *
 * Teacher uniform in the weight set; s^μ = sign(Σ_i W^T_i ξ_i^μ - Θ), flipped with probability `labelNoise`. Patterns on which
 * the teacher's field is exactly 0 are drawn anew, so that without noise the teacher itself makes no error; with ±1 weights and odd N
 * none is. Source: Györgyi, PRA 41, 7097 (1990), for ±1 weights and inputs; other sets by the same definition.
 */
import { bitMatrix, clearPadding, fillBernoulli } from '@fewbits/kernels';
import { below, type Rng } from '@fewbits/numerics';
import { fieldScanner } from './errors.ts';
import { type Problem, type ProblemSpec, problemFromBits } from './problem.ts';

/** Raised when `teacherProblem` draws another teacher or other patterns from the same stream. */
export const teacherVersion = 1;

export interface TeacherSpec extends Omit<ProblemSpec, 'outputRate'> {
  /** P(label ≠ the teacher's), in [0, ½], default 0. */
  readonly labelNoise?: number;
}

export interface TeacherProblem {
  readonly problem: Problem;
  /** Indices into the weight set, length N. */
  readonly teacher: Uint8Array;
  /** Labels that are not the teacher's. */
  readonly flipped: number;
}

/** The teacher, then the rows in order, then rows in place of those that the teacher cannot decide, then the flips. */
export function teacherProblem(spec: TeacherSpec, rng: Rng): TeacherProblem {
  const { size, patterns, weights, inputs, labelNoise = 0, inputRate = 0.5, threshold = 0 } = spec;
  if (!(labelNoise >= 0 && labelNoise <= 0.5)) {
    throw new RangeError(`labelNoise: got ${labelNoise}, expected a number from 0 to 1/2`);
  }
  const xi = bitMatrix(patterns, size);
  const labels = new Int8Array(patterns).fill(1);
  const problem = problemFromBits({ weights, inputs, inputRate, threshold, labels, xi });
  const teacher = drawTeacher(size, weights, rng);
  const used = Math.ceil(size / 32);
  const fields = new Float64Array(patterns);
  let undecided = Array.from({ length: patterns }, (_, mu) => mu);
  while (undecided.length > 0) {
    for (const mu of undecided) fillBernoulli(xi.words, mu * xi.stride, used, inputRate, rng);
    clearPadding(xi);
    fieldScanner(problem)(teacher, fields);
    undecided = undecided.filter((mu) => fields[mu] === threshold);
  }
  const flips = new Uint32Array(Math.ceil(patterns / 32));
  fillBernoulli(flips, 0, flips.length, labelNoise, rng);
  let flipped = 0;
  for (let mu = 0; mu < patterns; mu++) {
    const flip = (flips[mu >>> 5] >>> (mu & 31)) & 1;
    labels[mu] = fields[mu] > threshold === (flip === 0) ? 1 : -1;
    flipped += flip;
  }
  return { problem, teacher, flipped };
}

/** Uniform in the weight set, but not all zero: such a teacher would have no opinion. */
function drawTeacher(size: number, weights: Int32Array, rng: Rng): Uint8Array {
  for (;;) {
    const teacher = Uint8Array.from({ length: size }, () => below(rng, weights.length));
    if (teacher.some((k) => weights[k] !== 0)) return teacher;
  }
}
