import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { bp } from './bp.ts';
import { defaultParameters } from './default-parameters.ts';
import type { Outcome } from './learner.ts';
import { type Problem, type ProblemSpec, problemFromPatterns, randomProblem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';

function draw(spec: Omit<ProblemSpec, 'inputs'> & Partial<ProblemSpec>, seed: number): Problem {
  return randomProblem({ inputs: 'pm1', ...spec }, philoxRng(streamKey(seed, 'patterns', 'bp')));
}

function learn(problem: Problem, params: Record<string, number> = {}, seed = 1): Outcome {
  const streams = {
    init: philoxRng(streamKey(seed, 'init', '')),
    dynamics: philoxRng(streamKey(seed, 'dynamics', '')),
  };
  return bp.learn(
    problem,
    defaultParameters(bp, { size: problem.size, ...params }),
    streams,
    new AbortController().signal,
  );
}

describe('bp', () => {
  it.each([
    ['±1 weights', draw({ size: 301, patterns: 90, weights: weightValues('binary', 2) }, 1)],
    ['four levels', draw({ size: 301, patterns: 120, weights: weightValues('unipolar', 4) }, 2)],
    [
      '0/1 inputs',
      draw(
        {
          size: 301,
          patterns: 60,
          weights: weightValues('unipolar', 2),
          inputs: '01',
          inputRate: 0.3,
          threshold: 36.5,
        },
        3,
      ),
    ],
  ])('reports the same entropy from any start (%s)', (_, problem) => {
    const [first, second] = [learn(problem, {}, 1), learn(problem, {}, 2)];
    expect(first.report).toMatchObject({ converged: true });
    expect(second.report).toMatchObject({ converged: true });
    // Converged to 1e-7 in the means; the entropy is stationary there, q is not.
    expect(Math.abs((first.report['entropy'] as number) - (second.report['entropy'] as number))).toBeLessThan(1e-6);
    expect(Math.abs((first.report['q'] as number) - (second.report['q'] as number))).toBeLessThan(1e-5);
    expect(first.report['entropy']).toBeGreaterThan(0.1);
    expect(first.report['entropy']).toBeLessThan(Math.log(problem.weights.length));
    expect(first.report['overlap']).toBeGreaterThan(0);
    expect(first.report['overlap']).toBeLessThan(1);
  });

  it('has q = overlap for ±1 weights, whose squares are 1', () => {
    const { report } = learn(draw({ size: 101, patterns: 30, weights: weightValues('binary', 2) }, 4));
    expect(report['overlap']).toBeCloseTo(report['q'] as number, 12);
  });

  it('reports no entropy unless it converged', () => {
    const outcome = learn(draw({ size: 101, patterns: 30, weights: weightValues('binary', 2) }, 5), {
      max_iterations: 3,
    });
    expect(outcome.report).toEqual({ converged: false });
    // Two attempts, the second with damping ½.
    expect(outcome.epochs).toBe(6);
    const once = learn(draw({ size: 101, patterns: 30, weights: weightValues('binary', 2) }, 5), {
      max_iterations: 3,
      damping: 0.6,
    });
    expect(once.epochs).toBe(3);
  });

  it('knows the entropy ln(levels) of no pattern', () => {
    const { report, epochs } = learn(draw({ size: 11, patterns: 0, weights: weightValues('unipolar', 4) }, 6));
    expect(epochs).toBe(0);
    expect(report['entropy']).toBeCloseTo(Math.log(4), 13);
    expect(report).toMatchObject({ converged: true });
  });

  // One pattern on one synapse: half of the two weights, entropy near 0; the Gaussian factor is far from exact here.
  it('works on one synapse', () => {
    const problem = problemFromPatterns({
      weights: weightValues('binary', 2),
      inputs: 'pm1',
      patterns: [[-1]],
      labels: [1],
    });
    const outcome = learn(problem);
    expect([...outcome.weights]).toEqual([0]);
    expect(outcome.solved).toBe(true);
  });
});
