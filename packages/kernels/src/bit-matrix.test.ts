import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BitMatrix,
  bitAt,
  bitMatrix,
  clearPadding,
  fillMask,
  gauge,
  rowWords,
  setBit,
  transpose,
} from './bit-matrix.ts';

const shape = fc.record({ rows: fc.integer({ min: 1, max: 70 }), cols: fc.integer({ min: 1, max: 1100 }) });

/** The same seeded coin for every entry, set bit by bit. */
function randomMatrix(rows: number, cols: number, seed: number): BitMatrix {
  const rng = philoxRng(Uint32Array.of(seed, 0, 0, 0));
  const matrix = bitMatrix(rows, cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) if (rng.uint32() & 1) setBit(matrix, r, c);
  return matrix;
}

const toTable = (m: BitMatrix): number[][] =>
  Array.from({ length: m.rows }, (_, r) => Array.from({ length: m.cols }, (_, c) => bitAt(m, r, c)));

describe('a bit matrix', () => {
  it('pads rows to 128 bytes', () => {
    expect([1, 32, 1024, 1025, 2048, 2049].map(rowWords)).toEqual([32, 32, 32, 64, 64, 96]);
  });

  it('keeps bit c of row r in word r · stride + c/32', () => {
    const matrix = bitMatrix(2, 40);
    setBit(matrix, 1, 33);
    expect([...matrix.words].flatMap((word, k) => (word ? [[k, word]] : []))).toEqual([[matrix.stride + 1, 2]]);
    expect(bitAt(matrix, 1, 33)).toBe(1);
    expect(bitAt(matrix, 0, 33)).toBe(0);
  });

  it('masks exactly the columns that count, for every residue modulo 1024', () => {
    const off: string[] = [];
    for (let cols = 1; cols <= 1025; cols++) {
      const mask = new Uint32Array(rowWords(cols)).fill(0x5a5a5a5a);
      fillMask(cols, mask);
      for (let c = 0; c < 32 * mask.length; c++) {
        if (((mask[c >>> 5] >>> (c & 31)) & 1) !== (c < cols ? 1 : 0)) off.push(`${cols} columns: bit ${c}`);
      }
    }
    expect(off).toEqual([]);
  });

  it('clears the padding and nothing else', () => {
    fc.assert(
      fc.property(shape, ({ rows, cols }) => {
        const matrix = bitMatrix(rows, cols);
        matrix.words.fill(0xffffffff);
        clearPadding(matrix);
        const mask = new Uint32Array(matrix.stride);
        fillMask(cols, mask);
        for (let r = 0; r < rows; r++) {
          expect(matrix.words.subarray(r * matrix.stride, (r + 1) * matrix.stride)).toEqual(mask);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('transposes entry by entry and keeps the padding zero', () => {
    fc.assert(
      fc.property(shape, fc.nat(), ({ rows, cols }, seed) => {
        const matrix = randomMatrix(rows, cols, seed);
        const out = bitMatrix(cols, rows);
        out.words.fill(0xffffffff);
        transpose(matrix, out);
        const table = toTable(matrix);
        expect(toTable(out)).toEqual(Array.from({ length: cols }, (_, c) => table.map((row) => row[c])));
        const cleared = { ...out, words: out.words.slice() };
        clearPadding(cleared);
        expect(out.words).toEqual(cleared.words);
      }),
      { numRuns: 30 },
    );
  });

  it('gauges a row by complementing it where the label is -1', () => {
    fc.assert(
      fc.property(shape, fc.nat(), ({ rows, cols }, seed) => {
        const matrix = randomMatrix(rows, cols, seed);
        const labels = Int8Array.from({ length: rows }, (_, r) => ((seed >>> (r & 15)) & 1 ? 1 : -1));
        const out = bitMatrix(rows, cols);
        gauge(matrix, labels, out);
        expect(toTable(out)).toEqual(
          toTable(matrix).map((row, r) => row.map((bit) => (labels[r] < 0 ? 1 - bit : bit))),
        );
        gauge(out, labels, out);
        expect(out.words).toEqual(matrix.words);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses shapes that do not fit', () => {
    expect(() => transpose(bitMatrix(2, 3), bitMatrix(2, 3))).toThrow('2 × 3 does not fit into 2 × 3');
    expect(() => gauge(bitMatrix(2, 3), new Int8Array(3), bitMatrix(2, 3))).toThrow(
      '2 rows need as many labels, got 3',
    );
  });
});
