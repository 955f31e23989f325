import { expect, it } from 'vitest';
import { weightValues } from './weight-values.ts';

it('lists the weights of every family, ascending', () => {
  expect([...weightValues('binary', 2)]).toEqual([-1, 1]);
  expect([...weightValues('unipolar', 2)]).toEqual([0, 1]);
  expect([...weightValues('unipolar', 5)]).toEqual([0, 1, 2, 3, 4]);
  expect([...weightValues('signed', 2)]).toEqual([-1, 1]);
  expect([...weightValues('signed', 3)]).toEqual([-1, 0, 1]);
  expect([...weightValues('signed', 4)]).toEqual([-3, -1, 1, 3]);
  expect([...weightValues('signed', 5)]).toEqual([-2, -1, 0, 1, 2]);
});

it('refuses what is no number of levels', () => {
  expect(() => weightValues('unipolar', 1)).toThrow('levels: got 1, expected an integer from 2 to 256');
  expect(() => weightValues('signed', 2.5)).toThrow('levels: got 2.5');
  expect(() => weightValues('unipolar', 257)).toThrow('levels: got 257');
  expect(() => weightValues('binary', 3)).toThrow('binary weights have 2');
});
