/**
 * Philox4x32-10: a counter-based generator. Block = bijection of (counter, key), so that any block of any stream is
 * computed without the ones before it.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; known answers of Random123.
 * A stream has 128 bits of key: 64 are the Philox key, 64 the high half of the counter; the low half counts blocks.
 */
import type { Rng } from './rng.ts';

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** High 32 bits of the unsigned product, exact: the factors are split into 16-bit halves. */
function mulhi(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const mid = ah * bl + ((al * bl) >>> 16);
  const low = al * bh + (mid & 0xffff);
  return (ah * bh + (mid >>> 16) + (low >>> 16)) >>> 0;
}

/** One block: four 32-bit words from counter (4 words) and key (2 words), written into `out`. */
export function philoxBlock(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const h0 = mulhi(M0, c0);
    const l0 = Math.imul(M0, c0);
    const h1 = mulhi(M1, c2);
    const l1 = Math.imul(M1, c2);
    c0 = (h1 ^ c1 ^ k0) >>> 0;
    c1 = l1 >>> 0;
    c2 = (h0 ^ c3 ^ k1) >>> 0;
    c3 = l0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The stream of a 128-bit key (4 words): words 0–1 are the Philox key, words 2–3 the high half of the counter. */
export function philoxRng(streamKey: Uint32Array): Rng {
  if (streamKey.length !== 4) throw new RangeError(`a stream key has 4 words, got ${streamKey.length}`);
  const key = streamKey.slice(0, 2);
  const counter = Uint32Array.of(0, 0, streamKey[2], streamKey[3]);
  const block = new Uint32Array(4);
  let used = 4;
  const uint32 = (): number => {
    if (used === 4) {
      philoxBlock(counter, key, block);
      counter[0]++;
      if (counter[0] === 0) counter[1]++;
      used = 0;
    }
    return block[used++];
  };
  return {
    uint32,
    // 53 bits: 27 high bits of the first word, 26 of the second.
    uniform: () => (uint32() >>> 5) * 2 ** -27 + (uint32() >>> 6) * 2 ** -53,
  };
}
