import { bitAt } from '@fewbits/kernels';
import { hazard, philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betheEntropy, decode, iterate, overlaps, randomLogWeights, startFrom, tapState } from './tap.ts';
import { enumerate } from './task/enumerate.ts';
import { type Problem, problemFromPatterns, randomProblem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';

const rng = (...key: number[]) => philoxRng(Uint32Array.of(key[0] ?? 0, key[1] ?? 0, key[2] ?? 0, 11));

/** The equations of the header, entry by entry, on dense arrays; m by bisection. */
function denseIteration(
  problem: Problem,
  old: { a: number[]; v: number[]; g: number[]; l: number[][]; m: number },
  rho: number,
) {
  const { size: N, patterns: M, inputs, inputRate: f, labels, threshold } = problem;
  const values = [...problem.weights];
  const xi = Array.from({ length: M }, (_, mu) =>
    Array.from({ length: N }, (_, i) =>
      inputs === '01' ? bitAt(problem.xi, mu, i) - f : 2 * bitAt(problem.xi, mu, i) - 1,
    ),
  );
  const variance = inputs === '01' ? f * (1 - f) : 1;
  const sum = (x: number[]) => x.reduce((total, entry) => total + entry, 0);
  const V = Math.max(variance * sum(old.v), 0.5);
  const at = (m: number) => {
    const z = xi.map(
      (row, mu) => (labels[mu] * (sum(row.map((x, i) => x * old.a[i])) + m) - V * old.g[mu]) / Math.sqrt(V),
    );
    const r = z.map((x) => hazard(-x));
    const g = r.map((x) => x / Math.sqrt(V));
    const G = (variance * sum(r.map((x, mu) => x * (x + z[mu])))) / V;
    const common = inputs === '01' ? f * sum(g.map((x, mu) => labels[mu] * x)) : 0;
    const l: number[][] = [];
    const a: number[] = [];
    const v: number[] = [];
    for (let i = 0; i < N; i++) {
      const B = sum(g.map((x, mu) => labels[mu] * xi[mu][i] * x)) + G * old.a[i] + common;
      const raw = values.map((w, k) => B * w - 0.5 * G * w * w + rho * old.l[i][k]);
      const top = Math.max(...raw);
      const row = raw.map((x) => Math.max(x - top, -60));
      const p = row.map(Math.exp);
      const mean = sum(p.map((x, k) => x * values[k])) / sum(p);
      l.push(row);
      a.push(mean);
      v.push(sum(p.map((x, k) => x * (values[k] - mean) ** 2)) / sum(p));
    }
    return { a, v, g, l, V, G, m };
  };
  if (inputs === 'pm1') return at(-threshold);
  const residual = (m: number) => f * sum(at(m).a) - threshold - m;
  let width = 4 * Math.sqrt(V);
  while (!(residual(old.m - width) > 0 && residual(old.m + width) < 0)) width *= 2;
  let low = old.m - width;
  let high = old.m + width;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (residual(middle) > 0) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

describe('one iteration', () => {
  const cases = fc.record({
    weights: fc.constantFrom(
      weightValues('binary', 2),
      weightValues('unipolar', 2),
      weightValues('unipolar', 4),
      weightValues('signed', 3),
      weightValues('signed', 4),
    ),
    inputs: fc.constantFrom('pm1' as const, '01' as const),
    size: fc.integer({ min: 1, max: 40 }),
    patterns: fc.integer({ min: 1, max: 25 }),
    rho: fc.constantFrom(0, 0.3, 0.9),
    shift: fc.constantFrom(0, -2.5, 1.5),
    seed: fc.nat(),
  });

  it('follows the dense equations, for any weights, inputs, threshold and reinforcement', () => {
    fc.assert(
      fc.property(cases, ({ weights, inputs, size, patterns, rho, shift, seed }) => {
        const inputRate = inputs === '01' ? 0.3 : 0.5;
        // The threshold is near f Σ W of a flat prior: both labels can be reached.
        const mean = inputs === '01' ? (inputRate * size * (weights[0] + weights[weights.length - 1])) / 2 : 0;
        const problem = randomProblem(
          { size, patterns, weights, inputs, inputRate, threshold: mean + shift },
          rng(seed),
        );
        const state = tapState(problem);
        startFrom(state, randomLogWeights(problem, rng(seed, 1)));
        const levels = weights.length;
        for (let t = 0; t < 3; t++) {
          const l = Array.from({ length: size }, (_, i) => [
            ...state.logWeights.subarray(i * levels, (i + 1) * levels),
          ]);
          const old = { a: [...state.a], v: [...state.v], g: [...state.g], l, m: state.m };
          const expected = denseIteration(problem, old, rho);
          iterate(state, rho, 0);
          // Rounding grows with the number of terms; with 0/1 inputs the root is found to 1e-10 √V.
          const tolerance = 1e-8 * Math.max(1, ...expected.g);
          const close = (got: ArrayLike<number>, wanted: number[]) =>
            wanted.forEach((value, i) => {
              expect(Math.abs((got[i] as number) - value)).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
            });
          close([state.V, state.G], [expected.V, expected.G]);
          if (inputs === '01') close([state.m], [expected.m]);
          close(state.g, expected.g);
          close(state.a, expected.a);
          close(state.v, expected.v);
          close(state.logWeights, expected.l.flat());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the share `damping` of the old means and variances', () => {
    const problem = randomProblem(
      { size: 30, patterns: 9, weights: weightValues('unipolar', 3), inputs: 'pm1' },
      rng(1),
    );
    const whole = tapState(problem);
    const damped = tapState(problem);
    const before = { a: [...damped.a], v: [...damped.v] };
    const largest = iterate(whole, 0, 0);
    expect(iterate(damped, 0, 0.25)).toBeCloseTo(0.75 * largest, 12);
    whole.a.forEach((a, i) => {
      expect(damped.a[i]).toBeCloseTo(0.75 * a + 0.25 * before.a[i], 12);
      expect(damped.v[i]).toBeCloseTo(0.75 * whole.v[i] + 0.25 * before.v[i], 12);
    });
  });

  it('decodes the most probable weight, the lower one of two', () => {
    const problem = randomProblem(
      { size: 3, patterns: 1, weights: weightValues('unipolar', 3), inputs: 'pm1' },
      rng(1),
    );
    const state = tapState(problem);
    startFrom(state, Float64Array.of(0, 1, 0, 0, 0, 2, 1, 1, 0));
    const indices = new Uint8Array(3);
    decode(state, indices);
    expect([...indices]).toEqual([1, 2, 0]);
  });
});

// 5 standard errors of mean and variance: a false alarm in about 1 of 900 000 seeds.
it('starts from logarithms of width 0.01', () => {
  const problem = randomProblem(
    { size: 20_000, patterns: 1, weights: weightValues('unipolar', 4), inputs: 'pm1' },
    rng(2),
  );
  const start = randomLogWeights(problem, rng(3));
  const n = start.length;
  expect(n).toBe(80_000);
  const mean = start.reduce((sum, l) => sum + l, 0) / n;
  const variance = start.reduce((sum, l) => sum + l * l, 0) / n;
  expect(Math.abs(mean)).toBeLessThan((5 * 0.01) / Math.sqrt(n));
  expect(Math.abs(variance - 1e-4)).toBeLessThan(5 * 1e-4 * Math.sqrt(2 / n));
  const state = tapState(problem);
  startFrom(state, start);
  expect(state.a[0]).not.toBe(state.a[1]);
});

describe('extremes', () => {
  const finite = (problem: Problem, rho: number, iterations: number) => {
    const state = tapState(problem);
    startFrom(state, randomLogWeights(problem, rng(5)));
    for (let t = 0; t < iterations; t++) iterate(state, rho, 0);
    for (const x of [state.a, state.v, state.g, state.B, state.logWeights]) expect(x.every(Number.isFinite)).toBe(true);
    return state;
  };

  it('stays finite where no weights can reach the threshold (z far below -25)', () => {
    const rows = Array.from({ length: 5 }, (_, mu) => Array.from({ length: 21 }, (_, i) => ((i * mu) % 3 ? 1 : -1)));
    const given = { weights: weightValues('binary', 2), inputs: 'pm1' as const, patterns: rows };
    finite(problemFromPatterns({ ...given, labels: [1, 1, 1, 1, 1], threshold: 400 }), 0, 20);
    const state = finite(problemFromPatterns({ ...given, labels: [-1, -1, -1, -1, -1], threshold: -400 }), 0, 20);
    expect(Math.min(...state.z)).toBeLessThan(-25);
  });

  it('stays finite while the variance vanishes and the reinforcement goes to 1', () => {
    const problem = randomProblem(
      { size: 101, patterns: 60, weights: weightValues('unipolar', 4), inputs: 'pm1' },
      rng(6),
    );
    expect(finite(problem, 0.9999, 400).V).toBe(0.5);
  });

  it('has the flat prior as its answer to no pattern: entropy ln(levels)', () => {
    const problem = randomProblem(
      { size: 7, patterns: 0, weights: weightValues('unipolar', 5), inputs: 'pm1' },
      rng(7),
    );
    const state = tapState(problem);
    iterate(state, 0, 0);
    expect(betheEntropy(state)).toBeCloseTo(Math.log(5), 13);
    expect(overlaps(state).q).toBeCloseTo(4, 12);
    expect(overlaps(state).Q).toBeCloseTo(6, 12);
  });
});

// Bethe entropy and means against all 2^15 vectors. The deviation is of order 1/N per instance (0.006 ± 0.010 found);
// the bounds are 1/N on the average and 0.1, the usual error of marginals far from capacity, on every instance.
it('is near the exact entropy and means of small problems', () => {
  const size = 15;
  let deviation = 0;
  const instances = 25;
  for (let k = 0; k < instances; k++) {
    const problem = randomProblem({ size, patterns: 5, weights: weightValues('binary', 2), inputs: 'pm1' }, rng(8, k));
    const exact = enumerate(problem);
    const state = tapState(problem);
    for (let t = 0; t < 2000 && iterate(state, 0, 0.5) > 1e-10; t++);
    deviation += (betheEntropy(state) - (exact.entropy as number)) / instances;
    const error = state.a.reduce((sum, a, i) => sum + Math.abs(a - (exact.meanWeights as Float64Array)[i]) / size, 0);
    expect(error).toBeLessThan(0.1);
  }
  expect(Math.abs(deviation)).toBeLessThan(1 / size);
});
