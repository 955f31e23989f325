import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latticePoints } from './lattice.ts';

describe('latticePoints', () => {
  it('lists the multiples of a fraction in a closed range, ends included however they round', () => {
    const tenths = latticePoints({ per: 10 }, 0.3, 1.1);
    expect(Array.from({ length: tenths.count }, (_, k) => tenths.at(k))).toEqual([
      0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1,
    ]);
    const integers = latticePoints({ per: 1 }, -1.5, 2.5);
    expect(Array.from({ length: integers.count }, (_, k) => integers.at(k))).toEqual([-1, 0, 1, 2]);
  });

  it('gives the same double for the same multiple in any range, inside the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (per, from, length) => {
          fc.pre(length * per >= 1);
          const points = latticePoints({ per }, from, from + length);
          for (const index of [0, Math.floor(points.count / 2), points.count - 1]) {
            const x = points.at(index);
            expect(x).toBe(Math.round(x * per) / per);
            expect(x >= from && x <= from + length).toBe(true);
          }
          expect((Math.round(points.at(0) * per) - 1) / per).toBeLessThan(from);
          expect((Math.round(points.at(points.count - 1) * per) + 1) / per).toBeGreaterThan(from + length);
        },
      ),
    );
  });

  it('finds the nearest point, and an end from beyond it', () => {
    for (const lattice of [{ per: 501 }, { steps: 1024 }]) {
      const points = latticePoints(lattice, 0.3, 1.1);
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1.5, noNaN: true }), (x) => {
          const index = points.nearest(x);
          const distance = Math.abs(points.at(index) - x);
          for (const other of [index - 1, index + 1]) {
            if (other >= 0 && other < points.count)
              expect(Math.abs(points.at(other) - x)).toBeGreaterThanOrEqual(distance);
          }
        }),
      );
    }
  });

  it('has both ends of the range where it is cut into steps', () => {
    const points = latticePoints({ steps: 7 }, 0.1, 0.7);
    expect([points.count, points.at(0), points.at(7)]).toEqual([8, 0.1, 0.7]);
  });

  it('refuses a range without a point', () => {
    expect(() => latticePoints({ per: 10 }, 0.31, 0.39)).toThrow('no multiple of 1/10 between 0.31 and 0.39');
    expect(() => latticePoints({ per: 0 }, 0, 1)).toThrow(RangeError);
    expect(() => latticePoints({ steps: 1.5 }, 0, 1)).toThrow(RangeError);
  });
});
