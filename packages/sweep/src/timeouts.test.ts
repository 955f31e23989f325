import { expect, it } from 'vitest';
import { noLimits } from './limits.ts';
import type { Trial } from './plan.ts';
import { timeouts } from './timeouts.ts';

const trial = (alpha: number): Trial => ({ id: String(alpha), params: { alpha }, replicate: 0 });

it('a time limit is the same for every trial, and none is none', () => {
  expect(timeouts(noLimits).of(trial(1))).toBe(null);
  expect(timeouts({ ...noLimits, timeout: { ms: 250 } }).of(trial(1))).toBe(250);
});

it('a multiple holds against the median of the same point, once five of its trials are known', () => {
  const limited = timeouts({ ...noLimits, timeout: { times: 10 } });
  for (const ms of [3, 100, 1, 2]) limited.observe(trial(1), ms);
  expect(limited.of(trial(1))).toBe(null);
  limited.observe(trial(1), 4);
  expect(limited.of(trial(1))).toBe(30);
  expect(limited.of(trial(2))).toBe(null);
});
