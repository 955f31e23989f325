import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philoxBlock, philoxRng } from './philox.ts';

const words = (text: string): Uint32Array => Uint32Array.from(text.split(' '), (word) => Number.parseInt(word, 16));
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const wordArray = (length: number): fc.Arbitrary<Uint32Array> =>
  fc.array(word, { minLength: length, maxLength: length }).map((list) => Uint32Array.from(list));

describe('philoxBlock', () => {
  // kat_vectors of Random123, philox4x32 with 10 rounds: counter, key, block.
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the known answer for counter %s, key %s', (counter, key, expected) => {
    const out = new Uint32Array(4);
    philoxBlock(words(counter), words(key), out);
    expect(out).toEqual(words(expected));
  });

  it('agrees with the ten rounds written in exact integers', () => {
    fc.assert(
      fc.property(wordArray(4), wordArray(2), (counter, key) => {
        const out = new Uint32Array(4);
        philoxBlock(counter, key, out);
        expect([...out].map(BigInt)).toEqual(exactBlock([...counter].map(BigInt), [...key].map(BigInt)));
      }),
    );
  });

  it('leaves counter and key as they were', () => {
    const counter = Uint32Array.of(1, 2, 3, 4);
    const key = Uint32Array.of(5, 6);
    philoxBlock(counter, key, new Uint32Array(4));
    expect([...counter, ...key]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('philoxRng', () => {
  it('reads out the blocks of counters 0, 1, 2, … with the last two key words as high half of the counter', () => {
    fc.assert(
      fc.property(wordArray(4), (streamKey) => {
        const rng = philoxRng(streamKey);
        const block = new Uint32Array(4);
        for (let i = 0; i < 3; i++) {
          philoxBlock(Uint32Array.of(i, 0, streamKey[2], streamKey[3]), streamKey.slice(0, 2), block);
          expect([rng.uint32(), rng.uint32(), rng.uint32(), rng.uint32()]).toEqual([...block]);
        }
      }),
    );
  });

  it('makes a uniform number of the 27 and 26 high bits of two draws', () => {
    fc.assert(
      fc.property(wordArray(4), (streamKey) => {
        const draws = philoxRng(streamKey);
        const bits = (BigInt(draws.uint32() >>> 5) << 26n) | BigInt(draws.uint32() >>> 6);
        expect(philoxRng(streamKey).uniform()).toBe(Number(bits) / 2 ** 53);
      }),
    );
  });

  it('is not changed by a later change of the key that it was made from', () => {
    const key = Uint32Array.of(1, 2, 3, 4);
    const rng = philoxRng(key);
    key.fill(0);
    const same = philoxRng(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 8 }, () => rng.uint32())).toEqual(Array.from({ length: 8 }, () => same.uint32()));
  });

  // One bit of the key changed: each of the 8·128 output bits flips with probability 1/2. Fixed key; 5 standard errors of the
  // number of flips, false-alarm rate 6e-7 a bit of the key, 7e-5 for all 128.
  it('gives an unrelated stream when any one bit of the key is flipped', () => {
    const key = Uint32Array.of(0x01234567, 0x89abcdef, 0xdeadbeef, 0x0badcafe);
    for (let bit = 0; bit < 128; bit++) {
      const other = key.slice();
      other[bit >> 5] ^= 1 << (bit & 31);
      const a = philoxRng(key);
      const b = philoxRng(other);
      let flips = 0;
      for (let draw = 0; draw < 32; draw++) {
        for (let rest = a.uint32() ^ b.uint32(); rest !== 0; rest &= rest - 1) flips++;
      }
      expect(Math.abs(flips - 512)).toBeLessThan(5 * Math.sqrt(1024 / 4));
    }
  });

  // Chi-square of 64 equal cells, 63 degrees of freedom: mean 63, sd √126; 63 + 5.5 sd = 125 has false-alarm rate 1e-5.
  it('spreads uniform numbers evenly over [0, 1)', () => {
    const rng = philoxRng(Uint32Array.of(9, 8, 7, 6));
    const draws = 64_000;
    const counts = new Float64Array(64);
    for (let i = 0; i < draws; i++) counts[Math.floor(rng.uniform() * 64)]++;
    const expected = draws / 64;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(125);
    expect(chiSquare).toBeGreaterThan(25);
  });

  it.each([0, 2, 3, 5])('refuses a key of %i words', (length) => {
    expect(() => philoxRng(new Uint32Array(length))).toThrow(`4 words, got ${length}`);
  });
});

/** Salmon et al. 2011, section 3.3: S-P network of two 32 × 32 → 64 bit products a round, Weyl sequence of keys. */
function exactBlock(counter: bigint[], key: bigint[]): bigint[] {
  const low = 0xffffffffn;
  let [c0 = 0n, c1 = 0n, c2 = 0n, c3 = 0n] = counter;
  let [k0 = 0n, k1 = 0n] = key;
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & low, (p0 >> 32n) ^ c3 ^ k1, p0 & low];
    k0 = (k0 + 0x9e3779b9n) & low;
    k1 = (k1 + 0xbb67ae85n) & low;
  }
  return [c0, c1, c2, c3];
}
