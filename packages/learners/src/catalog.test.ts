import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { learnerByName, learners } from './catalog.ts';
import { defaultParameters } from './default-parameters.ts';
import type { Learner, Outcome } from './learner.ts';
import { learnerLaws } from './testing/conformance.ts';

describe.each(learners.map((learner) => [learner.name, learner] as const))('%s', (_, learner) => {
  it.each(learnerLaws.map(({ title, check }) => [title, check] as const))('%s', (_title, check) => {
    check(learner, 1);
  });

  it('stops when it is told to', () => {
    const reason = new Error('stopped');
    const law = learnerLaws[0];
    const stopped: Learner = {
      ...learner,
      learn: (problem, params, streams) => learner.learn(problem, params, streams, AbortSignal.abort(reason)),
    };
    expect(() => law.check(stopped, 1)).toThrow(reason);
  });

  it('names its parameters unlike its columns and the keys of a spec', () => {
    const keys = 'name seed experiment fixed grid zip points when search replicates limits'.split(' ');
    const names = Object.keys(learner.parameters);
    expect(names.filter((name) => name in learner.columns || keys.includes(name))).toEqual([]);
  });

  it('has defaults inside its own bounds', () => {
    for (const size of [1, 2, 3, 501, 100_000]) {
      const params = defaultParameters(learner, { size });
      for (const [name, declaration] of Object.entries(learner.parameters)) {
        const { type, min, max, exclusiveMin, exclusiveMax, values, applies } = declaration;
        const value = params[name];
        if (applies && value === undefined) continue;
        if (type === 'bool') {
          expect(value).toBeTypeOf('boolean');
          continue;
        }
        if (type === 'string') {
          expect(values).toContain(value);
          continue;
        }
        expect(value).toBeTypeOf('number');
        if (type === 'int') expect(Number.isInteger(value)).toBe(true);
        if (min !== undefined) expect(value).toBeGreaterThanOrEqual(min);
        if (max !== undefined) expect(value).toBeLessThanOrEqual(max);
        if (exclusiveMin !== undefined) expect(value).toBeGreaterThan(exclusiveMin);
        if (exclusiveMax !== undefined) expect(value).toBeLessThan(exclusiveMax);
      }
    }
  });

  it('costs more on larger problems', () => {
    const cost = (size: number) => learner.cost(size, size / 2, 4, defaultParameters(learner, { size }));
    expect(cost(100)).toBeGreaterThan(0);
    expect(cost(1000)).toBeGreaterThan(cost(100));
  });
});

describe('the catalog', () => {
  it('holds every learner that a file of this package exports, once', async () => {
    const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
    const exported: unknown[] = [];
    for (const file of files) {
      const module: Record<string, unknown> = await import(/* @vite-ignore */ new URL(file, import.meta.url).href);
      exported.push(...Object.values(module).filter((value) => (value as Learner | null)?.learn !== undefined));
    }
    expect(new Set(exported)).toEqual(new Set(learners));
    expect(new Set(learners.map(({ name }) => name)).size).toBe(learners.length);
  });

  it('stands in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name } of learners) expect(readme).toContain(`| \`${name}\` |`);
  });

  it('finds a learner by name and lists the known ones otherwise', () => {
    expect(learnerByName('rbp').name).toBe('rbp');
    expect(() => learnerByName('rbf')).toThrow('unknown learner "rbf", known are sbpi, cp, cp-r, bpi,');
  });
});

// A law that no cheat breaks proves nothing.
describe('the laws', () => {
  // One setting is enough to be caught in.
  const honest: Learner = { ...learnerByName('sbpi'), weights: ['binary'], inputs: ['pm1'] };
  const cheat = (name: string, change: (outcome: Outcome, call: number) => Outcome): Learner => {
    let calls = 0;
    return {
      ...honest,
      name,
      learn: (problem, params, streams, signal) => change(honest.learn(problem, params, streams, signal), calls++),
    };
  };
  const broken = (learner: Learner): string[] =>
    learnerLaws
      .filter(({ check }) => {
        try {
          check(learner, 1);
          return false;
        } catch {
          return true;
        }
      })
      .map(({ title }) => title);

  it('hold for the honest learner', () => {
    expect(broken(honest)).toEqual([]);
  });

  it.each([
    [
      'claims success',
      cheat('boaster', (o) => ({ ...o, solved: true, errors: 0 })),
      'reports the recounted errors, and solved only without any',
    ],
    [
      'never learns',
      {
        ...honest,
        learn: (p) => ({ weights: new Uint8Array(p.size), solved: false, errors: p.patterns, epochs: 0, report: {} }),
      } as Learner,
      'solves far below capacity',
    ],
    [
      'keeps state between calls',
      cheat('forgetful', (o, call) => ({ ...o, epochs: o.epochs + call })),
      'gives the same outcome for the same streams',
    ],
    [
      'reports what it does not declare',
      cheat('chatty', (o) => ({ ...o, report: { mood: 1 } })),
      'reports declared columns of the declared type',
    ],
    [
      'reports another type',
      cheat('vague', (o) => ({ ...o, report: { updates_error: 0.5 } })),
      'reports declared columns of the declared type',
    ],
    [
      'works without patterns',
      cheat('busy', (o) => ({ ...o, epochs: o.epochs + 1 })),
      'takes no step when there is no pattern',
    ],
    [
      'writes into the problem',
      {
        ...honest,
        learn: (p, ...rest) => {
          const o = honest.learn(p, ...rest);
          p.labels.reverse();
          return o;
        },
      } as Learner,
      'leaves the problem as it was',
    ],
    [
      'prefers positive labels',
      {
        ...honest,
        learn: (p, ...rest) => ({ ...honest.learn(p, ...rest), epochs: p.labels.filter((s) => s > 0).length }),
      } as Learner,
      'does not care whether a pattern or its negative is shown (±1 inputs, no threshold)',
    ],
    [
      'treats the first synapse apart',
      cheat('biased', (o) => ({ ...o, weights: o.weights.map((k, i) => (i === 0 ? 0 : i === 1 ? 1 : k)) })),
      'permutes its weights with the synapses, from a start that is the same for all',
    ],
    [
      'claims the impossible',
      cheat('dreamer', (o) => ({ ...o, solved: true, errors: 0 })),
      'ends at its cap on contradictory patterns',
    ],
  ])('catch a learner that %s', (_, learner, title) => {
    expect(broken(learner)).toContain(title);
  });
});
