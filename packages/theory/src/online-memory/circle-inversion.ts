/**
 * Coefficients of z^t of power series from their values on a circle: all young ages from one set of values.
 *
 * S(t) = (1/(n r^t)) Σ_{j=0}^{n/2} w_j Re[S(r e^{2πij/n}) e^{−2πijt/n}], w = 1 at both ends, else 2; n = 4T, r = e^{−A/n}, A = 32,
 * gives S(t) + e^{−A} S(t+n) + … for t ≤ T; rounding errors grow by r^{−t} ≤ e^8.
 */
import type { Complex } from './complex.ts';

const SHRINK = 32;

/** The series are real; `seriesAt` gives their values at z = e^exponent. Returns all coefficients of one age up to `oldest`. */
export function circleInversion(
  oldest: number,
  seriesAt: (exponent: Complex) => readonly Complex[],
): (age: number) => number[] {
  const n = 4 * oldest;
  const shrink = -SHRINK / n;
  const cosine = new Float64Array(n);
  for (let j = 0; j < n; j++) cosine[j] = Math.cos((2 * Math.PI * j) / n);
  const re: Float64Array[] = [];
  const im: Float64Array[] = [];
  for (let j = 0; j <= n / 2; j++) {
    const weight = j === 0 || j === n / 2 ? 1 : 2;
    for (const [k, value] of seriesAt({ re: shrink, im: (2 * Math.PI * j) / n }).entries()) {
      if (j === 0) {
        re.push(new Float64Array(n / 2 + 1));
        im.push(new Float64Array(n / 2 + 1));
      }
      (re[k] as Float64Array)[j] = weight * value.re;
      (im[k] as Float64Array)[j] = weight * value.im;
    }
  }
  return (age) => {
    const factor = Math.exp(-shrink * age) / n;
    return re.map((real, k) => {
      const imaginary = im[k] as Float64Array;
      let sum = 0;
      for (let j = 0; j <= n / 2; j++) {
        const turn = (j * age) % n;
        // sin x = cos(x − π/2), and π/2 is T of the n steps.
        const quarter = turn + 3 * oldest;
        sum +=
          (real[j] as number) * (cosine[turn] as number) +
          (imaginary[j] as number) * (cosine[quarter < n ? quarter : quarter - n] as number);
      }
      return factor * sum;
    });
  };
}
