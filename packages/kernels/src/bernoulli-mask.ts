/**
 * Random bits, each one with probability p: exactly p, for any double.
 *
 * A bit is the comparison u < p of two binary fractions, done for 32 lanes at once from the highest digit down: where p has
 * a 1, lanes that drew 0 are decided (below), where it has a 0, lanes that drew 1 are (above); the rest draw another
 * digit. One draw a word for p = 1/2, about 7 otherwise instead of 32.
 */
import type { Rng } from '@fewbits/numerics';

/** Fill `words` words of `out` from `offset`. p in [0, 1]. */
export function fillBernoulli(out: Uint32Array, offset: number, words: number, p: number, rng: Rng): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`probability: got ${p}, expected a number from 0 to 1`);
  for (let k = 0; k < words; k++) out[offset + k] = bernoulliWord(p, rng);
}

function bernoulliWord(p: number, rng: Rng): number {
  if (p === 1) return 0xffffffff;
  let below = 0;
  let undecided = 0xffffffff;
  // Doubling and subtracting 1 are exact, so `rest` walks through all binary digits of p.
  for (let rest = p; rest > 0 && undecided !== 0; ) {
    const drawn = rng.uint32();
    rest *= 2;
    if (rest >= 1) {
      rest -= 1;
      below |= undecided & ~drawn;
      undecided &= drawn;
    } else {
      undecided &= ~drawn;
    }
  }
  return below >>> 0;
}
