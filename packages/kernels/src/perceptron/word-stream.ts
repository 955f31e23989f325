/**
 * Random words from four interleaved xoshiro128++ generators: word n is the next of generator n mod 4.
 *
 * One stream serves orders, coins and masks. Masks take four words at once, from the next multiple of four on; what lies
 * before is dropped. Bit-exact with assembly/word-stream.ts.
 * Source: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47:36 (2021).
 */
import type { Rng } from '@fewbits/numerics';

export const GENERATOR_WORDS = 16;
const LANES = 4;

/** Words s0 of the four generators, then s1, s2, s3: 16 words, drawn from `rng`. */
export function drawGenerators(rng: Rng): Uint32Array {
  const words = Uint32Array.from({ length: GENERATOR_WORDS }, () => rng.uint32());
  for (let lane = 0; lane < LANES; lane++) {
    // The all-zero state is a fixed point.
    if ((words[lane] | words[lane + 4] | words[lane + 8] | words[lane + 12]) === 0) words[lane] = 1;
  }
  return words;
}

export interface WordStream extends Rng {
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** In place: every order equally likely, whatever it was before. Source: Durstenfeld, Communications of the ACM 7, 420 (1964). */
  shuffle(order: Int32Array): void;
  /** 128 bits into `out` from `offset`, each one with probability p, 0 < p < 1. */
  mask(p: number, out: Uint32Array, offset: number): void;
}

/** `generators`: 16 words, copied. */
export function wordStream(generators: Uint32Array): WordStream {
  const state = Int32Array.from(generators);
  let lane = 0;
  const uint32 = (): number => {
    const s0 = state[lane];
    const s1 = state[lane + 4];
    const s2 = state[lane + 8] ^ s0;
    const s3 = state[lane + 12] ^ s1;
    const sum = (s0 + state[lane + 12]) | 0;
    state[lane] = s0 ^ s3;
    state[lane + 4] = s1 ^ s2;
    state[lane + 8] = s2 ^ (s1 << 9);
    state[lane + 12] = (s3 << 11) | (s3 >>> 21);
    lane = (lane + 1) & 3;
    return (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
  };
  /** Source: Lemire, ACM TOMACS 29:3 (2019): the high word of word × n, refused where the low word is below 2³² mod n. */
  const below = (n: number): number => {
    let word = uint32();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      const refused = 2 ** 32 % n;
      for (; low < refused; low = Math.imul(word, n) >>> 0) word = uint32();
    }
    return highWord(word, n);
  };
  return {
    uint32,
    uniform: () => (uint32() >>> 5) * 2 ** -27 + (uint32() >>> 6) * 2 ** -53,
    below,
    shuffle(order): void {
      for (let last = order.length - 1; last > 0; last--) {
        const k = below(last + 1);
        const kept = order[last];
        order[last] = order[k];
        order[k] = kept;
      }
    },
    mask(p, out, offset): void {
      while (lane !== 0) uint32();
      const below = out.subarray(offset, offset + LANES).fill(0);
      const undecided = new Uint32Array(LANES).fill(0xffffffff);
      for (let rest = p; rest > 0 && undecided.some((word) => word !== 0); ) {
        rest *= 2;
        const one = rest >= 1;
        if (one) rest -= 1;
        for (let k = 0; k < LANES; k++) {
          const drawn = uint32();
          if (one) below[k] |= undecided[k] & ~drawn;
          undecided[k] &= one ? drawn : ~drawn;
        }
      }
    },
  };
}

/** ⌊a b/2³²⌋, exact: the factors are split into 16-bit halves. */
function highWord(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const middle = ah * bl + ((al * bl) >>> 16);
  return ah * bh + (middle >>> 16) + ((al * bh + (middle & 0xffff)) >>> 16);
}
