import { philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bp } from './bp.ts';
import { defaultParameters } from './default-parameters.ts';
import { edgeEntropy, edgeMarginals, edgeState, iterateEdges } from './edge-messages.ts';
import type { Outcome } from './learner.ts';
import { enumerate } from './task/enumerate.ts';
import { type Problem, problemFromPatterns, randomProblem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';

const order = () => philoxRng(streamKey(3, 'order', ''));

function learn(problem: Problem, messages: string, seed = 1): Outcome {
  const streams = {
    init: philoxRng(streamKey(seed, 'init', '')),
    dynamics: philoxRng(streamKey(seed, 'dynamics', '')),
  };
  const params = defaultParameters(bp, { size: problem.size, messages });
  return bp.learn(problem, params, streams, new AbortController().signal);
}

it('is exact on a single pattern, whose graph is a tree', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        size: fc.integer({ min: 1, max: 7 }),
        levels: fc.integer({ min: 2, max: 4 }),
        family: fc.constantFrom('unipolar' as const, 'signed' as const),
        inputs: fc.constantFrom('pm1' as const, '01' as const),
        threshold: fc.constantFrom(-1, 0, 0.5, 1.5),
      }),
      ({ seed, size, levels, family, inputs, threshold }) => {
        const problem = randomProblem(
          { size, patterns: 1, weights: weightValues(family, levels), inputs, threshold },
          philoxRng(streamKey(seed, 'patterns', '')),
        );
        const { solutions, entropy, marginals } = enumerate(problem);
        fc.pre(solutions > 0);
        const state = edgeState(problem, 'exact');
        iterateEdges(state, 0, order());
        expect(Math.abs(edgeEntropy(state) - (entropy as number))).toBeLessThan(1e-12);
        edgeMarginals(state).forEach((p, k) => {
          expect(Math.abs(p - ((marginals as Float64Array)[k] as number))).toBeLessThan(1e-12);
        });
      },
    ),
    { numRuns: 100 },
  );
});

it.each([
  ['±1 weights', 'binary', 2],
  ['three levels', 'unipolar', 3],
] as const)('agrees with the expanded form up to terms that vanish with N (%s)', (_, family, levels) => {
  const size = 301;
  const problem = randomProblem(
    { size, patterns: 90, weights: weightValues(family, levels), inputs: 'pm1' },
    philoxRng(streamKey(8, 'patterns', '')),
  );
  const [expanded, edge] = [learn(problem, 'tap'), learn(problem, 'edge')];
  expect([expanded.report['converged'], edge.report['converged']]).toEqual([true, true]);
  // Of order 1/N: measured 0.0003 to 0.001.
  expect(Math.abs((expanded.report['entropy'] as number) - (edge.report['entropy'] as number))).toBeLessThan(0.004);
  expect(Math.abs((expanded.report['overlap'] as number) - (edge.report['overlap'] as number))).toBeLessThan(0.02);
  expect(learn(problem, 'edge', 2).report['entropy']).toBeCloseTo(edge.report['entropy'] as number, 5);
});

it('agrees between exact and Gaussian factors where many synapses add up', () => {
  const problem = randomProblem(
    { size: 101, patterns: 20, weights: weightValues('binary', 2), inputs: 'pm1' },
    philoxRng(streamKey(9, 'patterns', '')),
  );
  const [gaussian, exact] = [learn(problem, 'edge'), learn(problem, 'edge-exact')];
  expect(Math.abs((gaussian.report['entropy'] as number) - (exact.report['entropy'] as number))).toBeLessThan(2e-3);
  expect(gaussian.report['entropy']).not.toBe(exact.report['entropy']);
});

it('does not claim an entropy where two patterns exclude each other', () => {
  const problem = problemFromPatterns({
    weights: weightValues('binary', 2),
    inputs: 'pm1',
    patterns: [[1], [1]],
    labels: [1, -1],
  });
  for (const messages of ['edge', 'edge-exact'])
    expect(learn(problem, messages).report, messages).toEqual({ converged: false });
});

it('refuses external log-weights of another length', () => {
  const problem = randomProblem(
    { size: 5, patterns: 1, weights: weightValues('binary', 2), inputs: 'pm1' },
    philoxRng(streamKey(1, 'patterns', '')),
  );
  expect(() => edgeState(problem, 'exact', new Float64Array(5))).toThrow('got 5 log-weights, expected 10');
});
