import { readFileSync } from 'node:fs';
import { bitAt } from '@fewbits/kernels';
import { below, philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Energy, energies, flipProblem, flipWalk, metropolis, signIndices } from './flip-walk.ts';
import { countErrors } from './task/errors.ts';
import { type Problem, problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask } from './testing/try-learner.ts';

const rng = (seed: number) => philoxRng(Uint32Array.of(seed, 5, 6, 7));

/** The energies as the header defines them, by the plain double loop. */
function slowEnergy(problem: Problem, signs: Int8Array, energy: Energy): number {
  let total = 0;
  for (let mu = 0; mu < problem.patterns; mu++) {
    let field = -problem.threshold;
    for (let i = 0; i < problem.size; i++) field += signs[i] * (2 * bitAt(problem.xi, mu, i) - 1);
    const delta = problem.labels[mu] * field;
    if (energy === 'errors') total += delta <= 0 ? 1 : 0;
    else if (energy === 'cross-entropy') total += Math.log(1 + Math.exp((-2 * delta) / Math.sqrt(problem.size)));
    // Flips of agreeing synapses until Δ > 0, one by one.
    else for (let d = delta; d <= 0; d += 2) total++;
  }
  return total;
}

describe.each(energies)('the energy "%s"', (energy) => {
  it('changes by what a recount from scratch says, along any walk, with any threshold and size', () => {
    const cases = [
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(0, 2.5, -3, 1),
      fc.nat(),
    ] as const;
    fc.assert(
      fc.property(...cases, (size, patterns, threshold, seed) => {
        const problem = drawTask(size, patterns, seed, { threshold });
        const walk = flipWalk(flipProblem(problem, energy), new Int8Array(size).fill(1));
        const stream = rng(seed);
        for (let step = 0; step < 12; step++) {
          const i = below(stream, size);
          const before = slowEnergy(problem, walk.signs, energy);
          const change = walk.change(i);
          walk.flip(i);
          expect(change).toBeCloseTo(slowEnergy(problem, walk.signs, energy) - before, 9);
          expect(walk.errors).toBe(countErrors(problem, signIndices(walk.signs)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('counts flips for odd N as (1 - Δ)/2', () => {
  const problem = drawTask(21, 30, 1);
  const signs = new Int8Array(21).fill(1);
  let expected = 0;
  for (let mu = 0; mu < 30; mu++) {
    let delta = 0;
    for (let i = 0; i < 21; i++) delta += problem.labels[mu] * (2 * bitAt(problem.xi, mu, i) - 1);
    expected += Math.max(0, (1 - delta) / 2);
  }
  expect(slowEnergy(problem, signs, 'linear')).toBe(expected);
});

describe('metropolis', () => {
  const instance = JSON.parse(
    readFileSync(new URL('../../../test/golden/perceptron-instances.json', import.meta.url), 'utf8'),
  ).instances[0];
  const problem = problemFromPatterns({ ...instance, weights: weightValues('binary', 2) });

  // Mean errors at β = 1 from an independent enumeration. 200 blocks of 200 sweeps: their means are independent to a
  // good approximation; 4.5 standard errors, false alarm 7e-6 if the stream were random.
  it('samples the Boltzmann distribution at fixed temperature', () => {
    const { beta, meanErrors } = instance.exact.boltzmann;
    const walk = flipWalk(flipProblem(problem, 'errors'), new Int8Array(11).fill(1));
    const stream = rng(3);
    const tally = { proposed: 0, accepted: 0 };
    metropolis(walk, 2000, beta, false, stream, tally);
    const blocks = Array.from({ length: 200 }, () => {
      let sum = 0;
      for (let sweep = 0; sweep < 200; sweep++) {
        metropolis(walk, 11, beta, false, stream, tally);
        sum += walk.errors;
      }
      return sum / 200;
    });
    const mean = blocks.reduce((sum, x) => sum + x, 0) / blocks.length;
    const variance = blocks.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (blocks.length - 1);
    expect(Math.abs(mean - meanErrors)).toBeLessThan(4.5 * Math.sqrt(variance / blocks.length));
    expect(Math.sqrt(variance / blocks.length)).toBeLessThan(0.02);
    expect(tally.proposed).toBe(2000 + 200 * 200 * 11);
  });

  it('stops at the first weights without error when asked to', () => {
    const walk = flipWalk(flipProblem(problem, 'errors'), new Int8Array(11).fill(1));
    metropolis(walk, 1e6, 1, true, rng(1), { proposed: 0, accepted: 0 });
    expect(walk.errors).toBe(0);
  });

  it('accepts everything at infinite temperature and nothing worse at zero', () => {
    const hot = { proposed: 0, accepted: 0 };
    metropolis(flipWalk(flipProblem(problem, 'linear'), new Int8Array(11).fill(1)), 500, 0, false, rng(2), hot);
    expect(hot.accepted).toBe(500);
    const walk = flipWalk(flipProblem(drawTask(41, 60, 2), 'errors'), new Int8Array(41).fill(1));
    let last = walk.errors;
    for (let step = 0; step < 300; step++) {
      metropolis(walk, 1, Number.POSITIVE_INFINITY, false, rng(step), { proposed: 0, accepted: 0 });
      expect(walk.errors).toBeLessThanOrEqual(last);
      last = walk.errors;
    }
  });
});
