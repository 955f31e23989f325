import { expect, it } from 'vitest';
import { parseCondition } from './condition.ts';

const point = { levels: 4, size: 101, alpha: 0.5, learner: 'rbp', threshold: 'optimal' };

it.each([
  ['levels < size', true],
  ['levels >= size', false],
  ['levels * 2 + 1 == 9', true],
  ['size / 2 - 0.5 == 50', true],
  ['levels in [2, 4, 8]', true],
  ['not (levels in [2, 8])', true],
  ['learner == "rbp" and alpha <= 0.5', true],
  ["learner == 'bp' or -levels == -4", true],
  ['alpha < 0.4 and levels < 10 or size == 101', true],
  ['not alpha < 0.4', true],
])('%s is %s', (text, expected) => {
  expect(parseCondition(text).holds(point)).toBe(expected);
});

it('lets a parameter that does not apply remove nothing by itself', () => {
  expect(parseCondition('states > 3').holds(point)).toBe(true);
  expect(parseCondition('states > 3 and levels == 2').holds(point)).toBe(false);
  expect(parseCondition('not states > 3').holds(point)).toBe(true);
});

it('names the parameters it mentions', () => {
  expect(parseCondition('levels < 2 * size and learner != "cp"').names).toEqual(['levels', 'size', 'learner']);
});

it.each([
  'process.exit()',
  'levels.constructor',
  'f(levels)',
  'levels = 2',
  'this',
  '(',
  '',
  'levels in size',
  '`a`',
  'levels < 2; size',
  'levels ? 1 : 2',
  'levels ** 2',
])('refuses %s', (text) => {
  expect(() => parseCondition(text)).toThrow();
});

it.each(['learner < 3', 'levels', 'levels and size', 'learner + 1 == 2', 'threshold < 0.3'])(
  'says that the values of "%s" do not fit',
  (text) => {
    expect(() => parseCondition(text).holds(point)).toThrow(text);
  },
);
