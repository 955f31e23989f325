import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hermite } from './hermite.ts';

const number = fc.double({ min: -3, max: 3, noNaN: true });

it('is exact for every cubic', () => {
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number),
      number,
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      number,
      (c, x0, h, x) => {
        const [a, b, d, e] = c;
        const at = (t: number) => ({ x: t, y: a + t * (b + t * (d + t * e)), slope: b + t * (2 * d + 3 * e * t) });
        // Beyond the interval too; cancellation there grows with the distance.
        expect(Math.abs(hermite(x, at(x0), at(x0 + h)) - at(x).y)).toBeLessThan(1e-8);
      },
    ),
  );
});
