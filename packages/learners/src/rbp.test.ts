import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { defaultParameters } from './default-parameters.ts';
import type { Outcome } from './learner.ts';
import { rbp } from './rbp.ts';
import { type Problem, type ProblemSpec, problemFromPatterns, randomProblem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';

function draw(spec: Omit<ProblemSpec, 'inputs'> & Partial<ProblemSpec>, seed: number): Problem {
  return randomProblem({ inputs: 'pm1', ...spec }, philoxRng(streamKey(seed, 'patterns', 'rbp')));
}

function learn(problem: Problem, params: Record<string, number> = {}, seed = 1): Outcome {
  const streams = {
    init: philoxRng(streamKey(seed, 'init', '')),
    dynamics: philoxRng(streamKey(seed, 'dynamics', '')),
  };
  return rbp.learn(
    problem,
    defaultParameters(rbp, { size: problem.size, ...params }),
    streams,
    new AbortController().signal,
  );
}

/** Solved out of `samples`. */
function solved(
  samples: number,
  spec: Omit<ProblemSpec, 'inputs'> & Partial<ProblemSpec>,
  params: Record<string, number> = {},
): number {
  let count = 0;
  for (let seed = 0; seed < samples; seed++) if (learn(draw(spec, seed), params, seed).solved) count++;
  return count;
}

/** Two labels for one pattern. */
function contradiction(inputs: 'pm1' | '01'): Problem {
  const pattern = [1, 1, inputs === '01' ? 0 : -1, 1, 1];
  return problemFromPatterns({
    weights: weightValues('unipolar', 2),
    inputs,
    patterns: [pattern, pattern],
    labels: [1, -1],
    threshold: inputs === '01' ? 1.5 : 0,
  });
}

describe('rbp', () => {
  // Loads at nine tenths of the 50 % load found at N = 1001, where nearly every trial succeeds; capacity is above.
  it.each([
    ['±1', weightValues('binary', 2), 0.66],
    ['0, 1', weightValues('unipolar', 2), 0.46],
    ['0 … 3', weightValues('unipolar', 4), 0.68],
    ['0 … 15', weightValues('unipolar', 16), 0.8],
    ['-1, 0, 1', weightValues('signed', 3), 0.9],
  ])('solves loads near the published capacity (weights %s)', (_, weights, alpha) => {
    expect(solved(5, { size: 501, patterns: Math.round(alpha * 501), weights })).toBeGreaterThanOrEqual(4);
  });

  // Measured by an independent program with these settings: 6 of 6 each, and 0 of 6 above capacity.
  it.each([
    ['two levels', 2, 0.4, 0.5, 0.321755, 4],
    ['four levels', 4, 0.6, 0.5, 3 * 0.248721, 4],
    ['two levels above capacity', 2, 0.64, 0.5, 0.321755, 0],
  ])('works with 0/1 inputs (%s)', (_, levels, alpha, f, meanWeight, expected) => {
    const size = 501;
    const threshold = Math.floor(f * meanWeight * size) + 0.5;
    const spec = {
      size,
      patterns: Math.round(alpha * size),
      weights: weightValues('unipolar', levels),
      inputs: '01' as const,
      threshold,
    };
    const count = solved(4, spec, { dr: 0.004, max_iterations: 300 });
    if (expected === 0) expect(count).toBe(0);
    else expect(count).toBeGreaterThanOrEqual(3);
  });

  it('does not solve what is above capacity', () => {
    expect(solved(3, { size: 501, patterns: 451, weights: weightValues('binary', 2) })).toBe(0);
    expect(solved(3, { size: 501, patterns: 341, weights: weightValues('unipolar', 2) })).toBe(0);
  });

  it('solves biased labels with a threshold of the order √N', () => {
    // Far below capacity the threshold need not be the optimum of the theory.
    const size = 501;
    const spec = {
      size,
      patterns: 150,
      weights: weightValues('unipolar', 2),
      outputRate: 0.2,
      threshold: 0.4 * Math.sqrt(size),
    };
    expect(solved(3, spec)).toBe(3);
  });

  it('gives up past a reinforcement of 0.95 with ±1 inputs and the default growth', () => {
    const outcome = learn(contradiction('pm1'));
    expect(outcome).toMatchObject({ solved: false, epochs: 475 });
    expect(outcome.report['reinforcement']).toBeCloseTo(0.948, 12);
  });

  it('goes on to the last iteration with faster growth and with 0/1 inputs', () => {
    expect(learn(contradiction('pm1'), { dr: 0.004 })).toMatchObject({
      epochs: 550,
      report: { reinforcement: 0.9999 },
    });
    expect(learn(contradiction('01')).epochs).toBe(550);
    expect(learn(contradiction('pm1'), { max_iterations: 20 }).epochs).toBe(20);
  });

  it('tests from the fourth iteration on', () => {
    const easy = draw({ size: 101, patterns: 1, weights: weightValues('binary', 2) }, 1);
    expect(learn(easy)).toMatchObject({ solved: true, epochs: 4 });
    expect(learn(easy, { max_iterations: 2 })).toMatchObject({ epochs: 2 });
  });

  it('works on one and three synapses, and on labels that are all equal', () => {
    const one = problemFromPatterns({
      weights: weightValues('unipolar', 2),
      inputs: 'pm1',
      patterns: [[1]],
      labels: [1],
    });
    expect(learn(one)).toMatchObject({ solved: true, weights: Uint8Array.of(1) });
    const three = problemFromPatterns({
      weights: weightValues('binary', 2),
      inputs: 'pm1',
      patterns: [[1, -1, 1]],
      labels: [-1],
    });
    expect(learn(three).solved).toBe(true);
    const equal = draw({ size: 101, patterns: 40, weights: weightValues('unipolar', 4) }, 2);
    expect(learn({ ...equal, labels: new Int8Array(40).fill(-1) }).solved).toBe(true);
  });
});
