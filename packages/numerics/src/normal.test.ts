import { expect, it } from 'vitest';
import { normalCdf, normalDensity, normalTail } from './normal.ts';

// x, phi(x), H(x): mpmath, 50 digits.
const table: readonly (readonly [number, number, number])[] = [
  [-37.0, 2.1200065515246056e-298, 1.0],
  [-30.0, 1.4736461348785476e-196, 1.0],
  [-20.0, 5.520948362159764e-88, 1.0],
  [-3.0, 0.0044318484119380075, 0.9986501019683699],
  [-1.0, 0.24197072451914334, 0.8413447460685429],
  [-0.5, 0.35206532676429947, 0.6914624612740131],
  [0.0, 0.3989422804014327, 0.5],
  [0.5, 0.35206532676429947, 0.3085375387259869],
  [1.0, 0.24197072451914334, 0.15865525393145705],
  [3.0, 0.0044318484119380075, 0.0013498980316300946],
  [8.5, 8.16623563166955e-17, 9.479534822203318e-18],
  [20.0, 5.520948362159764e-88, 2.7536241186062337e-89],
  [30.0, 1.4736461348785476e-196, 4.906713927148187e-198],
  [37.0, 2.1200065515246056e-298, 5.725571222524577e-300],
];

// exp(-x²/2) and H carry the rounding of their argument times x²: 1.1e-16·37² = 1.5e-13.
const relative = 2e-13;

it.each(table)('is right to 2e-13 of its value at x = %d', (x, density, tail) => {
  expect(Math.abs(normalDensity(x) / density - 1)).toBeLessThan(relative);
  expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(relative);
  expect(Math.abs(normalCdf(-x) / tail - 1)).toBeLessThan(relative);
});

it('has the limits 0 and 1', () => {
  expect([normalCdf(-40), normalCdf(40), normalTail(-40), normalTail(40), normalDensity(40)]).toEqual([0, 1, 1, 0, 0]);
});
