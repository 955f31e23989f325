/**
 * Stability scan: integer products of packed patterns with packed weights, bit-exact.
 *
 * ±1 · ±1:  Σ_i ξ_i W_i = n - 2 pc(x ^ w).
 * 0/1 inputs, weights k = Σ_b 2^b w_b in bit planes:  Σ_i x_i k_i = Σ_b 2^b pc(x & w_b), where
 * pc(x & w) = (pc(x) + pc(w) - pc(x ^ w))/2, so that one carry-save kernel serves both and pc(x) is counted once per
 * pattern. ±1 inputs follow from the same sum: Σ_i ξ_i k_i = 2 Σ_i x_i k_i - Σ_i k_i.
 */
import { type BitMatrix, rowWords } from './bit-matrix.ts';
import { kernelImplementation, wasmKernels } from './implementation.ts';
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
  differences(x, new Uint32Array(x.stride), 1, out);
}

/** `out`[r] = Σ_i x_ri k_i with 0/1 entries x; `rowOnes` from `countOnes`. Lengths rows. */
export function scan(x: BitMatrix, rowOnes: Int32Array, k: WeightPlanes, out: Int32Array): void {
  if (k.size !== x.cols) throw new RangeError(`rows of ${x.cols} inputs need as many weights, got ${k.size}`);
  if (rowOnes.length !== x.rows || out.length !== x.rows) {
    throw new RangeError(`${x.rows} rows need arrays of that length, got ${rowOnes.length} and ${out.length}`);
  }
  const differ = new Int32Array(k.planes * x.rows);
  differences(x, k.words, k.planes, differ);
  for (let r = 0; r < x.rows; r++) {
    let sum = 0;
    for (let b = 0; b < k.planes; b++) sum += ((rowOnes[r] + k.ones[b] - differ[b * x.rows + r]) >> 1) << b;
    out[r] = sum;
  }
}

/**
 * `out`[b rows + r] = bits in which row r of x and plane b of `w` differ; `planes` padded rows in `w`, zero padding.
 * `implementation`: default that of the thread; the numbers are the same.
 */
export function differences(
  x: BitMatrix,
  w: Uint32Array,
  planes: number,
  out: Int32Array,
  implementation: 'wasm' | 'ts' = kernelImplementation().name,
): void {
  if (w.length < planes * x.stride || out.length !== planes * x.rows) {
    throw new RangeError(`${x.rows} rows and ${planes} planes need more than ${w.length} words or not ${out.length}`);
  }
  if (implementation === 'wasm') {
    differencesByVectors(x, w, planes, out);
    return;
  }
  const words = blockWords(x.cols);
  for (let b = 0; b < planes; b++) {
    for (let r = 0; r < x.rows; r++) {
      out[b * x.rows + r] = popcountXor(x.words, r * x.stride, w, b * x.stride, words);
    }
  }
}

/** Rows copied into the memory of the kernels at once, in bytes. */
const CHUNK_BYTES = 2 ** 19;

/** In WebAssembly: planes and rows are copied there, chunk by chunk. */
function differencesByVectors(x: BitMatrix, w: Uint32Array, planes: number, out: Int32Array): void {
  const { rows, stride } = x;
  const { arena, perceptron } = wasmKernels();
  const held = Math.min(rows, Math.max(1, Math.floor(CHUNK_BYTES / (4 * stride))));
  const planesAt = arena.allocate(4 * (planes * stride + held * stride + held));
  const rowsAt = planesAt + 4 * planes * stride;
  const outAt = rowsAt + 4 * held * stride;
  const { words, integers } = arena.views();
  const blocks = Math.ceil(x.cols / 1024);
  words.set(w.subarray(0, planes * stride), planesAt / 4);
  for (let first = 0; first < rows; first += held) {
    const count = Math.min(held, rows - first);
    words.set(x.words.subarray(first * stride, (first + count) * stride), rowsAt / 4);
    for (let b = 0; b < planes; b++) {
      perceptron.scan(rowsAt, 4 * stride, blocks, count, planesAt + 4 * b * stride, outAt);
      out.set(integers.subarray(outAt / 4, outAt / 4 + count), b * rows + first);
    }
  }
  arena.free(planesAt);
}

/** Words that hold `cols` bits, rounded up to the carry-save block of 8. */
function blockWords(cols: number): number {
  return 8 * Math.ceil(cols / 256);
}
