import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GaussianGrid, gaussianGrid } from './gaussian-grid.ts';

const integrate = ({ z, weight }: GaussianGrid, f: (z: number) => number): number =>
  z.reduce((sum, node, k) => sum + weight[k] * f(node), 0);

describe('gaussianGrid', () => {
  it('puts its nodes symmetrically about 0, ends included', () => {
    expect([...gaussianGrid(5, 4).z]).toEqual([-4, -2, 0, 2, 4]);
    expect([...gaussianGrid(2, 3).z]).toEqual([-3, 3]);
  });

  it('weighs every node by the normal density and normalises', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.double({ min: 0.1, max: 20, noNaN: true }), (points, cut) => {
        const { z, weight } = gaussianGrid(points, cut);
        expect(Math.abs(weight.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-13);
        for (let k = 0; k < points; k++) {
          expect(z[points - 1 - k] + z[k]).toBe(0);
          const density = Math.exp((z[0] * z[0] - z[k] * z[k]) / 2);
          expect(Math.abs(weight[k] - weight[0] * density)).toBeLessThanOrEqual(1e-12 * weight[k]);
        }
      }),
    );
  });

  // 37 nodes on ±9: h = 1/2, where the error for entire functions is about 2 exp(-2 pi²/h²) = 1e-34: rounding remains.
  it('integrates powers and waves against the normal law to rounding with 37 nodes', () => {
    const grid = gaussianGrid(37);
    for (const [power, moment] of [
      [0, 1],
      [1, 0],
      [2, 1],
      [4, 3],
      [6, 15],
      [8, 105],
    ]) {
      expect(Math.abs(integrate(grid, (z) => z ** power) - moment)).toBeLessThan(1e-13 * (1 + moment));
    }
    for (const a of [0.3, 1, 2]) {
      expect(Math.abs(integrate(grid, (z) => Math.cos(a * z)) - Math.exp((-a * a) / 2))).toBeLessThan(1e-14);
    }
  });

  // 1/cosh(pi z) has its nearest poles at ±i/2: halving h squares the error exp(-2 pi d/h), d = 1/2.
  it('converges geometrically at the rate set by the nearest singularity', () => {
    const f = (z: number): number => 1 / Math.cosh(Math.PI * z);
    const exact = integrate(gaussianGrid(4001), f);
    for (const intervals of [24, 36, 48, 72]) {
      const error = Math.abs(integrate(gaussianGrid(intervals + 1), f) - exact);
      const expected = Math.exp((-Math.PI * intervals) / 18);
      expect(error).toBeLessThan(3 * expected);
      expect(error).toBeGreaterThan(expected / 30);
    }
  });

  it.each([0, 1, 2.5, Number.NaN])('refuses %d points', (points) => {
    expect(() => gaussianGrid(points)).toThrow(`2 points or more, got ${points}`);
  });

  it.each([0, -1, Number.NaN])('refuses a cut of %d', (cut) => {
    expect(() => gaussianGrid(10, cut)).toThrow(`positive, got ${cut}`);
  });
});
