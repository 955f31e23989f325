import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { enumerate, forEachWeights, MAX_CONFIGURATIONS } from './enumerate.ts';
import { countErrors } from './errors.ts';
import { problemFromPatterns, randomProblem } from './problem.ts';
import { weightValues } from './weight-values.ts';

it('visits every weight vector once, one step of one weight apart, with the errors counted from scratch', () => {
  const cases = fc.record({
    levels: fc.integer({ min: 2, max: 5 }),
    size: fc.integer({ min: 1, max: 5 }),
    patterns: fc.integer({ min: 0, max: 6 }),
    inputs: fc.constantFrom('pm1' as const, '01' as const),
    threshold: fc.constantFrom(0, 0.5, 2),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ levels, size, patterns, inputs, threshold, seed }) => {
      const weights = weightValues('unipolar', levels);
      const problem = randomProblem(
        { size, patterns, weights, inputs, threshold },
        philoxRng(Uint32Array.of(seed, 0, 0, 2)),
      );
      const seen = new Set<string>();
      let before: number[] | null = null;
      forEachWeights(problem, (indices, errors) => {
        expect(errors).toBe(countErrors(problem, indices));
        const now = [...indices];
        if (before) expect(now.reduce((sum, k, i) => sum + Math.abs(k - (before as number[])[i]), 0)).toBe(1);
        before = now;
        seen.add(now.join());
      });
      expect(seen.size).toBe(levels ** size);
    }),
    { numRuns: 40 },
  );
});

it('averages over the solutions of a worked case', () => {
  // W_1 + W_2 > 1 with weights 0, 1, 2: (0,2) (1,1) (1,2) (2,0) (2,1) (2,2).
  const problem = problemFromPatterns({
    weights: weightValues('unipolar', 3),
    inputs: 'pm1',
    patterns: [[1, 1]],
    labels: [1],
    threshold: 1,
  });
  const result = enumerate(problem);
  expect(result).toMatchObject({ configurations: 9, solutions: 6, histogram: [6, 3] });
  expect(result.entropy).toBeCloseTo(Math.log(6) / 2, 14);
  [...(result.marginals ?? [])].forEach((p, k) => {
    expect(p).toBeCloseTo([1 / 6, 2 / 6, 3 / 6][k % 3], 14);
  });
  expect(result.q).toBeCloseTo((8 / 6) ** 2, 13);
  expect(result.Q).toBeCloseTo(14 / 6, 13);
});

it('has no averages without a solution', () => {
  const problem = problemFromPatterns({
    weights: weightValues('binary', 2),
    inputs: 'pm1',
    patterns: [
      [1, 1, 1],
      [1, 1, 1],
    ],
    labels: [1, -1],
  });
  expect(enumerate(problem)).toMatchObject({ solutions: 0, entropy: null, marginals: null, q: null, Q: null });
});

it('knows all solutions without patterns: entropy ln(levels)', () => {
  const problem = randomProblem(
    { size: 6, patterns: 0, weights: weightValues('signed', 4), inputs: 'pm1' },
    philoxRng(new Uint32Array(4)),
  );
  expect(enumerate(problem).entropy).toBeCloseTo(Math.log(4), 14);
});

it('refuses more than four million vectors', () => {
  const weights = weightValues('binary', 2);
  const problem = randomProblem({ size: 22, patterns: 1, weights, inputs: 'pm1' }, philoxRng(new Uint32Array(4)));
  expect(2 ** 22).toBeGreaterThan(MAX_CONFIGURATIONS);
  expect(() => enumerate(problem)).toThrow('2^22 weight vectors are too many');
});

// Over random labels every one of the 2^N vectors of ±1 weights (N odd) solves a pattern with probability exactly ½, so
// the mean number of solutions is 2^(N - M): no detail of patterns or tie rule may shift it. Variance from the sample.
// 4.5 standard errors, two-sided, on 3 cases: a false alarm in about 1 of 50 000 seeds.
it.each([
  [9, 4],
  [11, 6],
  [13, 8],
])('finds 2^(N - M) solutions on average over random patterns (N = %d, M = %d)', (size, patterns) => {
  const samples = 400;
  const weights = weightValues('binary', 2);
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < samples; k++) {
    const problem = randomProblem(
      { size, patterns, weights, inputs: 'pm1' },
      philoxRng(Uint32Array.of(k, size, patterns, 7)),
    );
    const { solutions } = enumerate(problem);
    sum += solutions;
    squares += solutions ** 2;
  }
  const mean = sum / samples;
  const stderr = Math.sqrt((squares / samples - mean ** 2) / (samples - 1));
  expect(Math.abs(mean - 2 ** (size - patterns))).toBeLessThan(4.5 * stderr);
  // A generator that repeats itself would make the standard error meaningless: it is known to be a fraction of the mean.
  expect(stderr).toBeLessThan(0.1 * mean);
});
