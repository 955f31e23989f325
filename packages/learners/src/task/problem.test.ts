import { type BitMatrix, bitAt } from '@fewbits/kernels';
import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fieldThreshold,
  gaugedPatterns,
  type ProblemSpec,
  patternCount,
  problemFromPatterns,
  randomProblem,
} from './problem.ts';
import { weightValues } from './weight-values.ts';

const rng = (seed: number) => philoxRng(Uint32Array.of(seed, 1, 2, 3));
const signs = weightValues('binary', 2);

const onesIn = (xi: BitMatrix): number => {
  let ones = 0;
  for (let mu = 0; mu < xi.rows; mu++) for (let i = 0; i < xi.cols; i++) ones += bitAt(xi, mu, i);
  return ones;
};

describe('rules of construction', () => {
  it('rounds the number of patterns to the nearest, half up', () => {
    expect([0, 0.0004, 0.0005, 0.5, 0.6004, 0.6006].map((alpha) => patternCount(alpha, 1001))).toEqual([
      0, 0, 1, 501, 601, 601,
    ]);
  });

  it('puts the threshold between two fields with 0/1 inputs only', () => {
    expect(fieldThreshold(0.25, 10, '01')).toBe(2.5);
    expect(fieldThreshold(0.3, 10, '01')).toBe(3.5);
    expect(fieldThreshold(0.25, 10, 'pm1')).toBe(2.5);
    expect(fieldThreshold(-0.1, 1001, 'pm1')).toBeCloseTo(-100.1, 10);
  });
});

describe('random problems', () => {
  it('are the same for the same stream and differ for another', () => {
    const draw = (seed: number) => randomProblem({ size: 40, patterns: 20, weights: signs, inputs: 'pm1' }, rng(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1).xi.words).not.toEqual(draw(2).xi.words);
    expect(draw(1).labels).not.toEqual(draw(2).labels);
  });

  // Binomial counts: 5 standard deviations on 8 of them, two-sided, is a false alarm in about 1 of 200 000 seeds.
  it.each<[string, Partial<ProblemSpec>]>([
    ['unbiased', { inputs: 'pm1' }],
    ['biased', { inputs: '01', inputRate: 0.2, outputRate: 0.7 }],
    ['rare', { inputs: '01', inputRate: 0.01, outputRate: 0.02 }],
    ['with biased labels alone', { inputs: 'pm1', outputRate: 0.2 }],
  ])('have inputs and labels at their rates (%s)', (_, rates) => {
    const patterns = 2000;
    const size = 333;
    const problem = randomProblem({ size, patterns, weights: signs, inputs: 'pm1', ...rates }, rng(3));
    const within = (count: number, n: number, p: number) =>
      expect(Math.abs(count - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)));
    within(onesIn(problem.xi), patterns * size, rates.inputRate ?? 0.5);
    within(problem.labels.filter((s) => s > 0).length, patterns, rates.outputRate ?? 0.5);
    expect(problem.labels.every((s) => s === 1 || s === -1)).toBe(true);
  });

  // Neighbouring inputs, patterns and pattern-label pairs agree half of the time; 5 sigma as above.
  it('have independent inputs, rows and labels', () => {
    const n = 1000;
    const { xi, labels } = randomProblem({ size: n, patterns: n, weights: signs, inputs: 'pm1' }, rng(4));
    let right = 0;
    let below = 0;
    let label = 0;
    for (let mu = 0; mu < n; mu++) {
      for (let i = 0; i < n; i++) {
        if (bitAt(xi, mu, i) === bitAt(xi, mu, (i + 1) % n)) right++;
        if (bitAt(xi, mu, i) === bitAt(xi, (mu + 1) % n, i)) below++;
        if (bitAt(xi, mu, i) === (labels[mu] > 0 ? 1 : 0)) label++;
      }
    }
    for (const count of [right, below, label]) expect(Math.abs(count - n * n * 0.5)).toBeLessThan(5 * 0.5 * n);
  });

  it('leave the padding of the rows zero', () => {
    const { xi } = randomProblem({ size: 33, patterns: 3, weights: signs, inputs: 'pm1' }, rng(1));
    expect([...xi.words].filter((word, k) => k % xi.stride > 1 && word !== 0)).toEqual([]);
    expect([...xi.words].filter((word, k) => k % xi.stride === 1 && word > 1)).toEqual([]);
  });

  it.each<[string, Partial<ProblemSpec>, string]>([
    ['no input', { size: 0 }, 'size: got 0, expected an integer ≥ 1'],
    ['half a pattern', { patterns: 1.5 }, 'patterns: got 1.5'],
    ['a rate of 1', { inputs: '01', inputRate: 1 }, 'inputRate: got 1'],
    ['a label rate of 0', { outputRate: 0 }, 'outputRate: got 0'],
    ['biased ±1 inputs', { inputRate: 0.3 }, 'inputRate: got 0.3, ±1 inputs have ½'],
    ['a threshold of NaN', { threshold: Number.NaN }, 'threshold: got NaN'],
    ['one weight', { weights: Int32Array.of(1) }, 'weights: got 1 values'],
    ['uneven weights', { weights: Int32Array.of(0, 1, 3) }, 'weights: got 0, 1, 3'],
    ['descending weights', { weights: Int32Array.of(1, 0) }, 'weights: got 1, 0'],
  ])('are refused with %s', (_, change, message) => {
    expect(() => randomProblem({ size: 5, patterns: 2, weights: signs, inputs: 'pm1', ...change }, rng(1))).toThrow(
      message,
    );
  });
});

describe('explicit problems', () => {
  it('keep patterns, labels and threshold as given', () => {
    const problem = problemFromPatterns({
      weights: weightValues('unipolar', 3),
      inputs: '01',
      patterns: [
        [0, 1, 1],
        [1, 0, 0],
      ],
      labels: [1, -1],
      threshold: 2.5,
    });
    expect(problem).toMatchObject({ size: 3, patterns: 2, inputs: '01', inputRate: 0.5, threshold: 2.5 });
    expect([0, 1].map((mu) => [0, 1, 2].map((i) => bitAt(problem.xi, mu, i)))).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
    expect([...problem.labels]).toEqual([1, -1]);
  });

  it('say which entry is wrong', () => {
    const given = { weights: signs, inputs: 'pm1' as const };
    expect(() => problemFromPatterns({ ...given, patterns: [[1, 0]], labels: [1] })).toThrow(
      'pattern 0, input 1: got 0',
    );
    expect(() => problemFromPatterns({ ...given, patterns: [[1], [1, 1]], labels: [1, 1] })).toThrow(
      'pattern 1: got 2 inputs',
    );
    expect(() => problemFromPatterns({ ...given, patterns: [[1]], labels: [0] })).toThrow('label 0: got 0');
    expect(() => problemFromPatterns({ ...given, patterns: [[1]], labels: [] })).toThrow(
      '1 patterns need as many labels',
    );
  });
});

it('folds the label into the pattern', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10 }), fc.nat(), (size, patterns, seed) => {
      const problem = randomProblem({ size, patterns, weights: signs, inputs: 'pm1' }, rng(seed));
      const gauged = gaugedPatterns(problem);
      for (let mu = 0; mu < patterns; mu++) {
        for (let i = 0; i < size; i++) {
          const entry = problem.labels[mu] * (2 * bitAt(problem.xi, mu, i) - 1);
          expect(2 * bitAt(gauged, mu, i) - 1).toBe(entry);
        }
      }
    }),
    { numRuns: 30 },
  );
});
