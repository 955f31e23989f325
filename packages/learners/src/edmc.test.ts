import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchoredState, anchorOverlap, edmc, localFreeEntropy, mostNegative, relax } from './edmc.ts';
import { forEachWeights } from './task/enumerate.ts';
import type { Problem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const { signal } = new AbortController();

const reference = (size: number, seed: number): Int8Array =>
  Int8Array.from({ length: size }, (_, i) => ((i * 7 + seed * 13) % 5 < 2 ? 1 : -1));

/** (1/N) ln Σ exp(γ W·W̃) over the solutions, by enumeration. */
function exactFreeEntropy(problem: Problem, anchor: Int8Array, gamma: number): number {
  let Z = 0;
  forEachWeights(problem, (indices, errors) => {
    if (errors > 0) return;
    let dot = 0;
    for (let i = 0; i < anchor.length; i++) dot += (indices[i] ? 1 : -1) * anchor[i];
    Z += Math.exp(gamma * dot);
  });
  return Math.log(Z) / problem.size;
}

function relaxed(problem: Problem, anchor: Int8Array, gamma: number) {
  const state = anchoredState(problem, anchor, gamma);
  expect(relax(state, 2000, 1e-12, signal)).toBe(true);
  return state;
}

describe('the local free entropy', () => {
  it('is ln 2cosh γ without patterns', () => {
    const state = relaxed(drawTask(9, 0, 1), reference(9, 1), 0.7);
    expect(localFreeEntropy(state)).toBeCloseTo(Math.log(2 * Math.cosh(0.7)), 12);
    expect(anchorOverlap(state)).toBeCloseTo(Math.tanh(0.7), 12);
  });

  // The messages are exact for N → ∞ only: at N = 15 and 3 patterns they are off by 0.01, the differences of F between
  // references are 0.05 to 0.3.
  it('is that of all solutions of a small problem, at a low load', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const problem = drawTask(15, 3, seed);
      for (const gamma of [0, 0.5, 1]) {
        const anchor = reference(15, seed);
        const F = localFreeEntropy(relaxed(problem, anchor, gamma));
        expect(Math.abs(F - exactFreeEntropy(problem, anchor, gamma))).toBeLessThan(0.03);
      }
    }
  });

  // An identity of the fixed point, not an approximation: dF/dγ = S up to terms of the expanded form, O(1/N).
  it('has the overlap as its derivative', () => {
    const problem = drawTask(801, 320, 2);
    const anchor = reference(801, 2);
    const at = (gamma: number) => localFreeEntropy(relaxed(problem, anchor, gamma));
    const derivative = (at(0.501) - at(0.499)) / 0.002;
    expect(Math.abs(derivative - anchorOverlap(relaxed(problem, anchor, 0.5)))).toBeLessThan(1e-3);
  });
});

it('orders the most negative fields as a sort does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 30 }), fc.nat(), (B, seed) => {
      const anchor = reference(B.length, seed);
      const out = new Int32Array(5);
      const found = mostNegative(anchor, Float64Array.from(B), out);
      const expected = B.map((b, i) => ({ i, value: b * anchor[i] }))
        .filter(({ value }) => value < 0)
        .sort((x, y) => x.value - y.value || x.i - y.i)
        .slice(0, 5)
        .map(({ i }) => i);
      expect([...out.subarray(0, found)]).toEqual(expected);
    }),
  );
});

describe('edmc', () => {
  // The specification, N = 201: 3 of 3 each at α = 0.3, 0.4, 0.5 in 53 to 115 flips. Ours 47 to 107.
  it.each([0.3, 0.4, 0.5])('solves N = 201 one flip at a time at α = %s', (alpha) => {
    const { solved, medianEpochs } = successes(edmc, 201, alpha, 3);
    expect(solved).toBe(3);
    expect(medianEpochs).toBeGreaterThan(30);
    expect(medianEpochs).toBeLessThan(160);
  });

  // The specification, N = 401: α = 0.4 5 of 5.
  it('solves N = 401 in parallel at α = 0.4', () => {
    const parallel = { mode: 'parallel', gamma_start: 0.05, gamma_step: 0.01, gamma_end: 6 };
    const { solved, medianEpochs } = successes(edmc, 401, 0.4, 5, parallel);
    expect(solved).toBe(5);
    expect(medianEpochs).toBeLessThan(200);
  });

  it('finds a reference with many solutions around it: more than around a random one', () => {
    const problem = drawTask(201, 80, 4);
    const { solved, weights, report } = tryLearner(edmc, problem);
    expect(solved).toBe(true);
    const gamma = report['gamma_final'] as number;
    const found = Int8Array.from(weights, (k) => 2 * k - 1);
    const around = localFreeEntropy(relaxed(problem, found, gamma));
    expect(around).toBeCloseTo(report['free_entropy'] as number, 4);
    expect(around).toBeGreaterThan(localFreeEntropy(relaxed(problem, reference(201, 4), gamma)) + 0.01);
    // Local entropy F - γS, below that of a sphere at this overlap.
    const S = report['overlap'] as number;
    const d = (1 - S) / 2;
    const bound = -d * Math.log(d) - (1 - d) * Math.log(1 - d);
    expect(report['local_entropy']).toBeCloseTo(around - gamma * S, 4);
    expect(report['local_entropy']).toBeLessThan(bound);
  });

  it('gives up at gamma_end or max_steps where there is no solution', () => {
    const problem = drawTask(15, 40, 1);
    const byField = tryLearner(edmc, problem, { gamma_end: 1 });
    expect(byField.solved).toBe(false);
    expect(byField.report['gamma_final']).toBeCloseTo(1.1, 12);
    // With γ fixed only the cap on the steps ends it.
    for (const mode of ['single', 'parallel']) {
      const bySteps = tryLearner(edmc, problem, { mode, gamma_step: 0, max_steps: 7 });
      expect(bySteps.solved).toBe(false);
      expect(bySteps.epochs).toBeLessThanOrEqual(7);
    }
  });

  it('starts at the fields of its mode', () => {
    const at = (name: string, mode: string) => edmc.parameters[name]?.defaultFrom?.value({ mode, size: 201 });
    const fields = ['gamma_start', 'gamma_step', 'gamma_end', 'max_steps'];
    expect(fields.map((name) => at(name, 'single'))).toEqual([0.3, 0.1, 8, 2010]);
    expect(fields.map((name) => at(name, 'parallel'))).toEqual([0.05, 0.01, 6, 2010]);
  });

  it('refuses other weights', () => {
    expect(() => tryLearner(edmc, drawTask(5, 2, 1, { weights: weightValues('unipolar', 2) }))).toThrow(
      'edmc is defined for ±1 weights and ±1 inputs',
    );
  });
});
