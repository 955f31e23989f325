import { expect, it } from 'vitest';
import { parseOverride } from './overrides.ts';

it.each([
  ['alpha=0.4', ['alpha'], [0.4]],
  ['alpha=0.4,0.5', ['alpha'], [0.4, 0.5]],
  ['alpha=range(0,0.3,0.1)', ['alpha'], [0, 0.1, 0.2]],
  ['alpha=0.1,linspace(0.2,0.4,3)', ['alpha'], [0.1, 0.2, 0.3, 0.4]],
  ['learner=rbp,sbpi', ['learner'], ['rbp', 'sbpi']],
  ['name="a, b"', ['name'], ['a, b']],
  ['ages=[1,2]', ['ages'], [[1, 2]]],
  ['ages=[1,2],[3]', ['ages'], [[1, 2], [3]]],
  ['grid.alpha=1', ['grid', 'alpha'], [1]],
  ['quantized=true', ['quantized'], [true]],
])('%s', (text, path, values) => {
  expect(parseOverride(text)).toMatchObject({ text, path, values });
});

it('keeps the spelling of words that look like numbers', () => {
  expect(parseOverride('inputs=pm1,01').words).toEqual(['pm1', '01']);
});

it.each(['alpha', '=2', 'alpha=', 'alpha=0.4,', 'a..b=1', 'alpha=range(0,1)'])('refuses %s', (text) => {
  expect(() => parseOverride(text)).toThrow();
});
