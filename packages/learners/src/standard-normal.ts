/**
 * Standard normal numbers from a stream, by the polar method of Marsaglia (SIAM Review 6, 260 (1964)).
 *
 * Uses only log and sqrt: sine and cosine may differ in the last bit between versions of Node.
 */
import type { Rng } from '@fewbits/numerics';

/** A source of independent standard normal numbers; takes two uniform numbers a try, two results a success. */
export function standardNormal(rng: Rng): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * rng.uniform() - 1;
      const y = 2 * rng.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = y * scale;
        return x * scale;
      }
    }
  };
}
