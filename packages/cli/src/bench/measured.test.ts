import { expect, it } from 'vitest';
import { compared, tooShort } from './measured.ts';

const pair = { kernel: 'scan', contender: 'wasm', peer: 'numpy', atLeast: 3 };

it('forms ratios inside a round only: a machine that is slow for a while is slow for both', () => {
  const ours = [1, 2, 1, 4, 1, 1, 2, 1, 1];
  const { result, goals } = compared(
    pair,
    ours,
    ours.map((seconds) => 5 * seconds),
  );
  expect(result).toEqual({ kernel: 'scan', contender: 'wasm', peer: 'numpy', ratio: 5, low: 5, high: 5, rounds: 9 });
  expect(goals).toEqual([{ ...pair, verdict: 'passed' }]);
});

it('decides over no goal by fewer than 6 rounds, and over none that is not set', () => {
  expect(compared(pair, [1, 1], [9, 9]).goals).toEqual([{ ...pair, verdict: 'undecided' }]);
  const missed = compared(pair, [1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]);
  expect(missed.goals).toEqual([{ ...pair, verdict: 'missed' }]);
  expect(compared({ ...pair, atLeast: undefined }, [1], [9]).goals).toEqual([]);
});

it('calls a time void that the clock is too coarse for', () => {
  expect(tooShort('scan', 'wasm', [{ seconds: 0.3 }, { seconds: 0.1 }])).toEqual([
    'scan: wasm worked for 0.1 s of CPU only',
  ]);
  expect(tooShort('scan', 'wasm', [{ seconds: 0.3 }])).toEqual([]);
});
