/**
 * Packed patterns: one bit per entry, 32 columns a word.
 *
 * Bit c of row r is (words[r · stride + (c >>> 5)] >>> (c & 31)) & 1; as a ±1 entry, 1 stands for +1; as a 0/1 entry, 1.
 * Rows are padded to 128 bytes with zeros, so that a kernel may always read blocks of 8 words (or of 32, with SIMD):
 * equal bits on both sides of an XOR count nothing. Whoever writes words keeps the padding at zero: `clearPadding`.
 */
export interface BitMatrix {
  readonly rows: number;
  readonly cols: number;
  /** Words per row, a multiple of 32. */
  readonly stride: number;
  /** rows × stride, row-major. */
  readonly words: Uint32Array;
}

const ROW_WORDS = 32;

/** Words of one padded row (or of one bit plane) of `cols` bits: a multiple of 32. */
export function rowWords(cols: number): number {
  return ROW_WORDS * Math.ceil(cols / (32 * ROW_WORDS));
}

/** A matrix of zeros. */
export function bitMatrix(rows: number, cols: number): BitMatrix {
  const stride = rowWords(cols);
  return { rows, cols, stride, words: new Uint32Array(rows * stride) };
}

export function bitAt(matrix: BitMatrix, row: number, col: number): 0 | 1 {
  return ((matrix.words[row * matrix.stride + (col >>> 5)] >>> (col & 31)) & 1) as 0 | 1;
}

/** Set the bit: the padding is not checked. */
export function setBit(matrix: BitMatrix, row: number, col: number): void {
  matrix.words[row * matrix.stride + (col >>> 5)] |= 1 << (col & 31);
}

/** `mask`: one padded row. Ones for the `cols` bits that count, zeros in the padding. */
export function fillMask(cols: number, mask: Uint32Array): void {
  const whole = cols >>> 5;
  mask.fill(0xffffffff, 0, whole);
  mask.fill(0, whole);
  if (cols & 31) mask[whole] = 2 ** (cols & 31) - 1;
}

/** Zero the padding of every row. In place. */
export function clearPadding(matrix: BitMatrix): void {
  const { rows, cols, stride, words } = matrix;
  const mask = new Uint32Array(stride);
  fillMask(cols, mask);
  for (let r = 0; r < rows; r++) {
    for (let k = cols >>> 5; k < stride; k++) words[r * stride + k] &= mask[k];
  }
}

/** `out`[c][r] = `matrix`[r][c]: the column-packed copy. `out` is cols × rows. */
export function transpose(matrix: BitMatrix, out: BitMatrix): void {
  if (out.rows !== matrix.cols || out.cols !== matrix.rows) {
    throw new RangeError(
      `the transpose of ${matrix.rows} × ${matrix.cols} does not fit into ${out.rows} × ${out.cols}`,
    );
  }
  out.words.fill(0);
  const block = new Uint32Array(32);
  for (let r0 = 0; r0 < matrix.rows; r0 += 32) {
    const height = Math.min(32, matrix.rows - r0);
    for (let c0 = 0; c0 < matrix.cols; c0 += 32) {
      const width = Math.min(32, matrix.cols - c0);
      block.fill(0);
      for (let k = 0; k < height; k++) block[k] = matrix.words[(r0 + k) * matrix.stride + (c0 >>> 5)];
      transposeBlock(block);
      for (let k = 0; k < width; k++) out.words[(c0 + k) * out.stride + (r0 >>> 5)] = block[k];
    }
  }
}

/** 32 × 32 bits, in place, by swapping ever smaller quarters. Source: Warren, "Hacker's Delight", §7-3. */
function transposeBlock(block: Uint32Array): void {
  let mask = 0x0000ffff;
  for (let half = 16; half !== 0; half >>>= 1, mask ^= mask << half) {
    for (let k = 0; k < 32; k = (k + half + 1) & ~half) {
      const swap = ((block[k] >>> half) ^ block[k + half]) & mask;
      block[k] ^= swap << half;
      block[k + half] ^= swap;
    }
  }
}

/**
 * Gauge: `out` = rows of `matrix`, complemented where `labels` (length rows, ±1) is −1, so that every row wants a positive
 * field. Padding stays zero. `out` may be `matrix`.
 */
export function gauge(matrix: BitMatrix, labels: Int8Array, out: BitMatrix): void {
  const { rows, cols, stride } = matrix;
  if (labels.length !== rows) throw new RangeError(`${rows} rows need as many labels, got ${labels.length}`);
  if (out.rows !== rows || out.cols !== cols) {
    throw new RangeError(`${rows} × ${cols} bits do not fit into ${out.rows} × ${out.cols}`);
  }
  const mask = new Uint32Array(stride);
  fillMask(cols, mask);
  for (let r = 0; r < rows; r++) {
    const flip = labels[r] < 0 ? 0xffffffff : 0;
    for (let k = 0; k < stride; k++) out.words[r * stride + k] = matrix.words[r * stride + k] ^ (flip & mask[k]);
  }
}
