import type { TrialRecord } from '@fewbits/dataset';
import type { Value } from '@fewbits/dataset/columns';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareValues, groupRecords } from './groups.ts';

const value: fc.Arbitrary<Value | null> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.array(fc.integer(), { maxLength: 3 }),
);

function record(params: TrialRecord['params'], replicate: number): TrialRecord {
  return { params, replicate, status: 'ok', values: {} };
}

it('puts null before booleans, numbers by size, strings and lists', () => {
  const sorted: (Value | null)[] = [null, false, true, -1, 2, 10, '10', '2', 'optimal', [1, 2], [1, 2, 0], [1, 10]];
  expect([...sorted].reverse().sort(compareValues)).toEqual(sorted);
});

it('orders all values: antisymmetric, transitive, equal only to their like', () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      expect(compareValues(a, a)).toBe(0);
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

it('groups by the named parameters alone, whatever the order of the records', () => {
  const records = [
    record({ levels: 16, alpha: 0.5 }, 1),
    record({ levels: 2, alpha: 0.6 }, 0),
    record({ levels: 16, alpha: 0.5 }, 0),
    record({ levels: null, alpha: 0.5 }, 0),
  ];
  const groups = groupRecords(records, ['levels']);
  expect(groups.map((group) => group.params)).toEqual([{ levels: null }, { levels: 2 }, { levels: 16 }]);
  expect(groups.map((group) => group.records.map(({ replicate }) => replicate))).toEqual([[0], [0], [0, 1]]);
  expect(groupRecords([...records].reverse(), ['levels'])).toEqual(groups);
});
