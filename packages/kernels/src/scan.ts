/**
 * Stability scan: integer products of packed patterns with packed weights, bit-exact.
 *
 * ±1 · ±1:  Σ_i ξ_i W_i = n - 2 pc(x ^ w).
 * 0/1 inputs, weights k = Σ_b 2^b w_b in bit planes:  Σ_i x_i k_i = Σ_b 2^b pc(x & w_b), where
 * pc(x & w) = (pc(x) + pc(w) - pc(x ^ w))/2, so that one carry-save kernel serves both and pc(x) is counted once per
 * pattern. ±1 inputs follow from the same sum: Σ_i ξ_i k_i = 2 Σ_i x_i k_i - Σ_i k_i.
 */
import { type BitMatrix, rowWords } from './bit-matrix.ts';
import { popcountXor } from './popcount.ts';

/** Non-negative integers k_i < 2^planes, packed by bit: plane b holds bit b of every k_i, padded like a row. */
export interface WeightPlanes {
  readonly size: number;
  readonly planes: number;
  /** Words per plane, that of a `BitMatrix` with `size` columns. */
  readonly stride: number;
  /** planes × stride. */
  readonly words: Uint32Array;
  /** Set bits of each plane. */
  readonly ones: Int32Array;
}

/** Room for `size` integers from 0 to `max`; all zero. */
export function weightPlanes(size: number, max: number): WeightPlanes {
  const planes = 32 - Math.clz32(max);
  const stride = rowWords(size);
  return { size, planes, stride, words: new Uint32Array(planes * stride), ones: new Int32Array(planes) };
}

/** Pack `k` (length size, each below 2^planes) into `out`. */
export function packWeights(k: Uint8Array, out: WeightPlanes): void {
  if (k.length !== out.size) throw new RangeError(`${out.size} weights expected, got ${k.length}`);
  const { size, planes, stride, words, ones } = out;
  words.fill(0);
  ones.fill(0);
  for (let i = 0; i < size; i++) {
    for (let b = 0; b < planes; b++) {
      const bit = (k[i] >>> b) & 1;
      words[b * stride + (i >>> 5)] |= bit << (i & 31);
      ones[b] += bit;
    }
  }
}

/** Σ_i ξ_i W_i of one row, ξ and W ±1. `w`: one padded row. */
export function dotRow(x: BitMatrix, row: number, w: Uint32Array): number {
  return x.cols - 2 * popcountXor(x.words, row * x.stride, w, 0, blockWords(x.cols));
}

/** `out`[r] = number of ones in row r. Length rows. */
export function countOnes(x: BitMatrix, out: Int32Array): void {
  const nothing = new Uint32Array(x.stride);
  const words = blockWords(x.cols);
  for (let r = 0; r < x.rows; r++) out[r] = popcountXor(x.words, r * x.stride, nothing, 0, words);
}

/** `out`[r] = Σ_i x_ri k_i with 0/1 entries x; `rowOnes` from `countOnes`. Lengths rows. */
export function scan(x: BitMatrix, rowOnes: Int32Array, k: WeightPlanes, out: Int32Array): void {
  if (k.size !== x.cols) throw new RangeError(`rows of ${x.cols} inputs need as many weights, got ${k.size}`);
  if (rowOnes.length !== x.rows || out.length !== x.rows) {
    throw new RangeError(`${x.rows} rows need arrays of that length, got ${rowOnes.length} and ${out.length}`);
  }
  const words = blockWords(x.cols);
  for (let r = 0; r < x.rows; r++) {
    let sum = 0;
    for (let b = 0; b < k.planes; b++) {
      const differ = popcountXor(x.words, r * x.stride, k.words, b * k.stride, words);
      sum += ((rowOnes[r] + k.ones[b] - differ) >> 1) << b;
    }
    out[r] = sum;
  }
}

/** Words that hold `cols` bits, rounded up to the carry-save block of 8. */
function blockWords(cols: number): number {
  return 8 * Math.ceil(cols / 256);
}
