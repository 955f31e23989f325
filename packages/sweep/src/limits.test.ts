import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noLimits, parseBytes, parseDuration, parseTimes, readLimits, writeLimits } from './limits.ts';

describe('limits', () => {
  it.each([
    ['60s', 60_000],
    ['500ms', 500],
    ['1.5min', 90_000],
    ['2h', 7_200_000],
    [' 3 s ', 3000],
  ])('reads the time %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['60', 's', '-1s', '0s', '1e3s', '10x', '1d', ''])('refuses "%s" as a time', (text) => {
    expect(parseDuration(text)).toBe(null);
  });

  it('reads sizes in powers of 1000, and multiples', () => {
    expect(['1B', '2kB', '512MB', '1.5GB', '1TB'].map(parseBytes)).toEqual([1, 2e3, 512e6, 1.5e9, 1e12]);
    expect(['1', '1GiB', '1Gb', '10x'].map(parseBytes)).toEqual([null, null, null, null]);
    expect(['10x', '2.5x', 'x', '10'].map(parseTimes)).toEqual([10, 2.5, null, null]);
  });

  it('are the same after being written into a spec and read again', () => {
    const timeout = fc.oneof(
      fc.constant(null),
      fc.integer({ min: 1, max: 1e9 }).map((ms) => ({ ms })),
      fc.integer({ min: 1, max: 1000 }).map((times) => ({ times })),
    );
    const memory = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 1e12 }));
    fc.assert(
      fc.property(fc.record({ timeout, memory, retries: fc.nat(100) }), (limits) => {
        expect(readLimits(writeLimits(limits))).toEqual(limits);
      }),
    );
    expect(writeLimits(noLimits)).toEqual({ timeout: null, memory: null, retries: 1 });
  });
});
