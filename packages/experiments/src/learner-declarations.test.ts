import type { ParameterDeclaration } from '@fewbits/dataset/columns';
import type { Learner } from '@fewbits/learners';
import { describe, expect, it } from 'vitest';
import { learnerColumns, learnerParameters } from './learner-declarations.ts';

const rate: ParameterDeclaration = { type: 'float', unit: '1', doc: 'rate', min: 0, default: 0.1 };

function learner(name: string, parameters: Learner['parameters'], columns: Learner['columns'] = {}): Learner {
  const unused = () => {
    throw new Error('not called');
  };
  return {
    name,
    doc: name,
    source: 'none',
    version: 1,
    weights: ['binary'],
    inputs: ['pm1'],
    parameters,
    columns,
    cost: unused,
    learn: unused,
  };
}

describe('parameters of several learners', () => {
  it('apply to the learners that declare them', () => {
    const merged = learnerParameters([learner('a', { rate }), learner('b', { rate, steps: { ...rate, default: 3 } })]);
    expect(merged).toEqual({
      rate: { ...rate, applies: { learner: ['a', 'b'] } },
      steps: { ...rate, default: 3, applies: { learner: ['b'] } },
    });
  });

  it('have a default that follows from the learner where they disagree on it', () => {
    const fromSize = { doc: 'size/2', value: ({ size }: Readonly<Record<string, unknown>>) => (size as number) / 2 };
    const { default: _, ...open } = rate;
    const merged = learnerParameters([
      learner('a', { rate }),
      learner('b', { rate: { ...rate, doc: 'another rate', default: 0.2 } }),
      learner('c', { rate: { ...open, defaultFrom: fromSize } }),
    ])['rate'];
    expect(merged).toMatchObject({ doc: 'a, c: rate; b: another rate', applies: { learner: ['a', 'b', 'c'] } });
    expect(merged).not.toHaveProperty('default');
    expect(merged?.defaultFrom?.doc).toBe('0.1 (a), 0.2 (b), size/2 (c)');
    expect(['a', 'b', 'c'].map((name) => merged?.defaultFrom?.value({ learner: name, size: 8 }))).toEqual([
      0.1, 0.2, 4,
    ]);
  });

  it('keep conditions of their own', () => {
    const merged = learnerParameters([learner('a', { rate: { ...rate, applies: { mode: ['x'] } } })]);
    expect(merged['rate']?.applies).toEqual({ mode: ['x'], learner: ['a'] });
  });

  it('may not disagree on type, unit or bounds', () => {
    expect(() => learnerParameters([learner('a', { rate }), learner('b', { rate: { ...rate, min: -1 } })])).toThrow(
      'rate is declared differently by the learners a, b',
    );
  });
});

it('columns of several learners are declared once and may not disagree', () => {
  const column = { type: 'float', unit: '1', doc: 'how far' } as const;
  expect(learnerColumns([learner('a', {}, { far: column }), learner('b', {}, { far: column })])).toEqual({
    far: column,
  });
  expect(() =>
    learnerColumns([learner('a', {}, { far: column }), learner('b', {}, { far: { ...column, unit: 'm' } })]),
  ).toThrow('far is declared differently by the learners a, b');
});
