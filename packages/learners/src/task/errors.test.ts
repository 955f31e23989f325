import { bitAt } from '@fewbits/kernels';
import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countErrors, errorCounter } from './errors.ts';
import { type Problem, problemFromPatterns, randomProblem } from './problem.ts';
import { weightValues } from './weight-values.ts';

/** The definition, entry by entry. */
function slowErrors(problem: Problem, indices: Uint8Array): number {
  let errors = 0;
  for (let mu = 0; mu < problem.patterns; mu++) {
    let field = 0;
    for (let i = 0; i < problem.size; i++) {
      const bit = bitAt(problem.xi, mu, i);
      field += problem.weights[indices[i]] * (problem.inputs === '01' ? bit : 2 * bit - 1);
    }
    if (problem.labels[mu] * (field - problem.threshold) <= 0) errors++;
  }
  return errors;
}

it('counts by the definition, for every family, input coding and size', () => {
  const cases = fc.record({
    set: fc.constantFrom(
      ...([2, 3, 4, 5, 8, 16, 256] as const).flatMap((levels) => [
        weightValues('unipolar', levels),
        weightValues('signed', levels),
      ]),
    ),
    inputs: fc.constantFrom('pm1' as const, '01' as const),
    size: fc.integer({ min: 1, max: 1100 }),
    patterns: fc.integer({ min: 0, max: 12 }),
    shift: fc.integer({ min: -3, max: 3 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ set, inputs, size, patterns, shift, seed }) => {
      const rng = philoxRng(Uint32Array.of(seed, 0, 0, 1));
      const mean = inputs === '01' ? ((set[0] + set[set.length - 1]) / 2) * size * 0.5 : 0;
      const problem = randomProblem({ size, patterns, weights: set, inputs, threshold: Math.round(mean) + shift }, rng);
      const indices = Uint8Array.from({ length: size }, () => rng.uint32() % set.length);
      expect(countErrors(problem, indices)).toBe(slowErrors(problem, indices));
    }),
    { numRuns: 150 },
  );
});

it('counts a field of exactly zero as an error, whatever the label', () => {
  const patterns = [
    [1, 1],
    [1, -1],
    [-1, 1],
  ];
  const given = { weights: weightValues('binary', 2), inputs: 'pm1' as const, patterns };
  expect(countErrors(problemFromPatterns({ ...given, labels: [1, 1, -1] }), Uint8Array.of(1, 1))).toBe(2);
  expect(countErrors(problemFromPatterns({ ...given, labels: [1, 1, -1], threshold: 2 }), Uint8Array.of(1, 1))).toBe(2);
  expect(countErrors(problemFromPatterns({ ...given, labels: [-1, 1, -1] }), Uint8Array.of(1, 0))).toBe(1);
});

it('starts afresh at every count', () => {
  const rng = philoxRng(Uint32Array.of(9, 0, 0, 1));
  const problem = randomProblem({ size: 40, patterns: 30, weights: weightValues('unipolar', 4), inputs: 'pm1' }, rng);
  const counter = errorCounter(problem);
  for (let k = 0; k < 20; k++) {
    const indices = Uint8Array.from({ length: 40 }, () => rng.uint32() % 4);
    expect(counter(indices)).toBe(slowErrors(problem, indices));
  }
});
