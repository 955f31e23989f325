import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitAt, bitMatrix, setBit } from './bit-matrix.ts';
import { countOnes, differences, dotRow, packWeights, scan, weightPlanes } from './scan.ts';

function randomPatterns(rows: number, cols: number, seed: number) {
  const rng = philoxRng(Uint32Array.of(seed, rows, cols, 0));
  const x = bitMatrix(rows, cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) if (rng.uint32() & 1) setBit(x, r, c);
  return { x, rng };
}

it('gives the ±1 product of a row for every length modulo 1024', () => {
  const off = [];
  for (let cols = 1; cols <= 1024 + 33; cols++) {
    const { x, rng } = randomPatterns(1, cols, 7);
    const w = bitMatrix(1, cols);
    let expected = 0;
    for (let c = 0; c < cols; c++) {
      const sign = rng.uint32() & 1;
      if (sign) setBit(w, 0, c);
      expected += (2 * bitAt(x, 0, c) - 1) * (2 * sign - 1);
    }
    if (dotRow(x, 0, w.words) !== expected) off.push(cols);
  }
  expect(off).toEqual([]);
});

it.each(['wasm', 'ts'] as const)('counts the bits that differ, for every length modulo 1024 (%s)', (implementation) => {
  const off = [];
  for (let cols = 1; cols <= 2048 + 33; cols += cols < 1060 ? 1 : 31) {
    const { x, rng } = randomPatterns(3, cols, 8);
    const w = bitMatrix(2, cols);
    const expected = new Int32Array(6);
    for (let b = 0; b < 2; b++) {
      for (let c = 0; c < cols; c++) {
        const one = rng.uint32() & 1;
        if (one) setBit(w, b, c);
        for (let r = 0; r < 3; r++) expected[3 * b + r] += bitAt(x, r, c) ^ one;
      }
    }
    const out = new Int32Array(6);
    differences(x, w.words, 2, out, implementation);
    if (out.join() !== expected.join()) off.push(cols);
  }
  expect(off).toEqual([]);
});

it('counts rows that are copied in several chunks as it counts one', () => {
  const { x, rng } = randomPatterns(4500, 1001, 9);
  const w = bitMatrix(1, 1001);
  for (let c = 0; c < 1001; c++) if (rng.uint32() & 1) setBit(w, 0, c);
  const [wasm, ts] = (['wasm', 'ts'] as const).map((implementation) => {
    const out = new Int32Array(4500);
    differences(x, w.words, 1, out, implementation);
    return out;
  });
  expect(wasm).toEqual(ts);
});

it('gives the sum over 0/1 inputs with integer weights, entry by entry', () => {
  const cases = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 1100 }),
    max: fc.integer({ min: 1, max: 255 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ rows, cols, max, seed }) => {
      const { x, rng } = randomPatterns(rows, cols, seed);
      const k = Uint8Array.from({ length: cols }, () => rng.uint32() % (max + 1));
      const planes = weightPlanes(cols, max);
      packWeights(
        k.map(() => max),
        planes,
      );
      packWeights(k, planes);
      const ones = new Int32Array(rows);
      countOnes(x, ones);
      const out = new Int32Array(rows);
      scan(x, ones, planes, out);
      const expected = Int32Array.from({ length: rows }, (_, r) => {
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += bitAt(x, r, c) * k[c];
        return sum;
      });
      expect(out).toEqual(expected);
      expect([...ones]).toEqual(
        Array.from(
          { length: rows },
          (_, r) => Array.from({ length: cols }, (_, c) => bitAt(x, r, c)).filter(Boolean).length,
        ),
      );
    }),
    { numRuns: 60 },
  );
});

it('takes as many planes as the largest weight has binary digits', () => {
  expect([1, 2, 3, 4, 7, 8, 255].map((max) => weightPlanes(5, max).planes)).toEqual([1, 2, 2, 3, 3, 4, 8]);
});

it('refuses arrays of another length', () => {
  const { x } = randomPatterns(2, 5, 1);
  const ones = new Int32Array(2);
  expect(() => packWeights(new Uint8Array(4), weightPlanes(5, 1))).toThrow('5 weights expected, got 4');
  expect(() => scan(x, ones, weightPlanes(4, 1), ones)).toThrow('rows of 5 inputs need as many weights, got 4');
  expect(() => scan(x, ones, weightPlanes(5, 1), new Int32Array(3))).toThrow('2 rows need arrays of that length');
});
