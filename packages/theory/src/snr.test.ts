import { expect, it } from 'vitest';
import { standardAges } from './online-memory/age-grid.ts';
import { memoryArea } from './online-memory/area.ts';
import { memoryCurve } from './online-memory/memory-curve.ts';
import type { MemoryModel, MemoryParameters } from './online-memory/memory-parameters.ts';
import { snr, snrQuantity } from './snr.ts';

it('gives S and S/σ at the ages asked for', () => {
  const values = snr({ model: 'direction-marker', groups: 1, ages: [0, 5] });
  expect(values.age).toEqual([0, 5]);
  expect(values.snr1?.[0]).toBeCloseTo(0.4, 15);
  expect(snr({ model: 'direction-marker', groups: 1, ages: [5] }).signal?.[0]).toBe(values.signal?.[1]);
  expect(values).toMatchObject({ variance: 1, synapse_bits: 3 });
  expect(snr({ model: 'multi-state', levels: 6 }).age).toEqual(standardAges);
});

it('says with the value that a faint signal of the partial reset is inaccurate', () => {
  expect(snr({ model: 'partial-reset', groups: 1, ages: [10] }).reason).toBeUndefined();
  expect(snr({ model: 'partial-reset', groups: 1, ages: [10, 5000] }).reason).toEqual([
    null,
    'signals below 1e-9 are inaccurate',
  ]);
});

// Σ S/σ of a curve that has ended, against the closed area.
it.each<MemoryParameters>([
  { model: 'multi-state', levels: 10 },
  { model: 'multi-state', levels: 10, readout: 'binary' },
  { model: 'multi-chain', groups: 2 },
  { model: 'direction-marker', groups: 2 },
  { model: 'stochastic-binary', flip: 0.2 },
  { model: 'soft-bounds', levels: 9 },
  { model: 'cascade', depth: 4, ratio: 0.3 },
  { model: 'serial', levels: 6, leave: 0.3 },
])('encloses the closed area: %o', (parameters) => {
  const { variance, at } = memoryCurve(parameters);
  let sum = 0;
  for (let age = 0; age < 5000; age++) sum += at(age);
  expect(sum / Math.sqrt(variance) / (memoryArea(parameters) ?? Number.NaN)).toBeCloseTo(1, 10);
});

it('has no closed area where the signal echoes, or of the other models', () => {
  expect(memoryArea({ model: 'multi-chain', groups: 2, correlation: 0.5 })).toBeNull();
  expect(memoryArea({ model: 'partial-reset', groups: 2 })).toBeNull();
});

it.each([
  [{ model: 'multi-chain', groups: 0 }, 'groups: got 0, expected an integer from 1 to 16'],
  [{ model: 'multi-chain' }, 'groups: got nothing'],
  [{ model: 'multi-chain', groups: 2, readout: 'binary' }, 'an odd number of groups'],
  [{ model: 'direction-marker', groups: 7, readout: 'binary' }, '1, 3 or 5 groups'],
  [{ model: 'multi-state', levels: 5 }, 'levels: got 5, expected an even integer'],
  [{ model: 'multi-state' }, 'levels: got nothing, expected levels or bits'],
  [{ model: 'multi-state', levels: 4, bits: 2 }, 'bits or levels, not both'],
  [{ model: 'multi-state', levels: 4, correlation: 1 }, 'correlation: got 1'],
  [{ model: 'multi-state', levels: 4, correlation: -0.1 }, 'correlation: got -0.1'],
  [{ model: 'serial', levels: 4, leave: 1, correlation: 0.5 }, 'correlation: got 0.5, expected 0 with model serial'],
  [{ model: 'cascade', depth: 3, ratio: 0.7 }, 'ratio: got 0.7'],
  [{ model: 'stochastic-binary' }, 'flip: got undefined'],
  [{ model: 'biological', groups: 3 }, 'simulate more), or approximation = linear'],
  [{ model: 'soft-bounds', levels: 4, readout: 'binary' }, 'readout: got binary, expected graded'],
  [{ model: 'multi-state', levels: 4, ages: [1, -2] }, 'ages: got -2'],
  [{ model: 'multi-state', levels: 4, ages: [1, Number.NaN] }, 'ages: got NaN, expected whole numbers of events'],
  [{ model: 'multi-state', levels: 4, ages: [1, 5, 3] }, 'ages: got 5 before 3 (entries 1 and 2), expected strictly'],
  [{ model: 'multi-state', levels: 4, ages: [5, 5] }, 'ages: got 5 before 5 (entries 0 and 1), expected strictly'],
  [{ model: 'multi-state', levels: 4, ages: [] }, 'ages: got none'],
  [{ model: 'cascade', depth: 3, ages: [1e9] }, 'ages: got 1000000000, expected ages up to 2000000'],
  [{ model: 'biological', groups: 9, levels: 2, base: 2, ages: [1e6] }, 'ages: got 1000000, expected ages up to'],
  [{ model: 'chain' as MemoryModel }, 'model: got chain, expected multi-state, multi-chain'],
] as const)('refuses %o', (parameters, message) => {
  expect(() => snr(parameters as MemoryParameters)).toThrow(message.replace('undefined', 'nothing'));
  expect(snrQuantity.evaluate(parameters as never).reason).toContain(message.replace('undefined', 'nothing'));
});
