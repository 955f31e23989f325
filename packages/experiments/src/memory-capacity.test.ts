import type { Params } from '@fewbits/dataset/columns';
import { models } from '@fewbits/models';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { type MemoryCapacityParameters, memoryCapacity as theory } from '@fewbits/theory';
import { describe, expect, it } from 'vitest';
import type { Row } from './experiment.ts';
import { memoryCapacity } from './memory-capacity.ts';

/** Defaults filled in as a plan would. */
function completed(given: Params): Params {
  const params: Record<string, unknown> = {};
  for (const [name, { default: value, defaultFrom, applies = {} }] of Object.entries(memoryCapacity.parameters)) {
    const here = { ...params, ...given };
    if (!Object.entries(applies).every(([on, allowed]) => allowed.includes(here[on] as string))) continue;
    const filled = given[name] ?? value ?? defaultFrom?.value(here as Params);
    if (filled !== undefined) params[name] = filled;
  }
  return params as Params;
}

function trial(given: Params, seed: number = 1): Row {
  const params = completed(given);
  expect(memoryCapacity.check?.(params)).toEqual([]);
  const stream = (purpose: string) => philoxRng(streamKey(seed, purpose, JSON.stringify(params)));
  const { signal } = new AbortController();
  return memoryCapacity.run({ params, rng: stream('trial'), signal, stream }) as Row;
}

const simulated = { evaluation: 'simulated', tracked: 256, size: 1000 };

describe('an exact trial', () => {
  it('is what the theory says', () => {
    const row = trial({ model: 'multi-chain', size: 1e7 });
    // Reference value of an independent computation: fresh SNR 0.203056328 sqrt(10^7) at seven groups.
    expect(row['initial_snr']).toBeCloseTo(642.12, 2);
    expect(row).toMatchObject({ method: 'exact', synapse_bits: 56, capacity_sem: null, reason: '' });
    expect(row['capacity']).toBe(theory({ model: 'multi-chain', size: 1e7 }).capacity);
  });

  it('says why there is no capacity', () => {
    const row = trial({ model: 'serial', levels: 64, leave: 1e-6, size: 1e15 });
    expect(row).toMatchObject({ capacity: null, reason: 'no-crossing' });
  });
});

describe('a simulated trial', () => {
  // Two scores a case, at most 4.5 standard errors: once in 75 000 cases. Crossings are within 0.5 % of a curve without noise,
  // and their errors here 3 % and more.
  const cases: Params[] = [
    { model: 'multi-chain' },
    { model: 'direction-marker' },
    { model: 'direction-marker', groups: 3, last: 'hard' },
    { model: 'partial-reset' },
    { model: 'multi-state', bits: 'best' },
    { model: 'multi-state', bits: 3 },
    { model: 'biological', groups: 2, levels: 8, burn_in: 1000, tracked: 64 },
    { model: 'stochastic-binary' },
    { model: 'stochastic-binary', flip: 0.2 },
    { model: 'soft-bounds', bits: 3 },
    { model: 'cascade', depth: 'best' },
    { model: 'serial', bits: 3, leave: 0.3 },
  ];

  it('is tried for every model', () => {
    expect(new Set(cases.map(({ model }) => model))).toEqual(new Set(models.map(({ name }) => name)));
  });

  it.each(cases.map((params) => [JSON.stringify(params), params] as const))('agrees with theory: %s', (_, params) => {
    const given = { ...simulated, ...params };
    const row = trial(given);
    const exact = theory(given as unknown as MemoryCapacityParameters);
    expect(row).toMatchObject({ method: 'simulated', synapse_bits: exact.synapse_bits });
    for (const name of ['capacity', 'initial_snr'] as const) {
      const z = ((row[name] as number) - (exact[name] as number)) / (row[`${name}_sem`] as number);
      expect(Math.abs(z), name).toBeLessThan(4.5);
      expect((row[`${name}_sem`] as number) / (exact[name] as number), name).toBeLessThan(0.25);
    }
  });

  it('reaches where no theory does, and gives no number beyond its ages', () => {
    const wide = trial({ ...simulated, model: 'multi-chain', groups: 5, readout: 'binary', size: 640, tracked: 64 });
    expect(wide['capacity']).toBeGreaterThan(10);
    const short = trial({ ...simulated, model: 'multi-chain', groups: 3, ages: [0, 1, 2, 3] });
    expect(short).toMatchObject({ capacity: null, reason: 'SNR above the threshold at all ages up to 3' });
  });

  it('is the same row for the same streams', () => {
    const given = { ...simulated, model: 'partial-reset' };
    expect(trial(given, 3)).toEqual(trial(given, 3));
    expect(trial(given, 4)).not.toEqual(trial(given, 3));
  });
});

describe('a point', () => {
  it.each<[string, Params, string, RegExp]>([
    ['no levels', { model: 'multi-state', size: 100 }, 'levels', /levels or bits/],
    [
      'a bound to simulate',
      { ...simulated, model: 'envelope', bits: 3 },
      'model',
      /multi-state.*with evaluation simulated/,
    ],
    ['ages without 1', { ...simulated, model: 'multi-chain', groups: 2, ages: [0, 5, 9] }, 'ages', /0, 1 and older/],
    ['ages that fall', { ...simulated, model: 'multi-chain', groups: 2, ages: [0, 1, 9, 3] }, 'ages', /increasing/],
    [
      'an even sum of signs',
      { model: 'multi-chain', groups: 4, readout: 'binary', size: 100 },
      'readout',
      /odd number/,
    ],
    ['more states than are enumerated', { model: 'biological', groups: 3, size: 100 }, 'groups', /simulate more/],
  ])('with %s is refused', (_, given, parameter, expected) => {
    const problems = memoryCapacity.check?.(completed(given)) ?? [];
    expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
    expect(problems[0]?.expected).toMatch(expected);
  });

  it('costs and takes more where it is simulated', () => {
    const [theoretical, small, large] = [{}, simulated, { ...simulated, size: 50_000 }].map((more) =>
      completed({ model: 'partial-reset', groups: 3, size: 1000, ...more }),
    ) as [Params, Params, Params];
    const { cost, memory, versions } = memoryCapacity;
    expect(cost?.(large)).toBeGreaterThan(cost?.(small) ?? 0);
    expect(memory?.(large)).toBeGreaterThan(memory?.(theoretical) ?? 0);
    expect(Object.keys(versions?.(theoretical) ?? {})).toEqual(['memory-capacity']);
    expect(Object.keys(versions?.(small) ?? {})).toEqual(['memory-capacity', 'online-memory', 'partial-reset']);
  });
});
