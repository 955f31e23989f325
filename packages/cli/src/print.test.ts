import { expect, it } from 'vitest';
import { counted, formatDuration } from './print.ts';
import { formatTable } from './table-text.ts';

it('aligns columns of numbers to the right and texts to the left', () => {
  expect(
    formatTable(
      ['name', 'value'],
      [
        ['a', '1'],
        ['long', '23.5'],
      ],
    ),
  ).toBe('name  value\na         1\nlong   23.5\n');
});

it.each([
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [59.4, '59 s'],
  [61, '1 min 1 s'],
  [7199, '1 h 59 min'],
  [7200, '2 h 0 min'],
  [Number.POSITIVE_INFINITY, 'unknown'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it('counts one thing in the singular', () => {
  expect([counted(0, 'point'), counted(1, 'point'), counted(2, 'point')]).toEqual(['0 points', '1 point', '2 points']);
});
