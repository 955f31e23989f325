/**
 * Bit matrix times real vector by byte tables: y_r = Σ_c ξ_rc a_c with ξ = ±1 packed one bit an entry.
 *
 * For each byte column the 256 possible partial sums are tabulated, T[0] = -Σ_{k<8} a_k and T[2^k + j] = T[j] + 2 a_k
 * for j < 2^k (255 adds); after that a row costs one load and one add per 8 entries, and 32 times less memory than
 * float32 entries. Order of the sum: by words of 32 columns, in each (T0 + T1) + (T2 + T3); it is part of the contract.
 * Source: the "method of four Russians" (Arlazarov, Dinic, Kronrod, Faradzev 1970) with real entries.
 */
import type { BitMatrix } from './bit-matrix.ts';

/** One matrix, many vectors. For the transposed product build another one from the column-packed copy. */
export interface BitProduct {
  readonly rows: number;
  readonly cols: number;
  /** `out`[r] = Σ_c ξ_rc a_c. `a`: length cols. `out`: length rows, overwritten. */
  multiply(a: Float64Array, out: Float64Array): void;
}

const TABLE = 256;

export function bitProduct(matrix: BitMatrix): BitProduct {
  const { rows, cols } = matrix;
  const words = Math.ceil(cols / 32);
  const byColumn = new Uint32Array(words * rows);
  for (let k = 0; k < words; k++) {
    for (let r = 0; r < rows; r++) byColumn[k * rows + r] = matrix.words[r * matrix.stride + k];
  }
  const entries = new Float64Array(32);
  const tables = new Float64Array(4 * TABLE);
  return {
    rows,
    cols,
    multiply(a, out): void {
      if (a.length !== cols || out.length !== rows) {
        throw new RangeError(`${rows} × ${cols} bits times a vector of ${a.length} into one of ${out.length}`);
      }
      out.fill(0);
      for (let k = 0; k < words; k++) {
        const first = 32 * k;
        const width = Math.min(32, cols - first);
        for (let c = 0; c < width; c++) entries[c] = a[first + c];
        // Padding bits are zero and would count as -1: a zero entry makes them count nothing.
        for (let c = width; c < 32; c++) entries[c] = 0;
        for (let byte = 0; byte < 4; byte++) fillTable(entries, 8 * byte, tables, TABLE * byte);
        addColumn(byColumn, k * rows, rows, tables, out);
      }
    },
  };
}

/** T[j] = Σ_k ±entries[first + k], + where bit k of j is set. */
function fillTable(entries: Float64Array, first: number, tables: Float64Array, offset: number): void {
  let sum = 0;
  for (let k = 0; k < 8; k++) sum += entries[first + k];
  tables[offset] = -sum;
  for (let k = 0; k < 8; k++) {
    const twice = 2 * entries[first + k];
    const count = 1 << k;
    for (let j = 0; j < count; j++) tables[offset + count + j] = tables[offset + j] + twice;
  }
}

/** out[r] += the four table entries that word r of the column selects. */
function addColumn(column: Uint32Array, start: number, rows: number, tables: Float64Array, out: Float64Array): void {
  for (let r = 0; r < rows; r++) {
    const word = column[start + r];
    out[r] +=
      tables[word & 255] +
      tables[256 + ((word >>> 8) & 255)] +
      (tables[512 + ((word >>> 16) & 255)] + tables[768 + (word >>> 24)]);
  }
}
