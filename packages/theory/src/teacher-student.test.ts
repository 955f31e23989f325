/** Teacher and student: the functional as it stands in the theory, reference values, transition, spinodal and limits. */
import { gaussianGrid, normalTail } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentPointAt, teacherStudent, teacherStudentTransitions } from './teacher-student.ts';
import { type StudentPoint, studentPoint } from './teacher-student-branch.ts';

const fine = gaussianGrid(4001, 10);
const integrate = (f: (z: number) => number): number =>
  fine.z.reduce((sum, z, k) => sum + (fine.weight[k] ?? 0) * f(z), 0);

/** E(R) = 2 ∫Dz H(gz) ln H(gz), g = √(R/(1-R)), with the plain logarithm: H > 1e-130 here. */
function cost(R: number): number {
  const g = Math.sqrt(R / (1 - R));
  return 2 * integrate((z) => normalTail(g * z) * Math.log(normalTail(g * z)));
}

/** -½h(1+R) + ∫Dz ln 2cosh(√h z + h) + alpha E(R), whose extremum in R and h is S. */
const functional = (alpha: number, R: number, h: number): number =>
  -0.5 * h * (1 + R) + integrate((z) => Math.log(2 * Math.cosh(Math.sqrt(h) * z + h))) + alpha * cost(R);

const found = (alpha: number): StudentPoint => studentPointAt(alpha) ?? expect.fail(`no state at ${alpha}`);
const loads = fc.double({ min: 0.01, max: 1.49, noNaN: true });
const { alpha_ts, spinodal, overlap_ts, overlap_spinodal } = teacherStudentTransitions();

describe('a student', () => {
  // Central differences of relative step 1e-3 leave 1e-6 of third derivatives, in relative units below 1 per unit of load,
  // but for 1 - R, the distance of the singularity.
  it('is stationary in R and h, and S is the value of the functional', () => {
    fc.assert(
      fc.property(loads, (alpha) => {
        const { overlap, h, entropy } = found(alpha);
        expect(Math.abs(functional(alpha, overlap, h) - entropy)).toBeLessThan(1e-11);
        const step = 1e-3 * Math.min(overlap, 1 - overlap);
        const byR = functional(alpha, overlap + step, h) - functional(alpha, overlap - step, h);
        const byH = functional(alpha, overlap, h * 1.001) - functional(alpha, overlap, h * 0.999);
        expect(Math.abs(byR)).toBeLessThan(2e-9);
        expect(Math.abs(byH)).toBeLessThan(2e-9);
      }),
      { numRuns: 25 },
    );
  });

  it('has the load asked for, R = ∫Dz tanh = ∫Dz tanh², and 1 - R without cancellation', () => {
    fc.assert(
      fc.property(loads, (alpha) => {
        const point = found(alpha);
        expect(Math.abs(point.alpha / alpha - 1)).toBeLessThan(1e-12);
        const tanh = integrate((z) => Math.tanh(Math.sqrt(point.h) * z + point.h));
        expect(Math.abs(point.overlap - tanh)).toBeLessThan(1e-12);
        expect(Math.abs(point.overlap + point.distance - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  // Steps of 1e-4 leave 1e-8 of the third derivative (about 10 near the spinodal) and rounding 1e-15/1e-4.
  it('loses entropy at the rate E(R) with the load', () => {
    for (const alpha of [0.1, 0.7, 1.2, 1.4]) {
      const rate = (found(alpha + 1e-4).entropy - found(alpha - 1e-4).entropy) / 2e-4;
      expect(Math.abs(rate - cost(found(alpha).overlap))).toBeLessThan(1e-6);
    }
  });

  it.each([
    [0.2, 0.122394, 0.460943, 0.558569],
    [0.4, 0.237484, 0.423677, 0.432178],
    [0.6, 0.347708, 0.38696, 0.314257],
    [0.8, 0.454821, 0.349703, 0.205307],
    [1.0, 0.560715, 0.310526, 0.106108],
    [1.2, 0.668661, 0.266868, 0.017965],
  ])('has the reference values at load %d, to the digits given', (alpha, overlap, error, entropy) => {
    const here = teacherStudent(alpha);
    expect(here.overlap).toBeCloseTo(overlap, 6);
    expect(here.generalization_error).toBeCloseTo(error, 6);
    expect(here.metastable_overlap).toBe(here.overlap);
    expect(found(alpha).entropy).toBeCloseTo(entropy, 6);
  });

  it('is the teacher above alpha_ts, with the reference values on the metastable branch', () => {
    const here = teacherStudent(1.4);
    expect(here).toMatchObject({ overlap: 1, generalization_error: 0 });
    expect(here.metastable_overlap).toBeCloseTo(0.789699, 6);
    expect(found(1.4).entropy).toBeCloseTo(-0.056427, 6);
  });

  // Small fields: R = h, alpha = pi h/2, so R = 2 alpha/pi + O(alpha²); S = ln 2 - alpha ln 2.
  it('knows nothing without examples and 2 alpha/pi after few', () => {
    expect(teacherStudent(0)).toEqual({ overlap: 0, generalization_error: 0.5, metastable_overlap: 0 });
    for (const alpha of [5e-324, 1e-300, 1e-21, 1e-19, 1e-12, 1e-6, 1e-3]) {
      const overlap = teacherStudent(alpha).overlap ?? Number.NaN;
      expect(Math.abs(overlap - (2 * alpha) / Math.PI)).toBeLessThanOrEqual(alpha * alpha + 1e-12 * alpha);
      if (alpha > 1e-300)
        expect(Math.abs(found(alpha).entropy - (1 - alpha) * Math.LN2)).toBeLessThan(alpha * alpha + 1e-14);
    }
  });
});

describe('the transitions', () => {
  it('lie at 1.244684, where the entropy vanishes, and at the largest load of the branch', () => {
    expect(alpha_ts).toBeCloseTo(1.244684, 6);
    expect(Math.abs(found(alpha_ts).entropy)).toBeLessThan(1e-12);
    expect(found(alpha_ts).overlap).toBeCloseTo(overlap_ts, 12);
    expect(spinodal).toBeGreaterThan(1.45);
    expect(spinodal).toBeLessThan(1.55);
    const h = found(spinodal).h;
    let largest = 0;
    for (let share = 0.001; share < 4; share += 0.005) largest = Math.max(largest, studentPoint(share * h).alpha);
    // The grid misses the maximum by (0.0025 h)² times half its curvature, of order 0.1.
    expect(spinodal - largest).toBeGreaterThanOrEqual(-1e-13);
    expect(spinodal - largest).toBeLessThan(1e-5);
  });

  // Off the spinodal by delta the overlap falls as √delta.
  it('separate the states as they should, to the last digits', () => {
    expect(teacherStudent(alpha_ts - 1e-9).overlap).toBeCloseTo(overlap_ts, 7);
    expect(teacherStudent(alpha_ts + 1e-9)).toMatchObject({ overlap: 1, generalization_error: 0 });
    expect(teacherStudent(spinodal).metastable_overlap).toBeCloseTo(overlap_spinodal, 7);
    expect(teacherStudent(spinodal + 1e-9)).toEqual({
      overlap: 1,
      generalization_error: 0,
      metastable_overlap: null,
      reason: 'beyond-spinodal',
    });
    const near = (delta: number): number =>
      overlap_spinodal - (teacherStudent(spinodal - delta).metastable_overlap ?? Number.NaN);
    expect(near(4e-7) / near(1e-7)).toBeCloseTo(2, 2);
  });

  it('leave R growing with the load, and the error falling', () => {
    fc.assert(
      fc.property(loads, loads, (one, other) => {
        fc.pre(other - one > 1e-9);
        const [before, after] = [teacherStudent(one), teacherStudent(other)];
        expect(Number(after.metastable_overlap)).toBeGreaterThan(Number(before.metastable_overlap));
        expect(Number(after.generalization_error)).toBeLessThanOrEqual(Number(before.generalization_error));
      }),
    );
  });
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('a load of %d is refused', (alpha) => {
  expect(() => teacherStudent(alpha)).toThrow(`alpha: got ${alpha}, expected a number from 0`);
});
