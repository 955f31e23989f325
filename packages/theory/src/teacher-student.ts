/**
 * What a ±1 student learns from alpha N examples of a ±1 teacher: overlap R = W·W^T/N and generalisation error arccos(R)/pi.
 *
 * A first-order transition: below alpha_ts the typical student is that of `teacher-student-branch.ts`; at alpha_ts its entropy
 * falls to that of the teacher alone, 0, and above only the teacher is left, R = 1. The branch goes on as a metastable state up to
 * the spinodal, the largest load that it reaches. Source: Györgyi, PRA 41, 7097 (1990).
 */
import { type Bracket, refineRoot } from '@fewbits/numerics';
import type { ParameterProblem, Quantity } from './quantity.ts';
import { describeProblems, refuseProblems } from './storage-parameters.ts';
import { type StudentPoint, studentPoint } from './teacher-student-branch.ts';

/** Null where `reason` says why there is no value. */
export interface TeacherStudent {
  /** R in equilibrium, in [0, 1]; 1 above alpha_ts. */
  readonly overlap: number | null;
  /** Probability that student and teacher disagree on a new example, in [0, 1/2]. */
  readonly generalization_error: number | null;
  /** R on the branch that ends at the spinodal: `overlap` up to alpha_ts, null above the spinodal. */
  readonly metastable_overlap: number | null;
  readonly reason?: string;
}

/** The two loads (patterns per synapse) and R on the branch at each. */
export interface TeacherStudentTransitions {
  readonly alpha_ts: number;
  readonly spinodal: number;
  readonly overlap_ts: number;
  readonly overlap_spinodal: number;
}

/** Of ln h, h the conjugate of the overlap. */
const TOLERANCE = 1e-14;
/** Loads below this: R = 2 alpha/pi (1 + O(alpha)) to the last digit. */
const LINEAR = 1e-20;
/** h at the spinodal, the one maximum of the load, lies between; so does no other zero of d alpha/dh. */
const SPINODAL_BETWEEN = [1, 6] as const;

/**
 * The values at load `alpha` ≥ 0; R to about 1e-12, within 1e-12 of the spinodal to its square root. `reason` is `beyond-spinodal`
 * where there is no metastable state. Throws RangeError on other loads.
 */
export function teacherStudent(alpha: number): TeacherStudent {
  refuseProblems(loadProblems(alpha));
  const { transition, spinodal } = landmarks();
  const metastable = alpha < LINEAR ? (2 * alpha) / Math.PI : (branchAt(alpha, spinodal)?.overlap ?? null);
  const overlap = alpha > transition.alpha || metastable === null ? 1 : metastable;
  const values = { overlap, generalization_error: Math.acos(overlap) / Math.PI, metastable_overlap: metastable };
  return metastable === null ? { ...values, reason: 'beyond-spinodal' } : values;
}

/** alpha_ts and the spinodal to about 1e-12. */
export function teacherStudentTransitions(): TeacherStudentTransitions {
  const { transition, spinodal } = landmarks();
  return {
    alpha_ts: transition.alpha,
    spinodal: spinodal.alpha,
    overlap_ts: transition.overlap,
    overlap_spinodal: spinodal.overlap,
  };
}

/** The point of the branch at load `alpha` ≥ 1e-300, metastable above alpha_ts; null beyond the spinodal. */
export function studentPointAt(alpha: number): StudentPoint | null {
  return branchAt(alpha, landmarks().spinodal);
}

function branchAt(alpha: number, spinodal: StudentPoint): StudentPoint | null {
  if (alpha > spinodal.alpha) return null;
  const excess = (logH: number): number => Math.log(studentPoint(Math.exp(logH)).alpha / alpha);
  // alpha ≤ pi h/2, its value for small h.
  const low = Math.log((2 * alpha) / Math.PI) - 1e-9;
  const ends = bracket(excess, low, Math.log(spinodal.h));
  return ends.atHigh > 0 ? studentPoint(Math.exp(refineRoot(excess, ends, TOLERANCE))) : spinodal;
}

function landmarks(): { readonly transition: StudentPoint; readonly spinodal: StudentPoint } {
  const [low, high] = SPINODAL_BETWEEN;
  const growth = (logH: number): number => studentPoint(Math.exp(logH)).growth;
  const top = refineRoot(growth, bracket(growth, Math.log(low), Math.log(high)), TOLERANCE);
  const entropy = (logH: number): number => studentPoint(Math.exp(logH)).entropy;
  const zero = refineRoot(entropy, bracket(entropy, Math.log(low), top), TOLERANCE);
  return { transition: studentPoint(Math.exp(zero)), spinodal: studentPoint(Math.exp(top)) };
}

function bracket(f: (x: number) => number, low: number, high: number): Bracket {
  return { low, high, atLow: f(low), atHigh: f(high) };
}

function loadProblems(alpha: number | undefined): ParameterProblem[] {
  if (alpha === undefined || (alpha >= 0 && alpha < Number.POSITIVE_INFINITY)) return [];
  return [{ parameter: 'alpha', got: String(alpha), expected: 'a number from 0' }];
}

export const teacherStudentQuantity: Quantity = {
  name: 'teacher-student',
  version: 1,
  doc: 'what a ±1 student learns from examples of a ±1 teacher; without alpha: its transition and spinodal',
  source: 'gyorgyi-1990',
  parameters: {
    alpha: {
      type: 'float',
      unit: 'patterns/synapse',
      doc: 'load; left out: the two special loads',
      min: 0,
      optional: true,
    },
  },
  values: {
    overlap: { type: 'float', unit: '1', doc: 'cosine of student and teacher in equilibrium' },
    generalization_error: { type: 'float', unit: '1', doc: 'probability of disagreement on a new example' },
    metastable_overlap: { type: 'float', unit: '1', doc: 'overlap on the branch that ends at the spinodal' },
    alpha_ts: { type: 'float', unit: 'patterns/synapse', doc: 'load above which only the teacher is left' },
    spinodal: { type: 'float', unit: 'patterns/synapse', doc: 'load at which the metastable state ends' },
    overlap_ts: { type: 'float', unit: '1', doc: 'overlap on the branch at alpha_ts' },
    overlap_spinodal: { type: 'float', unit: '1', doc: 'overlap on the branch at the spinodal' },
  },
  check: ({ alpha }) => loadProblems(alpha as number | undefined),
  evaluate: (params) => {
    const alpha = params['alpha'] as number | undefined;
    if (alpha === undefined) return { ...teacherStudentTransitions() };
    const problems = loadProblems(alpha);
    if (problems.length === 0) return { ...teacherStudent(alpha) };
    return {
      overlap: null,
      generalization_error: null,
      metastable_overlap: null,
      reason: describeProblems(problems),
    };
  },
};
