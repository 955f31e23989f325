import fc from 'fast-check';
import { expect, it } from 'vitest';
import { popcount, popcountXor } from './popcount.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

/** The slow obvious one. */
const slowCount = (v: number): number => v.toString(2).replaceAll('0', '').length;

it('counts the set bits of a word', () => {
  expect([0, 1, 0x80000000, 0xffffffff, 0x0f0f0f0f].map(popcount)).toEqual([0, 1, 1, 32, 16]);
  fc.assert(
    fc.property(word, (v) => {
      expect(popcount(v)).toBe(slowCount(v));
      expect(popcount(v | 0)).toBe(slowCount(v));
    }),
  );
});

it('counts a long XOR from any offset as word by word', () => {
  const row = fc.integer({ min: 1, max: 12 }).chain((blocks) => {
    const words = fc.uint32Array({ minLength: 8 * blocks, maxLength: 8 * blocks });
    return fc.record({ x: words, w: words, xOffset: fc.nat(9), wOffset: fc.nat(9) });
  });
  fc.assert(
    fc.property(row, ({ x, w, xOffset, wOffset }) => {
      const shift = (a: Uint32Array, by: number): Uint32Array =>
        Uint32Array.of(...new Uint32Array(by).fill(0xdeadbeef), ...a);
      const expected = x.reduce((sum, v, k) => sum + slowCount((v ^ w[k]) >>> 0), 0);
      expect(popcountXor(shift(x, xOffset), xOffset, shift(w, wOffset), wOffset, x.length)).toBe(expected);
    }),
  );
});
