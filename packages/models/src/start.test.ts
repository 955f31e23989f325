/**
 * Exact starts against enumeration: state and last event together, as drawn and after further events, so that the events
 * must go on from the last one.
 */
import type { MemoryRule } from '@fewbits/kernels';
import { naiveMemory } from '@fewbits/kernels/testing';
import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { modelByName } from './catalog.ts';
import type { Population } from './model.ts';
import { stationaryLaw } from './stationary-law.ts';
import { chiSquareScore, jointLaw } from './testing/enumerate.ts';

const DRAWS = 51_200;
/** One-sided, 3e-6: 200 scores give a false alarm for one seed in 1500. */
const MOST = 4.5;

function histogram(population: Population): Map<string, number> {
  const { size, variables } = population;
  const states = new Uint32Array(size * variables);
  const events = new Int8Array(size);
  population.readStates(states);
  population.readLastEvent(events);
  const seen = new Map<string, number>();
  for (let i = 0; i < size; i++) {
    const key = `${states.subarray(i * variables, (i + 1) * variables).join()},${events[i]}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return seen;
}

function startOf(name: string, params: Record<string, number | string>, correlation: number, seed = 1): Population {
  const key = streamKey(seed, 'patterns', 'start');
  const population = modelByName(name).create({ readout: 'graded', ...params }, { size: DRAWS, key, correlation });
  population.equilibrate();
  return population;
}

const cyclic = 'cyclic' as const;
const hard = 'hard' as const;
const rules: { rule: MemoryRule; params: Record<string, number | string> }[] = [
  { rule: { name: 'multi-state', bits: 1 }, params: { bits: 1 } },
  { rule: { name: 'multi-state', bits: 4 }, params: { bits: 4 } },
  ...[1, 2].flatMap((groups) => [
    { rule: { name: 'multi-chain', groups } as const, params: { groups } },
    ...[cyclic, hard].flatMap((last) => [
      { rule: { name: 'direction-marker', groups, last } as const, params: { groups, last } },
      { rule: { name: 'partial-reset', groups, last } as const, params: { groups, last } },
    ]),
  ]),
  // The slowest law that is quick to enumerate.
  { rule: { name: 'direction-marker', groups: 3, last: hard }, params: { groups: 3, last: hard } },
];

describe.each(rules)('$rule.name $params', ({ rule, params }) => {
  it.each([0, 0.5, 0.9])('starts in the joint law of state and last event, and stays in it (λ = %d)', (correlation) => {
    const population = startOf(rule.name, params, correlation);
    const { probability } = jointLaw(naiveMemory(rule, 1), population.correlation);
    for (const events of [0, 1, 2, 13]) {
      population.update(events);
      expect(chiSquareScore(histogram(population), probability)).toBeLessThan(MOST);
    }
    population.release();
  });
});

// A test that cannot fail proves nothing: uniform and independent of the last event is not the law of a correlated chain.
it('the score tells a wrong start', () => {
  const population = startOf('multi-state', { bits: 4 }, 0.9);
  const { probability } = jointLaw(naiveMemory({ name: 'multi-state', bits: 4 }, 1), population.correlation);
  population.writeStates(new Uint32Array(DRAWS).map((_, i) => i & 15));
  expect(chiSquareScore(histogram(population), probability)).toBeGreaterThan(20);
});

describe('plain models start in their stationary law', () => {
  const half = [-1, 1];
  const law = (entries: readonly (readonly [string, number])[]): Map<string, number> => new Map(entries);

  // P(end) = 1/((1-λ)(M-2)+2), inner (1-λ) of it; an end is reached by events that lead there alone.
  it.each([0, 0.9])('ten levels of a multi-state synapse (λ = %d)', (correlation) => {
    const population = startOf('multi-state', { levels: 10 }, correlation);
    const r = population.correlation;
    const end = 1 / ((1 - r) * 8 + 2);
    const inner = Array.from({ length: 8 }, (_, k) => half.map((e) => [`${k + 1},${e}`, ((1 - r) * end) / 2] as const));
    const probability = law([['0,-1', end], ['9,1', end], ...inner.flat()]);
    for (const events of [0, 1, 5]) {
      population.update(events);
      expect(chiSquareScore(histogram(population), probability)).toBeLessThan(MOST);
    }
  });

  const independent = (probabilities: readonly number[]): Map<string, number> =>
    law(probabilities.flatMap((p, x) => half.map((e) => [`${x},${e}`, p / 2] as const)));
  const binomial = (n: number): number[] => {
    const row = [0.5 ** n];
    for (let k = 1; k <= n; k++) row.push((row[k - 1] * (n - k + 1)) / k);
    return row;
  };
  const end = 1 / (2 + 6 * 0.3);
  // At λ = 0 the last event is independent of what follows, and drawn so.
  it.each([
    ['soft-bounds', { levels: 9 }, binomial(8)],
    ['soft-bounds', { levels: 41 }, binomial(40)],
    ['cascade', { depth: 5, ratio: 0.5 }, new Array<number>(10).fill(0.1)],
    ['cascade', { depth: 4, ratio: 0.3 }, new Array<number>(8).fill(0.125)],
    ['serial', { levels: 8, leave: 0.3 }, [end, ...new Array<number>(6).fill(0.3 * end), end]],
    ['stochastic-binary', { flip: 0.2 }, [0.5, 0.5]],
  ] as const)('%s %o', (name, params, probabilities) => {
    const population = startOf(name, params, 0);
    expect(chiSquareScore(histogram(population), independent(probabilities))).toBeLessThan(MOST);
    // Later the state follows from the events: only its own law is compared.
    population.update(20);
    const states = new Uint32Array(DRAWS);
    population.readStates(states);
    const seen = new Map<string, number>();
    for (const x of states) seen.set(`${x}`, (seen.get(`${x}`) ?? 0) + 1);
    expect(chiSquareScore(seen, law(probabilities.map((p, x) => [`${x}`, p] as const)))).toBeLessThan(MOST);
  });
});

it('state reduction solves a periodic chain with a transient state', () => {
  const law = stationaryLaw([
    [0, 1, 0, 0],
    [0.25, 0, 0.75, 0],
    [0, 1, 0, 0],
    [0, 0.5, 0, 0.5],
  ]);
  [0.125, 0.5, 0.375, 0].forEach((p, k) => {
    expect(law[k]).toBeCloseTo(p, 14);
  });
});
