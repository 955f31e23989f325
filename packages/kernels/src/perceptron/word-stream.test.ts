import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { drawGenerators, wordStream } from './word-stream.ts';

const generatorsOf = (seed: number) => drawGenerators(philoxRng(streamKey(seed, 'dynamics', 'word-stream')));

/** xoshiro128++ as published, on whole numbers modulo 2^32. */
function published(state: bigint[]): () => number {
  const rotate = (x: bigint, k: bigint) => BigInt.asUintN(32, (x << k) | (x >> (32n - k)));
  const s = [...state] as [bigint, bigint, bigint, bigint];
  return () => {
    const result = BigInt.asUintN(32, rotate(BigInt.asUintN(32, s[0] + s[3]), 7n) + s[0]);
    const t = BigInt.asUintN(32, s[1] << 9n);
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
    return Number(result);
  };
}

describe('a word stream', () => {
  it('interleaves four generators xoshiro128++', () => {
    const generators = generatorsOf(1);
    const stream = wordStream(generators);
    const four = [0, 1, 2, 3].map((lane) =>
      published([0, 4, 8, 12].map((k) => BigInt(generators[lane + k] as number))),
    );
    for (let n = 0; n < 400; n++) expect(stream.uint32()).toBe((four[n % 4] as () => number)());
  });

  // Known answers of the authors' program: state 1, 2, 3, 4.
  it('has the known first words', () => {
    const next = published([1n, 2n, 3n, 4n]);
    expect([next(), next(), next(), next()]).toEqual([641, 1573767, 3222811527, 3517856514]);
  });

  // χ² of 6 or 23 degrees of freedom; 1e-5 is exceeded beyond 33.1 and 61.7.
  it('draws integers and orders uniformly', () => {
    const stream = wordStream(generatorsOf(2));
    const draws = 70_000;
    const chi2 = (all: number[], total: number) =>
      all.reduce((sum, n) => sum + (n - total / all.length) ** 2 / (total / all.length), 0);
    const seen = new Array<number>(7).fill(0);
    for (let k = 0; k < draws; k++) {
      const drawn = stream.below(7);
      seen[drawn] = (seen[drawn] as number) + 1;
    }
    expect(chi2(seen, draws)).toBeLessThan(33.1);
    const orders = new Map<string, number>();
    for (let k = 0; k < 24_000; k++) {
      const order = Int32Array.of(0, 1, 2, 3);
      stream.shuffle(order);
      orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(chi2([...orders.values()], 24_000)).toBeLessThan(61.7);
  });

  it('draws below n by the high word of the exact product, refusing what would favour some', () => {
    for (const n of [1, 3, 601, 65_537, 2 ** 21 + 1, 3_000_000_000, 2 ** 32 - 1]) {
      const stream = wordStream(generatorsOf(3));
      const words = wordStream(generatorsOf(3));
      for (let k = 0; k < 200; k++) {
        let product = BigInt(words.uint32()) * BigInt(n);
        while (BigInt.asUintN(32, product) < 2n ** 32n % BigInt(n)) product = BigInt(words.uint32()) * BigInt(n);
        expect(stream.below(n)).toBe(Number(product >> 32n));
      }
    }
  });

  // 5 standard errors of 128 000 bits: a false alarm in 1 of 1.7 million seeds and probability.
  it.each([0.4, 0.5, 0.01, 1 / 3])('sets bits of a mask with probability %d', (p) => {
    const stream = wordStream(generatorsOf(4));
    const mask = new Uint32Array(4);
    let ones = 0;
    for (let k = 0; k < 1000; k++) {
      stream.mask(p, mask, 0);
      for (const word of mask) for (let bit = 0; bit < 32; bit++) ones += (word >>> bit) & 1;
    }
    const n = 128_000;
    expect(Math.abs(ones / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
  });

  it('begins a mask at a multiple of four words', () => {
    const [late, early] = [wordStream(generatorsOf(5)), wordStream(generatorsOf(5))];
    const masks = [new Uint32Array(4), new Uint32Array(4)] as const;
    late.uint32();
    for (let k = 0; k < 4; k++) early.uint32();
    late.mask(0.5, masks[0], 0);
    early.mask(0.5, masks[1], 0);
    expect(masks[0]).toEqual(masks[1]);
  });
});
