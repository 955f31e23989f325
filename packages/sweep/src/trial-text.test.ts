import { expect, it } from 'vitest';
import { readTrials, trialText } from './trial-text.ts';

it('gives back every trial, with the parameters of a point once for its neighbours', () => {
  const [one, two] = [{ alpha: 0.1, weights: 'pm1', ages: [1, 2] }, { alpha: 1 / 3 }];
  const trials = [
    { id: 'a', params: one, replicate: 0 },
    { id: 'b', params: one, replicate: 1 },
    { id: 'c', params: two, replicate: 0 },
    { id: 'd', params: one, replicate: 7 },
  ];
  const text = trialText(trials);
  expect(readTrials(text)).toEqual(trials);
  const [first, second] = readTrials(text);
  expect(first?.params).toBe(second?.params);
  expect(readTrials(trialText([]))).toEqual([]);
});
