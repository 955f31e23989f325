import { readFileSync } from 'node:fs';
import { bitAt } from '@fewbits/kernels';
import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iterateMaxSum, type MaxSum, maxSum, rms, smallest } from './rms.ts';
import { problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const golden: { maxSum: { pattern: number[]; cavityFields: number[]; messages: number[] }[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/perceptron-rules.json', import.meta.url), 'utf8'),
);

/** u_{μ→i} as they are kept. */
function messages(state: MaxSum, mu: number): number[] {
  return Array.from(state.fields, (_, i) => {
    const size = bitAt(state.chosen, mu, i) ? state.high[mu] : state.low[mu];
    return bitAt(state.gauged, mu, i) ? size : -size;
  });
}

/** Messages of one pattern from given fields: one iteration without noise and reinforcement. */
function messagesOf(pattern: number[], fields: number[], threshold = 0): { u: number[]; next: number[] } {
  const problem = problemFromPatterns({
    weights: weightValues('binary', 2),
    inputs: 'pm1',
    patterns: [pattern],
    labels: [1],
    threshold,
  });
  const state = maxSum(problem, new Float64Array(fields.length));
  state.fields.set(fields);
  iterateMaxSum(state, 0);
  return { u: messages(state, 0), next: [...state.fields] };
}

/** ½ max over W with W_i = +1 of Σ_{j≠i} W_j H_j, minus the same with W_i = -1; over W with Σ W x > Θ. */
function slowMessages(pattern: number[], fields: number[], threshold: number): number[] {
  const N = fields.length;
  const best = (i: number, w: number) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let word = 0; word < 2 ** N; word++) {
      const W = fields.map((_, j) => (j === i ? w : (word >> j) & 1 ? 1 : -1));
      if (W.reduce((sum, x, j) => sum + x * (pattern[j] as number), 0) <= threshold) continue;
      top = Math.max(
        top,
        W.reduce((sum, x, j) => sum + (j === i ? 0 : x * (fields[j] as number)), 0),
      );
    }
    return top;
  };
  return fields.map((_, i) => (best(i, 1) - best(i, -1)) / 2);
}

describe('the messages of one pattern', () => {
  it.each(golden.maxSum)(
    'are those of the reference ($messages.0)',
    ({ pattern, cavityFields, messages: expected }) => {
      const { u, next } = messagesOf(pattern, cavityFields);
      u.forEach((message, i) => {
        expect(message).toBeCloseTo(expected[i] as number, 9);
      });
      // The total field is the sum of the messages.
      expect(next).toEqual(u);
    },
  );

  it('are the max-marginals by enumeration, with a threshold and an even number of synapses too', () => {
    const field = fc.integer({ min: -40, max: 40 }).map((x) => x / 8);
    const cases = fc.array(fc.tuple(fc.constantFrom(-1, 1), field), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(cases, fc.constantFrom(0, -1.5, 1, 2), (pairs, threshold) => {
        const pattern = pairs.map(([x]) => x);
        // Where every synapse is needed the exact message is infinite.
        fc.pre(threshold + 2 < pairs.length);
        const fields = pairs.map(([, h]) => h);
        const expected = slowMessages(pattern, fields, threshold);
        messagesOf(pattern, fields, threshold).u.forEach((message, i) => {
          expect(message).toBeCloseTo(expected[i] as number, 9);
        });
      }),
      { numRuns: 100 },
    );
  });
});

it('selects what a sort does', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(numbers, fc.nat(), (list, draw) => {
      const values = Float64Array.from(list);
      const rank = draw % list.length;
      const sorted = [...list].sort((a, b) => a - b);
      expect(smallest(values, list.length, rank)).toBe(sorted[rank]);
      expect([...values.subarray(0, rank)].sort((a, b) => a - b)).toEqual(sorted.slice(0, rank));
    }),
  );
});

describe('an iteration', () => {
  it('is homogeneous: scaled fields, messages and noise stay scaled', () => {
    const problem = drawTask(51, 20, 3);
    const stream = philoxRng(Uint32Array.of(1, 2, 3, 4));
    const noise = Float64Array.from({ length: 51 }, () => stream.uniform() - 0.5);
    const plain = maxSum(problem, noise.slice());
    // A power of two: the scaling is exact.
    const scaled = maxSum(
      problem,
      noise.map((b) => 8 * b),
    );
    for (let t = 0; t < 30; t++) {
      iterateMaxSum(plain, 0.01 * t);
      iterateMaxSum(scaled, 0.01 * t);
    }
    expect([...scaled.fields]).toEqual(Array.from(plain.fields, (h) => 8 * h));
  });

  it('divides by the largest field where it grows beyond all bounds', () => {
    const state = maxSum(drawTask(21, 5, 1), new Float64Array(21).fill(0.5));
    state.fields.fill(3e6);
    const before = state.noise[0] as number;
    iterateMaxSum(state, 0.9999);
    const largest = Math.max(...state.fields.map(Math.abs));
    expect(largest).toBeCloseTo(1, 12);
    expect(state.noise[0]).toBeLessThan(before / 2e6);
  });
});

describe('rms', () => {
  // The specification, N = 201: α = 0.4 4 of 4 in 650 to 780 iterations, 0.6 3 of 4. Ours: 6 of 6 (548 to 815), 6 of 6.
  it('solves N = 201 at half a pattern a synapse', () => {
    const { solved, medianEpochs } = successes(rms, 201, 0.4, 4);
    expect(solved).toBe(4);
    expect(medianEpochs).toBeGreaterThan(500);
    expect(medianEpochs).toBeLessThan(850);
    expect(successes(rms, 201, 0.6, 4).solved).toBeGreaterThanOrEqual(3);
  });

  it('ends at the cap, with the reinforcement just below 1', () => {
    const outcome = tryLearner(rms, drawTask(21, 60, 1), { dr: 0.5, max_iterations: 40 });
    expect(outcome).toMatchObject({ solved: false, epochs: 40, report: { reinforcement: 0.9999 } });
  });

  it('takes one synapse, and patterns that need all of them', () => {
    const patterns = [[1, -1, 1]];
    const problem = problemFromPatterns({
      weights: weightValues('binary', 2),
      inputs: 'pm1',
      patterns,
      labels: [1],
      threshold: 2,
    });
    expect(tryLearner(rms, problem)).toMatchObject({ solved: true, weights: Uint8Array.of(1, 0, 1) });
    // No sum of three signs is above 3: unsolvable, no message.
    expect(tryLearner(rms, { ...problem, threshold: 3.5 }, { max_iterations: 5 }).solved).toBe(false);
    expect(tryLearner(rms, drawTask(1, 1, 1)).solved).toBe(true);
  });

  it('refuses other weights', () => {
    expect(() => tryLearner(rms, drawTask(5, 2, 1, { weights: weightValues('unipolar', 2) }))).toThrow(
      'rms is defined for ±1 weights and ±1 inputs',
    );
  });
});
