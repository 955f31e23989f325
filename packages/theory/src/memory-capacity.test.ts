import { describe, expect, it } from 'vitest';
import { type MemoryCapacity, memoryCapacity } from './memory-capacity.ts';
import { memoryCurve } from './online-memory/memory-curve.ts';
import type { MemoryParameters } from './online-memory/memory-parameters.ts';

/** Looks at every age, as the definition says. */
function scanned(parameters: MemoryParameters, size: number, threshold: number, last: number): number | null {
  const { variance, at } = memoryCurve(parameters);
  const ratio = (age: number): number => (at(age) * Math.sqrt(size)) / Math.sqrt(variance);
  if (ratio(1) < threshold) return 0;
  for (let age = 1; age < last; age++) {
    if (ratio(age + 1) >= threshold) continue;
    const part = Math.log(ratio(age) / threshold) / Math.log(ratio(age) / ratio(age + 1));
    return Math.exp(Math.log(age) + part * Math.log((age + 1) / age));
  }
  return null;
}

describe('agrees with a look at every age', () => {
  const cases: MemoryParameters[] = [
    { model: 'multi-state', bits: 4 },
    { model: 'multi-state', levels: 6, readout: 'binary', correlation: 0.9 },
    { model: 'multi-chain', groups: 3 },
    { model: 'multi-chain', groups: 3, correlation: 0.9 },
    { model: 'multi-chain', groups: 3, readout: 'binary', correlation: 0.5 },
    { model: 'direction-marker', groups: 3, last: 'hard' },
    { model: 'direction-marker', groups: 2, correlation: 0.99 },
    { model: 'partial-reset', groups: 2, correlation: 0.9 },
    { model: 'partial-reset', groups: 2, last: 'hard' },
    { model: 'soft-bounds', bits: 5 },
    { model: 'cascade', depth: 6 },
    { model: 'serial', bits: 3, leave: 0.2 },
    { model: 'biological', groups: 1, levels: 16, correlation: 0.5 },
  ];

  it.each(cases)('%o', (parameters) => {
    for (const size of [2, 50, 1000]) {
      for (const threshold of [1, 2.5]) {
        const { capacity } = memoryCapacity({ ...parameters, size, threshold });
        const expected = scanned(parameters, size, threshold, 3000);
        if (expected === 0) expect(capacity).toBe(0);
        else expect((capacity ?? Number.NaN) / (expected ?? Number.NaN)).toBeCloseTo(1, 10);
      }
    }
  });
});

it('finds the best number of groups, none worse and none left out', () => {
  for (const model of ['multi-chain', 'direction-marker', 'partial-reset'] as const) {
    for (const correlation of [0, 0.9]) {
      const best = memoryCapacity({ model, size: 2000, correlation });
      const all = [1, 2, 3, 4, 5, 6].map((groups) => memoryCapacity({ model, size: 2000, correlation, groups }));
      expect(best).toEqual(all.reduce((a, b) => ((b.capacity ?? 0) > (a.capacity ?? 0) ? b : a)));
    }
  }
});

it('finds the best bits of a chain and the best depth of a cascade likewise', () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const largest = (all: readonly MemoryCapacity[]): MemoryCapacity =>
    all.reduce((a, b) => ((b.capacity ?? 0) > (a.capacity ?? 0) ? b : a));
  for (const size of [100, 3000]) {
    const chain = { model: 'multi-state', readout: 'binary', size } as const;
    expect(memoryCapacity({ ...chain, bits: 'best' })).toEqual(
      largest(counts.map((bits) => memoryCapacity({ ...chain, bits }))),
    );
    const cascade = { model: 'cascade', size } as const;
    expect(memoryCapacity({ ...cascade, depth: 'best' })).toEqual(
      largest(counts.map((depth) => memoryCapacity({ ...cascade, depth }))),
    );
  }
});

it('bounds every ±1 synapse by the envelope of as many states', () => {
  const size = 4000;
  for (const bits of [1, 2, 3, 4, 5]) {
    const { capacity: bound, synapse_bits } = memoryCapacity({ model: 'envelope', bits, size });
    expect(synapse_bits).toBe(bits);
    // √N (M−1)/(e t) = 1 where √N > e; between whole ages it is the power law itself.
    if (bits < 5) expect((bound as number) / ((2 ** bits - 1) * Math.sqrt(size))).toBeCloseTo(1 / Math.E, 9);
    for (const leave of [1, 0.1]) {
      expect(memoryCapacity({ model: 'serial', bits, leave, size }).capacity).toBeLessThan(bound as number);
    }
    const chain = memoryCapacity({ model: 'multi-state', readout: 'binary', bits, size });
    expect(chain.capacity).toBeLessThan(bound as number);
    expect(memoryCapacity({ model: 'cascade', depth: 2 ** (bits - 1), size }).capacity).toBeLessThan(bound as number);
  }
});

it('finds the best q of the binary synapse: none of a fine grid is better', () => {
  const size = 1e4;
  const best = memoryCapacity({ model: 'stochastic-binary', size }).capacity ?? 0;
  for (let q = 0.001; q < 1; q += 0.001) {
    const { capacity } = memoryCapacity({ model: 'stochastic-binary', size, flip: q });
    expect(capacity).toBeLessThanOrEqual(best);
  }
  // q → e/√N, capacity → √N/e.
  const large = memoryCapacity({ model: 'stochastic-binary', size: 1e12 });
  expect((large.capacity ?? 0) / (1e6 / Math.E)).toBeCloseTo(1, 5);
  expect((large.initial_snr ?? 0) / Math.E).toBeCloseTo(1, 5);
});

it('scans the cascade, whose curve is not monotonic', () => {
  // n = 3: 2/3, 1/6, 0.2083, …: with SNR(1) just below the threshold nothing counts, although SNR(2) is above.
  const size = 33;
  expect(memoryCapacity({ model: 'cascade', depth: 3, size }).capacity).toBe(0);
  expect(memoryCapacity({ model: 'cascade', depth: 3, size: 37 }).capacity).toBeGreaterThan(2);
});

it('is 0 when one later memory is too many, and null when nothing is forgotten in time', () => {
  expect(memoryCapacity({ model: 'multi-state', bits: 14, size: 1e5 }).capacity).toBe(0);
  const rigid = memoryCapacity({ model: 'serial', levels: 64, leave: 1e-6, size: 1e15 });
  expect(rigid).toMatchObject({ capacity: null, reason: 'no-crossing' });
  // A cascade of 10 forgets within the ages that are followed, the best one does not.
  expect(memoryCapacity({ model: 'cascade', depth: 10, size: 1e14 }).capacity).toBeGreaterThan(5000);
  expect(memoryCapacity({ model: 'cascade', depth: 'best', size: 1e14 })).toMatchObject({ reason: 'no-crossing' });
});

it('names every fault', () => {
  expect(() => memoryCapacity({ model: 'multi-chain', size: 0, threshold: -1, groups: 2.5, correlation: 1 })).toThrow(
    'size: got 0, expected a number of synapses from 1; threshold: got -1, expected a number above 0; groups: got 2.5, ' +
      'expected an integer from 1 to 16, or best; correlation: got 1, expected a number from 0 and below 1',
  );
});
