import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitAt, bitMatrix, setBit, transpose } from './bit-matrix.ts';
import { bitProduct } from './byte-table.ts';

function randomCase(rows: number, cols: number, seed: number) {
  const rng = philoxRng(Uint32Array.of(seed, rows, cols, 2));
  const x = bitMatrix(rows, cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) if (rng.uint32() & 1) setBit(x, r, c);
  return { x, rng };
}

it('is exact on small integers for every number of columns modulo 1024', () => {
  const off = [];
  for (let cols = 1; cols <= 1024 + 33; cols++) {
    const { x, rng } = randomCase(2, cols, 5);
    const a = Float64Array.from({ length: cols }, () => (rng.uint32() % 201) - 100);
    const out = new Float64Array(2).fill(Number.NaN);
    bitProduct(x).multiply(a, out);
    for (let r = 0; r < 2; r++) {
      let sum = 0;
      for (let c = 0; c < cols; c++) sum += (2 * bitAt(x, r, c) - 1) * a[c];
      if (out[r] !== sum) off.push(cols);
    }
  }
  expect(off).toEqual([]);
});

it('multiplies by the matrix and by its transpose as the double loop does', () => {
  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 90 }),
    cols: fc.integer({ min: 1, max: 400 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ rows, cols, seed }) => {
      const { x, rng } = randomCase(rows, cols, seed);
      const columns = bitMatrix(cols, rows);
      transpose(x, columns);
      const a = Float64Array.from({ length: cols }, () => 2 * rng.uniform() - 1);
      const g = Float64Array.from({ length: rows }, () => 2 * rng.uniform() - 1);
      const byRow = new Float64Array(rows);
      const byColumn = new Float64Array(cols);
      bitProduct(x).multiply(a, byRow);
      bitProduct(columns).multiply(g, byColumn);
      // Rounding: at most (terms + 8) units in the last place of the sum of |a|, whatever the order.
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += (2 * bitAt(x, r, c) - 1) * a[c];
        expect(Math.abs(byRow[r] - sum)).toBeLessThanOrEqual(2 * (cols + 8) * cols * 2 ** -53);
      }
      for (let c = 0; c < cols; c++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += (2 * bitAt(x, r, c) - 1) * g[r];
        expect(Math.abs(byColumn[c] - sum)).toBeLessThanOrEqual(2 * (rows + 8) * rows * 2 ** -53);
      }
    }),
    { numRuns: 50 },
  );
});

it('refuses vectors of another length', () => {
  const product = bitProduct(bitMatrix(2, 5));
  expect(() => product.multiply(new Float64Array(4), new Float64Array(2))).toThrow('2 × 5 bits times a vector of 4');
});
