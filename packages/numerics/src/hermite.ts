/** Cubic interpolation between two points whose slopes are known (Hermite). */

/** Value at `x` of the cubic with values `y0`, `y1` and slopes `m0`, `m1` at `x0`, `x1`; error h⁴/384 times its fourth derivative. */
export function hermite(
  x: number,
  from: { readonly x: number; readonly y: number; readonly slope: number },
  to: { readonly x: number; readonly y: number; readonly slope: number },
): number {
  const h = to.x - from.x;
  const t = (x - from.x) / h;
  const s = 1 - t;
  return s * s * ((1 + 2 * t) * from.y + t * h * from.slope) + t * t * ((1 + 2 * s) * to.y - s * h * to.slope);
}
