import { bitAt } from '@fewbits/kernels';
import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochSettings, ensemble, meanOverlap, rsgd, rsgdEpoch } from './rsgd.ts';
import { shuffle } from './shuffle.ts';
import type { Problem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const stream = (seed: number) => philoxRng(Uint32Array.of(seed, 1, 1, 2));
const sign = (h: number) => (h > 0 ? 1 : -1);

/** The rule of the header on plain arrays, in the same order of random numbers. */
function slowEpoch(problem: Problem, H: number[][], center: number[], settings: EpochSettings, seed: number): void {
  const rng = stream(seed);
  const { size: N, patterns: M, labels, threshold } = problem;
  const { batch, eta, lambda, gamma, variant } = settings;
  const y = H.length;
  const xi = (mu: number, i: number) => (labels[mu] as number) * (2 * bitAt(problem.xi, mu, i) - 1);
  const orders = H.map(() => {
    const order = Int32Array.from({ length: M }, (_, mu) => mu);
    shuffle(order, rng);
    return order;
  });
  const turns = Int32Array.from({ length: y }, (_, a) => a);
  for (let first = 0; first < M; first += batch) {
    shuffle(turns, rng);
    for (const a of turns) {
      const h = H[a] as number[];
      const W = h.map(sign);
      for (const mu of (orders[a] as Int32Array).subarray(first, first + batch)) {
        let delta = -(labels[mu] as number) * threshold;
        for (let i = 0; i < N; i++) delta += (W[i] as number) * xi(mu, i);
        if (delta <= 0) for (let i = 0; i < N; i++) h[i] = (h[i] as number) + eta * xi(mu, i);
      }
      const now = h.map(sign);
      for (let i = 0; i < N; i++) {
        const w = now[i] as number;
        const c = H.reduce((sum, other) => sum + sign(other === h ? w : (other[i] as number)), 0) / y;
        const Wc = sign(center[i] as number);
        const pull = {
          traced: Math.tanh(gamma * y * c) - w,
          hard: sign(c) - w,
          corrected: Math.tanh(gamma * y * c) - Math.tanh(gamma * y) * w,
          continuous: c - w,
          center: (Wc - w) / 2,
        }[variant];
        h[i] = (h[i] as number) + lambda * pull;
        if (variant === 'center') center[i] = (center[i] as number) - lambda * pull;
      }
    }
  }
}

describe('an epoch', () => {
  it.each(['traced', 'hard', 'corrected', 'continuous', 'center'] as const)(
    'is the rule written out (%s)',
    (variant) => {
      const cases = [
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
      ] as const;
      fc.assert(
        fc.property(
          ...cases,
          fc.constantFrom(0, 1.5),
          fc.constantFrom(0, 0.75),
          fc.nat(),
          (size, patterns, y, threshold, lambda, seed) => {
            const problem = drawTask(size, patterns, seed, { threshold });
            const system = ensemble(problem, y, stream(seed));
            const H = system.replicas.map(({ hidden }) => [...hidden]);
            const center = [...system.center.hidden];
            const settings = { batch: 7, eta: 2, lambda, gamma: 0.3, variant };
            for (let epoch = 0; epoch < 3; epoch++) {
              rsgdEpoch(system, settings, stream(epoch));
              slowEpoch(problem, H, center, settings, epoch);
              // The replicas keep their orders from epoch to epoch, the reference starts each from 0 … M-1.
              for (const { order } of system.replicas)
                order.forEach((_, mu) => {
                  order[mu] = mu;
                });
              system.scratch.turns.forEach((_, a) => {
                system.scratch.turns[a] = a;
              });
            }
            system.replicas.forEach(({ hidden }, a) => {
              hidden.forEach((h, i) => {
                expect(h).toBeCloseTo(H[a]?.[i] as number, 9);
              });
            });
            if (variant === 'center')
              system.center.hidden.forEach((h, i) => {
                expect(h).toBeCloseTo(center[i] as number, 9);
              });
            // The sum over replicas is kept step by step.
            expect([...system.sum]).toEqual(
              Array.from({ length: size }, (_, i) => H.reduce((sum, h) => sum + sign(h[i] as number), 0)),
            );
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it('keeps the overlap of the replicas: 1 for equal ones', () => {
    const system = ensemble(drawTask(301, 5, 1), 2, stream(1));
    expect(Math.abs(meanOverlap(system))).toBeLessThan(5 / Math.sqrt(301));
    system.sum.forEach((_, i) => {
      system.sum[i] = i % 2 === 0 ? 2 : -2;
    });
    expect(meanOverlap(system)).toBe(1);
  });
});

describe('rsgd', () => {
  // The specification, N = 501: α = 0.4 6 of 6 in 92 to 167 epochs by the centre; ours 6 of 6 in 16 to 128.
  it('solves N = 501 at α = 0.4 by its centre', () => {
    const { solved, medianEpochs } = successes(rsgd, 501, 0.4, 4, { max_epochs: 600 });
    expect(solved).toBe(4);
    expect(medianEpochs).toBeLessThan(250);
    expect(tryLearner(rsgd, drawTask(501, 200, 1), {}, 1).report['found_by']).toBe('center');
  });

  // The specification: y = 1, λ = 0: 0.5 none of 4. Ours: 0 of 4, and all with the replicas.
  it('solves with replicas what one clipped perceptron does not', () => {
    expect(successes(rsgd, 501, 0.5, 3, { replicas: 1, lambda: 0, max_epochs: 200 }).solved).toBe(0);
    expect(successes(rsgd, 501, 0.5, 3, { variant: 'hard', max_epochs: 200 }).solved).toBe(3);
  });

  it.each(['corrected', 'continuous', 'center'])('solves with the pull "%s"', (variant) => {
    expect(successes(rsgd, 201, 0.3, 2, { variant }).solved).toBe(2);
  });

  it('ends at the cap, with the attraction of the last epoch', () => {
    const { solved, epochs, report } = tryLearner(rsgd, drawTask(31, 90, 1), { max_epochs: 11, gamma_step: 0.5 });
    expect({ solved, epochs }).toEqual({ solved: false, epochs: 11 });
    expect(report['gamma_final']).toBeCloseTo(0.05 + 10 * 0.5, 12);
    expect(report['found_by']).toBeUndefined();
    expect(tryLearner(rsgd, drawTask(31, 90, 1), { replicas: 1, max_epochs: 2 }).report['overlap']).toBeUndefined();
  });

  it('refuses other weights', () => {
    expect(() => tryLearner(rsgd, drawTask(5, 2, 1, { weights: weightValues('unipolar', 2) }))).toThrow(
      'rsgd is defined for ±1 weights and ±1 inputs',
    );
  });
});
