import { readFileSync } from 'node:fs';
import { philoxRng } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { flipProblem, flipWalk } from './flip-walk.ts';
import { logCoshTable, referenceOverlap, replicaStep, replicas, rsa } from './rsa.ts';
import { forEachWeights } from './task/enumerate.ts';
import { type Problem, problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const golden = JSON.parse(readFileSync(new URL('../../../test/golden/perceptron-rules.json', import.meta.url), 'utf8'))
  .replicated[0];
const problem = problemFromPatterns({ ...golden, weights: weightValues('binary', 2) });

/** S of Σ_W̃ [Σ_W exp(-β E(W) + γ W·W̃)]^y by enumeration of both; energy: errors. */
function exactOverlap(task: Problem, beta: number, gamma: number, y: number): number {
  const weights: { bits: number; boltzmann: number }[] = [];
  forEachWeights(task, (indices, errors) => {
    const boltzmann = errors === 0 ? 1 : Math.exp(-beta * errors);
    if (boltzmann > 0) weights.push({ bits: indices.reduce((word, k, i) => word | (k << i), 0), boltzmann });
  });
  const ones = (v: number): number => (v === 0 ? 0 : 1 + ones(v & (v - 1)));
  const { size } = task;
  let total = 0;
  let overlap = 0;
  for (let reference = 0; reference < 2 ** size; reference++) {
    let Z = 0;
    let S = 0;
    for (const { bits, boltzmann } of weights) {
      const dot = size - 2 * ones(bits ^ reference);
      const term = boltzmann * Math.exp(gamma * dot);
      Z += term;
      S += term * dot;
    }
    total += Z ** y;
    overlap += Z ** (y - 1) * S;
  }
  return overlap / total / size;
}

describe('replicas', () => {
  it('are enumerated here as by an independent implementation', () => {
    for (const { gamma, y, exact } of golden.cases) {
      expect(exactOverlap(problem, Number.POSITIVE_INFINITY, gamma, y)).toBeCloseTo(exact.overlap, 8);
    }
  });

  // 100 blocks of 150 sweeps, 4.5 standard errors (false alarm 7e-6 if the stream were random).
  it.each([
    ['traced', false],
    ['explicit', true],
  ])('have the overlap of the joint distribution with the reference %s', (_, explicit) => {
    const [beta, gamma, y] = [1.5, 0.6, 3];
    const shared = flipProblem(problem, 'errors');
    const start = () => new Int8Array(11).fill(1);
    const walks = Array.from({ length: y }, () => flipWalk(shared, start()));
    const system = replicas(walks, explicit ? start() : undefined);
    const table = new Float64Array(2 * y + 1);
    logCoshTable(y, gamma, table);
    const stream = philoxRng(Uint32Array.of(1, 2, 3, explicit ? 1 : 0));
    const sweeps = (count: number) => {
      let sum = 0;
      for (let sweep = 0; sweep < count; sweep++) {
        for (let k = 0; k < 11 * (y + 1); k++) replicaStep(system, beta, gamma, table, stream);
        sum += referenceOverlap(system, gamma);
      }
      return sum / count;
    };
    sweeps(200);
    const blocks = Array.from({ length: 100 }, () => sweeps(150));
    const mean = blocks.reduce((sum, x) => sum + x, 0) / blocks.length;
    const error = Math.sqrt(blocks.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (blocks.length - 1) / blocks.length);
    expect(error).toBeLessThan(0.01);
    expect(Math.abs(mean - exactOverlap(problem, beta, gamma, y))).toBeLessThan(4.5 * error);
    // The sum over replicas is kept step by step.
    expect([...system.sum]).toEqual(
      Array.from({ length: 11 }, (__, i) => walks.reduce((sum, { signs }) => sum + (signs[i] as number), 0)),
    );
  });
});

describe('rsa', () => {
  // Measured, N = 201: 3 of 3 at α = 0.2 and 0.4 in 80 to 200 epochs.
  it('solves N = 201 and says who did', () => {
    const { solved, medianEpochs } = successes(rsa, 201, 0.4, 3);
    expect(solved).toBe(3);
    expect(medianEpochs).toBeLessThan(500);
    const { report } = tryLearner(rsa, drawTask(101, 20, 1));
    expect(['replica', 'center']).toContain(report['found_by']);
    expect(report['overlap']).toBeGreaterThan(0);
    expect(tryLearner(rsa, drawTask(101, 20, 1), { reference: 'explicit' }).solved).toBe(true);
  });

  it('ends at the cap above capacity, with an even number of replicas and one', () => {
    for (const count of [1, 2]) {
      const { solved, epochs, report } = tryLearner(rsa, drawTask(31, 60, 2), { replicas: count, max_epochs: 20 });
      expect({ solved, epochs }).toEqual({ solved: false, epochs: 20 });
      expect(report['found_by']).toBeUndefined();
      expect(report['gamma_final']).toBe(2);
    }
  });

  it('refuses other weights', () => {
    expect(() => tryLearner(rsa, drawTask(5, 2, 1, { weights: weightValues('signed', 3) }))).toThrow(
      'rsa is defined for ±1 weights and ±1 inputs',
    );
  });
});
