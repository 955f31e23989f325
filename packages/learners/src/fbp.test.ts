import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Focus, fbp, landscape, type Replication, replication, setFocus } from './fbp.ts';
import { betheEntropy, iterate, type TapState, tapState } from './tap.ts';
import type { Problem } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

const binary = weightValues('binary', 2);

/** The fixed point at (γ, y), reached from weaker coupling. */
function relaxed(problem: Problem, focus: Focus): { state: TapState; replicas: Replication } {
  const state = tapState(problem);
  const replicas = replication(problem.weights);
  for (let step = 1; step <= 20; step++) {
    setFocus(replicas, { gamma: (focus.gamma * step) / 20, y: focus.y });
    for (let t = 0; t < 20; t++) iterate(state, 0, 0.5, replicas.bias);
  }
  setFocus(replicas, focus);
  let change = 1;
  for (let t = 0; t < 3000 && change > 1e-13; t++) change = iterate(state, 0, 0.5, replicas.bias);
  expect(change).toBeLessThan(1e-12);
  return { state, replicas };
}

function seen(problem: Problem, focus: Focus) {
  const { state, replicas } = relaxed(problem, focus);
  const found = landscape(state, replicas);
  if (!found) throw new Error('γ is finite here');
  return found;
}

describe('the bias of the replicas', () => {
  // The published form for ±1 weights: η = atanh(tanh[(y-1) atanh(tanh h tanh γ)] tanh γ), in its stable form.
  const logCosh = (x: number) => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;
  const combine = (a: number, b: number) => 0.5 * (logCosh(a + b) - logCosh(a - b));

  it('is the published extra field for ±1 weights', () => {
    const field = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(field, fc.double({ min: 0, max: 3, noNaN: true }), fc.integer({ min: 1, max: 40 }), (h, gamma, y) => {
        const replicas = replication(binary);
        setFocus(replicas, { gamma, y });
        const logWeights = Float64Array.of(-h, h);
        replicas.bias(logWeights);
        const eta = 0.5 * (logWeights[1] - logWeights[0]) - h;
        expect(eta).toBeCloseTo(combine((y - 1) * combine(h, gamma), gamma), 8);
      }),
    );
  });

  it('is y - 1 times the own table for infinite γ, nothing for a single replica, and nothing without coupling', () => {
    const table = [0.3, -1, 0.2];
    const biased = (focus: Focus) => {
      const replicas = replication(weightValues('unipolar', 3));
      setFocus(replicas, focus);
      const logWeights = Float64Array.from(table);
      replicas.bias(logWeights);
      return Array.from(logWeights, (x, k) => x - (table[k] as number));
    };
    biased({ gamma: Number.POSITIVE_INFINITY, y: 4 }).forEach((x, k) => {
      expect(x).toBeCloseTo(3 * (table[k] as number), 12);
    });
    const [first, ...rest] = biased({ gamma: 0, y: 4 });
    for (const x of rest) expect(x).toBeCloseTo(first as number, 12);
    // ±1: ln Σ_w̃ exp(c) is the same for both weights; other sets have edges.
    const single = replication(binary);
    setFocus(single, { gamma: 0.8, y: 1 });
    const logWeights = Float64Array.of(0.3, -0.5);
    single.bias(logWeights);
    expect(logWeights[1] - logWeights[0]).toBeCloseTo(-0.8, 12);
  });

  it('is that of an explicit sum over replicas and reference, for any weights', () => {
    const weights = weightValues('signed', 3);
    const [gamma, y] = [0.4, 3];
    const table = [0.2, -0.7, 0.5];
    const replicas = replication(weights);
    setFocus(replicas, { gamma, y });
    const logWeights = Float64Array.from(table);
    replicas.bias(logWeights);
    const c = (w: number, r: number) => Math.exp(-0.5 * gamma * (w - r) ** 2);
    const explicit = [...weights].map((w, k) => {
      let sum = 0;
      for (const r of weights) {
        let other = 0;
        weights.forEach((u, j) => {
          other += Math.exp(table[j] as number) * c(u, r);
        });
        sum += other ** (y - 1) * c(w, r);
      }
      return (table[k] as number) + Math.log(sum);
    });
    for (let k = 1; k < 3; k++) {
      expect(logWeights[k] - logWeights[0]).toBeCloseTo((explicit[k] as number) - (explicit[0] as number), 10);
    }
  });
});

describe('the landscape at a fixed point', () => {
  const problem = drawTask(401, 160, 2);

  it('is that of belief propagation for a single replica: Φ = S + ln 2cosh γ, overlap tanh γ', () => {
    const gamma = 0.6;
    const { state, replicas } = relaxed(problem, { gamma, y: 1 });
    const found = landscape(state, replicas);
    expect(found?.freeEntropy).toBeCloseTo(betheEntropy(state) + Math.log(2 * Math.cosh(gamma)), 10);
    expect(found?.overlap).toBeCloseTo(Math.tanh(gamma), 10);
  });

  it('has the magnetisation of a replica from the average over the reference', () => {
    const { state, replicas } = relaxed(problem, { gamma: 0.5, y: 3 });
    const { gamma, y } = replicas.focus;
    let largest = 0;
    state.a.forEach((a, i) => {
      const h = state.B[i] as number;
      const weight = (s: number) => Math.exp(y * Math.log(2 * Math.cosh(h + gamma * s)));
      const mean = (weight(1) * Math.tanh(h + gamma) + weight(-1) * Math.tanh(h - gamma)) / (weight(1) + weight(-1));
      largest = Math.max(largest, Math.abs(mean - a));
    });
    expect(largest).toBeLessThan(1e-9);
  });

  // Central differences: the specification found 1e-6 for y; the overlap is a derivative up to terms O(1/N).
  it('has the derivatives of the free entropy', () => {
    const y = 3;
    const gamma = 0.5;
    const phi = (focus: Focus) => seen(problem, focus).freeEntropy;
    const { slope, overlap } = seen(problem, { gamma, y });
    const byY = (phi({ gamma, y: y + 1e-3 }) - phi({ gamma, y: y - 1e-3 })) / 2e-3;
    expect(Math.abs(byY - (slope + gamma))).toBeLessThan(1e-4);
    const byGamma = (phi({ gamma: gamma + 1e-3, y }) - phi({ gamma: gamma - 1e-3, y })) / 2e-3;
    expect(Math.abs(byGamma / y - overlap)).toBeLessThan(1e-3);
  });

  // Replica theory at α = 0.4, γ = 0.5, y = 8 (infinite N, correlated replicas): distance 0.158, local entropy 0.324.
  // Messages take the replicas as independent at a pattern: 0.1645 and 0.330 at N = 4001, sd of a sample 0.004 at 401.
  it('is near the replica theory', () => {
    const found = seen(problem, { gamma: 0.5, y: 8 });
    expect(Math.abs((1 - found.overlap) / 2 - 0.1645)).toBeLessThan(0.016);
    expect(Math.abs(found.localEntropy - 0.33)).toBeLessThan(0.05);
    expect(found.externalEntropy).toBeGreaterThan(0);
  });

  it('has entropies that add up for other weights', () => {
    const levels = drawTask(201, 60, 1, { weights: weightValues('unipolar', 3) });
    const { slope, externalEntropy, freeEntropy, overlap } = seen(levels, { gamma: 0.4, y: 3 });
    expect(externalEntropy).toBeCloseTo(freeEntropy - 3 * slope, 12);
    expect(overlap).toBeGreaterThan(0);
    expect(overlap).toBeLessThan(1);
    const by =
      (seen(levels, { gamma: 0.4, y: 3.001 }).freeEntropy - seen(levels, { gamma: 0.4, y: 2.999 }).freeEntropy) / 0.002;
    expect(Math.abs(by - slope)).toBeLessThan(1e-4);
  });
});

describe('fbp', () => {
  // The specification, N = 501: pseudo and scoping 4 of 4 each at α = 0.5 and 0.6, in 100 to 410 iterations.
  it.each(['pseudo', 'scoping', 'standard'])('solves N = 501 with protocol %s', (protocol) => {
    for (const alpha of [0.5, 0.6]) {
      const { solved, medianEpochs } = successes(fbp, 501, alpha, 3, { protocol });
      expect(solved).toBe(3);
      expect(medianEpochs).toBeGreaterThan(90);
      expect(medianEpochs).toBeLessThan(420);
    }
  });

  it.each([
    ['0 … 3', weightValues('unipolar', 4)],
    ['-1, 0, 1', weightValues('signed', 3)],
  ])('solves weights %s, experimentally', (_, weights) => {
    expect(successes(fbp, 501, 0.4, 2, {}, { weights }).solved).toBe(2);
  });

  it('goes through a list of couplings to its end, and reports every step', () => {
    const gammas = [0, 0.3, 0.6, 0.9, 1.2];
    const ys = [2, 3, 4, 5, 6];
    const problem = drawTask(201, 40, 3);
    const params = { protocol: 'free', gammas, ys, iterations: 30, until: 'end', trace: true };
    const { solved, epochs, report } = tryLearner(fbp, problem, params);
    expect({ solved, epochs }).toEqual({ solved: true, epochs: 150 });
    expect(report).toMatchObject({ trace_gamma: gammas, trace_y: ys, gamma_final: 1.2, replicas_final: 6 });
    const overlapsSeen = report['trace_overlap'] as number[];
    expect(overlapsSeen).toHaveLength(5);
    for (let t = 1; t < 5; t++) expect(overlapsSeen[t]).toBeGreaterThan(overlapsSeen[t - 1] as number);
    const local = report['trace_local_entropy'] as number[];
    for (let t = 1; t < 5; t++) expect(local[t]).toBeLessThan(local[t - 1] as number);
    expect(report['overlap']).toBe(overlapsSeen[4]);
    expect(report['local_entropy']).toBe(local[4]);
    // Ends early without "end", with the same weights when it was solved.
    expect(tryLearner(fbp, problem, { ...params, until: 'solved' }).epochs).toBeLessThan(150);
  });

  it('goes up to a reinforcement just below 1 where there is no solution', () => {
    const outcome = tryLearner(fbp, drawTask(51, 150, 1), { dr: 0.01 });
    expect(outcome).toMatchObject({ solved: false, epochs: 100 });
    expect(outcome.report['reinforcement']).toBeCloseTo(0.99, 12);
    for (const value of Object.values(outcome.report)) expect(Number.isFinite(value)).toBe(true);
    const standard = tryLearner(fbp, drawTask(51, 150, 1), { dr: 0.01, protocol: 'standard' });
    expect(standard.report['local_entropy']).toBeUndefined();
    expect(standard.report['replicas_final']).toBeCloseTo(100, 6);
  });

  it('refuses lists of different lengths', () => {
    expect(() => tryLearner(fbp, drawTask(5, 2, 1), { protocol: 'free', gammas: [1], ys: [] })).toThrow(
      'gammas and ys need the same length, got 1 and 0',
    );
  });
});
