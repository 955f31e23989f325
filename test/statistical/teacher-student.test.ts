/**
 * Belief propagation as a student of a ±1 teacher against the Bayes-optimal curve, on both sides of its transition.
 *
 * Below the load 1.2447 a typical student has the overlap R of `theory teacher-student`: so have two typical students (bp's
 * `overlap`), and the most probable weights have 2 Phi(√h) - 1 with h = 2αJ/(1-R), J = ∫Dz phi²(gz)/H(gz), g = √(R/(1-R)). Between the
 * transition and the spinodal (1.48) messages without knowledge of the teacher stay on the metastable branch; beyond it they
 * find the teacher. 4.5 standard errors plus a bias of 2/N, two-sided, on 6 averages: a false alarm in about 1 of 10 000
 * seeds (Student's law with 29 degrees of freedom).
 */
import { experimentByName } from '@fewbits/experiments';
import { bp, defaultParameters } from '@fewbits/learners';
import { hazard, normalCdf, normalDensity, philoxRng, streamKey } from '@fewbits/numerics';
import { teacherStudent } from '@fewbits/theory';
import { describe, expect, it } from 'vitest';

const size = 1001;
const samples = 30;
const generalization = experimentByName('generalization');

interface Student {
  readonly teacher_overlap: number;
  readonly test_error: number;
  readonly typical_error: number;
  readonly overlap: number;
  readonly converged: boolean;
}

const patterns = () => Promise.reject(new Error('no file is named'));

function students(alpha: number): Student[] {
  const task = { weights: 'binary', inputs: 'pm1', threshold: 'optimal', label_noise: 0, size, alpha, learner: 'bp' };
  const params = defaultParameters(bp, task);
  return Array.from({ length: samples }, (_, k) => {
    const stream = (purpose: string) => philoxRng(streamKey(1990, purpose, JSON.stringify([alpha, k])));
    return generalization.run({ params, rng: stream('trial'), signal: new AbortController().signal, stream, patterns });
  }) as unknown as Student[];
}

function demandMean(values: readonly number[], expected: number): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const tolerance = 4.5 * Math.sqrt(variance / values.length) + 2 / size;
  expect(Math.abs(mean - expected), `mean ${mean}, expected ${expected} ± ${tolerance}`).toBeLessThan(tolerance);
}

/** Overlap of the most probable weights, on the branch with typical overlap R. */
function decodedOverlap(alpha: number, R: number): number {
  const g = Math.sqrt(R / (1 - R));
  let J = 0;
  for (let z = -9; z <= 9; z += 0.01) J += 0.01 * normalDensity(z) * hazard(g * z) * normalDensity(g * z);
  return 2 * normalCdf(Math.sqrt((2 * alpha * J) / (1 - R))) - 1;
}

describe.each([0.5, 1, 1.35])('at load %d', (alpha) => {
  const found = students(alpha);
  const R = teacherStudent(alpha).metastable_overlap as number;

  it('belief propagation converges on the branch of the theory: typical students err as it says', () => {
    expect(found.every(({ converged }) => converged)).toBe(true);
    demandMean(
      found.map(({ typical_error }) => typical_error),
      Math.acos(R) / Math.PI,
    );
  });

  it('its most probable weights err less, by as much as the field on a synapse says', () => {
    const expected = Math.acos(decodedOverlap(alpha, R)) / Math.PI;
    expect(expected).toBeLessThan(Math.acos(R) / Math.PI - 0.02);
    demandMean(
      found.map(({ test_error }) => test_error),
      expected,
    );
  });
});

it('belief propagation is the teacher beyond the spinodal, as the theory is from the transition on', () => {
  const found = students(1.8);
  expect(teacherStudent(1.8)).toMatchObject({ overlap: 1, generalization_error: 0, metastable_overlap: null });
  for (const { teacher_overlap, test_error, typical_error } of found) {
    expect([teacher_overlap, test_error]).toEqual([1, 0]);
    expect(typical_error).toBeLessThan(1e-3);
  }
});
