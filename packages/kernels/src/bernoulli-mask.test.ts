import { philoxRng, type Rng } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillBernoulli } from './bernoulli-mask.ts';

/** A stream that hands out the given words. */
const replay = (words: number[]): Rng & { drawn: () => number } => {
  let k = 0;
  return { uint32: () => words[k++] ?? 0, uniform: () => Number.NaN, drawn: () => k };
};

it('compares, lane by lane, a binary fraction of the drawn digits with p', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.nat(0xffffffff), { minLength: 64, maxLength: 64 }),
      (p, digits) => {
        const out = new Uint32Array(1);
        fillBernoulli(out, 0, 1, p, replay(digits));
        for (let lane = 0; lane < 32; lane++) {
          // 53 digits decide a comparison with p ≥ 2⁻⁵³ up to its last place; shorter p end earlier.
          let u = 0;
          for (let d = 0; d < 53; d++) u += ((digits[d] >>> lane) & 1) * 2 ** -(d + 1);
          if (Math.abs(u - p) > 2 ** -52) expect((out[0] >>> lane) & 1).toBe(u < p ? 1 : 0);
        }
      },
    ),
  );
});

it('takes one draw a word for p = 1/2 and none for 0 and 1', () => {
  const out = new Uint32Array(4);
  const rng = replay([0x12345678, 0xffff0000, 0, 0xffffffff]);
  fillBernoulli(out, 0, 4, 0.5, rng);
  expect([...out]).toEqual([0xedcba987, 0x0000ffff, 0xffffffff, 0]);
  expect(rng.drawn()).toBe(4);
  fillBernoulli(out, 1, 2, 1, rng);
  fillBernoulli(out, 3, 1, 0, rng);
  expect([...out]).toEqual([0xedcba987, 0xffffffff, 0xffffffff, 0]);
  expect(rng.drawn()).toBe(4);
});

// Binomial: 5 sigma on each of 5 rates, two-sided, is a false alarm in about 1 of 300 000 seeds.
it.each([0.001, 0.2, 0.4, 0.7, 0.999])('sets a share p of the bits (p = %d)', (p) => {
  const words = 20_000;
  const out = new Uint32Array(words);
  fillBernoulli(out, 0, words, p, philoxRng(Uint32Array.of(1, 2, 3, 4)));
  let ones = 0;
  for (const word of out) for (let lane = 0; lane < 32; lane++) ones += (word >>> lane) & 1;
  const draws = 32 * words;
  expect(Math.abs(ones - p * draws)).toBeLessThan(5 * Math.sqrt(draws * p * (1 - p)));
});

it('refuses what is no probability', () => {
  const out = new Uint32Array(1);
  expect(() => fillBernoulli(out, 0, 1, 1.5, replay([]))).toThrow('got 1.5, expected a number from 0 to 1');
});
