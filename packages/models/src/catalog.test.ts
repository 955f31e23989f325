import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelByName, models } from './catalog.ts';
import type { Population, SynapseModel } from './model.ts';
import { modelLaws, modelSamples } from './testing/conformance.ts';

const references = [
  'benna-fusi-2017',
  'benna-fusi-2016',
  'amit-fusi-1994',
  'fusi-abbott-2007',
  'fusi-drew-abbott-2005',
  'lahiri-ganguli-2013',
];

describe.each(models.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it.each(modelLaws.map(({ title, check }) => [title, check] as const))('%s', (_title, check) => {
    check(model, 1);
  });

  it('names a source, and its parameters unlike the keys of a spec', () => {
    expect(references).toContain(model.source.split(' ')[0]);
    const keys = 'name seed experiment fixed grid zip points when search replicates limits'.split(' ');
    expect(Object.keys(model.parameters).filter((name) => keys.includes(name))).toEqual([]);
  });

  it('costs and weighs more than nothing', () => {
    for (const params of modelSamples(model)) {
      expect(model.cost(params, 0)).toBeGreaterThan(0);
      expect(model.cost(params, 0.9)).toBeGreaterThanOrEqual(model.cost(params, 0));
      // The state alone.
      expect(model.bytes(params)).toBeGreaterThan(model.bits(params) / 8);
    }
  });
});

describe('the catalog', () => {
  it('holds every model that a file of this package exports, once', async () => {
    const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
    const exported: unknown[] = [];
    for (const file of files) {
      const module: Record<string, unknown> = await import(/* @vite-ignore */ new URL(file, import.meta.url).href);
      exported.push(...Object.values(module).filter((value) => (value as SynapseModel | null)?.largestWeight));
    }
    expect(new Set(exported)).toEqual(new Set(models));
    expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
  });

  it('stands in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name } of models) expect(readme).toContain(`| \`${name}\` |`);
  });

  it('finds a model by name and lists the known ones otherwise', () => {
    expect(modelByName('serial').name).toBe('serial');
    expect(() => modelByName('multistate')).toThrow('unknown model "multistate", known are multi-state, multi-chain,');
  });

  // Benna & Fusi 2017 give the first three; 7 variables of 32 levels.
  it.each([
    ['multi-chain', {}, 56],
    ['direction-marker', { last: 'cyclic' }, 21],
    ['direction-marker', { last: 'hard' }, 20],
    ['partial-reset', { last: 'cyclic' }, 21],
    ['partial-reset', { last: 'hard' }, 21],
    ['biological', {}, 35],
    ['multi-state', { bits: 7 }, 7],
    ['multi-state', { levels: 10 }, Math.log2(10)],
    ['stochastic-binary', {}, 1],
    ['cascade', { depth: 8 }, 4],
    ['serial', { levels: 16 }, 4],
    ['soft-bounds', { levels: 16 }, 4],
  ])('%s %o of 7 groups holds %d bits', (name, params, bits) => {
    expect(modelByName(name).bits({ groups: 7, ...params })).toBe(bits);
  });
});

describe('bad parameters', () => {
  it.each([
    ['multi-chain', { groups: 2, readout: 'binary' }, ['readout']],
    ['direction-marker', { groups: 4, readout: 'binary', last: 'cyclic' }, ['readout']],
    ['partial-reset', { groups: 6, readout: 'binary', last: 'hard' }, ['readout']],
    ['multi-chain', { groups: 3, readout: 'binary' }, []],
    ['multi-state', { levels: 5, readout: 'graded' }, ['levels']],
    ['multi-state', { readout: 'graded' }, ['levels']],
    ['multi-state', { levels: 4, bits: 2, readout: 'graded' }, ['bits']],
    ['soft-bounds', { levels: 5, readout: 'graded' }, []],
    ['soft-bounds', { levels: 5, readout: 'binary' }, ['readout']],
    ['serial', { bits: 3, readout: 'graded', leave: 1 }, ['readout']],
    ['biological', { groups: 2, levels: 31, base: 3, readout: 'graded' }, ['levels', 'base']],
  ])('%s %o: %s', (name, params, faulty) => {
    expect(
      modelByName(name)
        .check(params)
        .map(({ parameter }) => parameter),
    ).toEqual(faulty);
  });
});

// A law that no cheat breaks proves nothing.
describe('the laws', () => {
  const honest = modelByName('stochastic-binary');
  const cheat = (
    change: (population: Population) => Partial<Population>,
    more: Partial<SynapseModel> = {},
  ): SynapseModel => ({
    ...honest,
    ...more,
    create(params, options) {
      const population = honest.create(params, options);
      return { ...population, ...change(population) };
    },
  });
  const broken = (model: SynapseModel): string[] =>
    modelLaws
      .filter(({ check }) => {
        try {
          check(model, 1);
          return false;
        } catch {
          return true;
        }
      })
      .map(({ title }) => title);

  it('hold for the honest model', () => {
    expect(broken(honest)).toEqual([]);
  });

  let calls = 0;
  it.each([
    ['ignores its events', cheat(() => ({ update: () => undefined, apply: () => undefined })), 'is potentiated by +1'],
    [
      'remembers other populations',
      cheat((p) => ({ update: (n, ...rest) => p.update(n + (calls++ % 2), ...rest) })),
      'gives the same states for the same key, and others for another',
    ],
    [
      'counts its size',
      cheat((p) => ({ equilibrate: () => p.writeStates(new Uint32Array(p.size).map((_, i) => (p.size + i) & 1)) })),
      'gives parts of whole blocks, and a smaller population, the states that the whole has',
    ],
    [
      'forgets on restoring',
      cheat((p) => ({
        restore: (words) => p.restore(words.map((word, k) => (k === words.length - 1 ? 1 - word : word))),
      })),
      'continues from a snapshot as if nothing had happened, in any split of the events',
    ],
    [
      'applies backwards',
      cheat((p) => ({ apply: (rows) => p.apply(rows.map((word) => ~word)) })),
      'does to a population what the events that it keeps do to its copy',
    ],
    [
      'recalls other events',
      cheat((p) => ({ recall: (rows, out) => p.recall(rows.toReversed(), out) })),
      'recalls the events that it records as it overlaps those that it keeps',
    ],
    ['has more states than bits', cheat(() => ({}), { bits: () => 0 }), 'holds its states within the declared bits'],
    [
      'boasts',
      cheat((p) => ({
        overlap(rows, out) {
          p.overlap(rows, out);
          out[0] += 2;
        },
      })),
      'has finite weights in the declared range, of which overlaps and moments are the sums',
    ],
    [
      'prefers potentiation',
      cheat((p) => ({ apply: (rows) => p.apply(rows.map((word) => word | 1)) })),
      'turns all weights when states and events are turned',
    ],
  ])('catch a model that %s', (_, model, title) => {
    expect(broken(model)).toContain(title);
  });
});
