import { expect, it } from 'vitest';
import { cpuShares } from './cpu-shares.ts';

/** A clock that gives these readings in turn. */
function clockOf(...readings: (number | null)[]): () => number | null {
  return () => {
    if (readings.length === 0) throw new Error('read too often');
    return readings.shift() as number | null;
  };
}

it('shares the CPU time of short trials out by their wall time, with few readings', () => {
  const shares = cpuShares(clockOf(100, 104, 105));
  shares.begin();
  for (const wall of [8, 24, 32, 4]) shares.add(wall);
  expect(shares.end()).toEqual([0.5, 1.5, 2, 1]);
});

it('reads the clock after each trial that is long', () => {
  const shares = cpuShares(clockOf(0, 7, 8, 8));
  shares.begin();
  for (const wall of [60, 70, 50]) shares.add(wall);
  expect(shares.end()).toEqual([7, 1, 0]);
});

it('gives nothing where there is no clock, and nothing to trials without duration', () => {
  const silent = cpuShares(() => null);
  silent.begin();
  silent.add(1);
  silent.add(100);
  expect(silent.end()).toEqual([null, null]);
  const idle = cpuShares(clockOf(1, 1));
  idle.begin();
  idle.add(0);
  expect(idle.end()).toEqual([0]);
});

it('forgets what was left over at a begin', () => {
  const shares = cpuShares(clockOf(0, 10, 12));
  shares.begin();
  shares.add(1);
  shares.begin();
  shares.add(2);
  expect(shares.end()).toEqual([2]);
});
