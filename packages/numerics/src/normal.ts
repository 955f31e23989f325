/**
 * The standard normal law: density phi, distribution function Phi, and upper tail H(x) = Phi(-x).
 *
 * phi(x) = exp(-x²/2)/sqrt(2 pi),  H(x) = erfc(x/sqrt 2)/2. All dimensionless.
 * Relative error of H at most 1e-14 down to the smallest normal double (x about 37.5): the rounding of x/sqrt 2, times x²,
 * on top of the library's 1.5e-16. Where H underflows, use `logTail` and `hazard`.
 */
import erfc from '@stdlib/math-base-special-erfc';

/** phi(x) = exp(-x²/2)/sqrt(2 pi). */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Phi(x) = P(z < x), accurate in the lower tail (relative error, no cancellation). */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** H(x) = P(z > x), accurate in the upper tail. */
export function normalTail(x: number): number {
  return 0.5 * erfc(x * Math.SQRT1_2);
}
