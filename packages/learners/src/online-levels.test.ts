import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpi } from './bpi.ts';
import { type LevelStates, presentLevels, stability } from './online-levels.ts';
import type { Rule } from './online-rule.ts';
import { sbpi } from './sbpi.ts';
import { type Problem, problemFromPatterns } from './task/problem.ts';
import { weightValues } from './task/weight-values.ts';
import { drawTask, successes, tryLearner } from './testing/try-learner.ts';

interface Trace {
  readonly K: number;
  readonly thetaM: number;
  readonly h0: number[];
  readonly presentations: [sweep: number, pattern: number, delta: number, rule: Rule][];
  readonly hAfterSweep: number[][];
  readonly solvedInSweep: number;
  readonly hFinal: number[];
}

interface Instance {
  readonly name: string;
  readonly weights: number[];
  readonly inputs: 'pm1' | '01';
  readonly outputs: 'pm1' | '01';
  readonly threshold: number;
  readonly patterns: number[][];
  readonly labels: number[];
  readonly bpi01Trace?: Trace;
  readonly multiLevelTrace?: Trace;
}

const golden: { levels: Instance[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/perceptron-rules.json', import.meta.url), 'utf8'),
);

const always = () => true;

function problemOf(instance: Instance): Problem {
  const labels = instance.outputs === '01' ? instance.labels.map((s) => 2 * s - 1) : instance.labels;
  return problemFromPatterns({ ...instance, weights: Int32Array.from(instance.weights), labels });
}

// From an independent implementation, patterns in index order, every barely correct pattern deepens; integers, exact.
it.each(golden.levels)('follows the reference trace of $name', (instance) => {
  const trace = (instance.bpi01Trace ?? instance.multiLevelTrace) as Trace;
  const twoLevels = instance.bpi01Trace !== undefined;
  const { K, thetaM: window } = trace;
  const statesPerLevel = twoLevels ? K / 2 : K;
  const toCounter = (h: number) => (twoLevels ? (h + K - 1) / 2 : h);
  const toState = (j: number) => (twoLevels ? 2 * j - K + 1 : j);
  const counters = Int32Array.from(trace.h0, toCounter);
  const level: LevelStates = { problem: problemOf(instance), statesPerLevel, window, onlyDeeper: twoLevels, counters };
  const shown: typeof trace.presentations = [];
  const after: number[][] = [];
  for (let sweep = 1; sweep <= trace.solvedInSweep; sweep++) {
    for (let mu = 0; mu < level.problem.patterns; mu++) {
      const delta = stability(level, mu);
      // + 0: no negative zero.
      shown.push([sweep, mu, delta + 0, presentLevels(level, mu, delta, always, new Uint32Array(1))]);
    }
    after.push(Array.from(counters, toState));
  }
  expect(shown.slice(0, trace.presentations.length)).toEqual(trace.presentations);
  expect(after.slice(0, trace.hAfterSweep.length)).toEqual(trace.hAfterSweep);
  expect(after.at(-1)).toEqual(trace.hFinal);
  expect(shown.filter(([sweep, , , rule]) => sweep === trace.solvedInSweep && rule === 3)).toEqual([]);
});

describe('a presentation', () => {
  it('keeps the weights unless the pattern is an error, and the counters within their bounds', () => {
    const sets = fc.constantFrom(
      ...(['unipolar', 'signed'] as const).flatMap((family) => [3, 4].map((levels) => weightValues(family, levels))),
      weightValues('unipolar', 2),
    );
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 5 }), fc.boolean(), fc.nat(), (weights, K, pm1, seed) => {
        const problem = drawTask(33, 20, seed, { weights, inputs: pm1 ? 'pm1' : '01', threshold: pm1 ? 0 : 8.5 });
        const counters = Int32Array.from({ length: 33 }, (_, i) => (7 * i + seed) % (weights.length * K));
        const level: LevelStates = { problem, statesPerLevel: K, window: 3, onlyDeeper: false, counters };
        const indices = () => Array.from(counters, (j) => Math.floor(j / K));
        for (let mu = 0; mu < 20; mu++) {
          const before = indices();
          const rule = presentLevels(level, mu, stability(level, mu), always, new Uint32Array(2));
          if (rule !== 3) expect(indices()).toEqual(before);
          for (const j of counters) expect(j >= 0 && j < weights.length * K).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('online rules beyond ±1 weights', () => {
  // Measured at N = 1001: 4 levels, α = 0.45, K = 40, and 8 levels, α = 0.6, K = 20: all of 4 (the specification) and of 3.
  it('store in 4 and 8 levels with ±1 inputs', () => {
    const four = { weights: 'unipolar', levels: 4, inputs: 'pm1' };
    expect(successes(sbpi, 501, 0.4, 3, four, { weights: weightValues('unipolar', 4) }).solved).toBe(3);
    expect(
      successes(sbpi, 501, 0.5, 2, { ...four, levels: 8, states: 20 }, { weights: weightValues('unipolar', 8) }).solved,
    ).toBe(2);
  });

  // f = ½, threshold at mean weight 0.32, half of the capacity 0.59.
  it('store in 0/1 weights with 0/1 inputs', () => {
    const spec = { weights: weightValues('unipolar', 2), inputs: '01', threshold: 80.5 } as const;
    for (const learner of [sbpi, bpi]) {
      expect(successes(learner, 501, 0.2, 3, { weights: 'unipolar', levels: 2, inputs: '01' }, spec).solved).toBe(3);
    }
  });

  // The specification: "does not solve L = 1 with ±1 inputs at α ≥ 0.35". A failure is a result.
  it('report failure at the cap for 0/1 weights with ±1 inputs at α = 0.45', () => {
    const problem = drawTask(301, 135, 1, { weights: weightValues('unipolar', 2) });
    const params = { weights: 'unipolar', levels: 2, inputs: 'pm1', max_epochs: 100 };
    expect(tryLearner(sbpi, problem, params)).toMatchObject({ solved: false, epochs: 100 });
  });

  it('have as many states a level as ±1 weights have a sign, unless told otherwise', () => {
    const states = sbpi.parameters['states']?.defaultFrom?.value;
    expect(states?.({ size: 1001, weights: 'binary' })).toBe(80);
    expect(states?.({ size: 1001, weights: 'unipolar', levels: 4, inputs: 'pm1' })).toBe(40);
    expect(states?.({ size: 1001, weights: 'unipolar', levels: 2, inputs: '01' })).toBe(80);
    expect(states?.({ size: 1001, weights: 'signed', levels: 2, inputs: 'pm1' })).toBe(80);
  });
});
