/**
 * Probability that two Gaussian fields have different signs.
 *
 * x and y of unit variance, means a and b, correlation c: P(xy < 0) = Phi(a) + Phi(b) - 2 P(x > 0, y > 0), and
 *   P(x > 0, y > 0) = Phi(a) Phi(b) + 1/(2 pi) ∫_0^c dt exp(-(a² + b² - 2abt)/(2(1 - t²)))/√(1 - t²),
 * from d/dc of the bivariate density (Plackett, Biometrika 41, 351 (1954)). a = b = 0: arccos(c)/pi, the generalisation error of a
 * perceptron whose weights have cosine c with its teacher's. All dimensionless.
 */
import { normalCdf } from './normal.ts';

/** Step and half-width of the double-exponential rule: absolute error below 1e-11 (measured against half the step). */
const STEP = 1 / 64;
const HALF_WIDTH = 4;

/** `correlation` in [-1, 1] (beyond it by rounding: taken as its end). */
export function signDisagreement(meanX: number, meanY: number, correlation: number): number {
  const c = Math.min(1, Math.max(-1, correlation));
  if (meanX === 0 && meanY === 0) return Math.acos(c) / Math.PI;
  if (c < 0) return 1 - signDisagreement(-meanX, meanY, -c);
  const both = normalCdf(meanX) * normalCdf(meanY) + excess(meanX, meanY, c) / (2 * Math.PI);
  return Math.min(1, Math.max(0, normalCdf(meanX) + normalCdf(meanY) - 2 * both));
}

/**
 * The integral, c ≥ 0, over s = tan(asin(t)/2): dt/√(1 - t²) = 2 ds/(1 + s²), t = 2s/(1 + s²). Nearly equal means make a step at
 * 1 - s of the order of their difference, so that the points gather at the end: s = end (1 - q), q = 1/(1 + exp(pi sinh x)).
 */
function excess(a: number, b: number, c: number): number {
  const end = c / (1 + Math.sqrt(1 - c * c));
  let sum = 0;
  for (let k = -HALF_WIDTH / STEP; k <= HALF_WIDTH / STEP; k++) {
    const x = k * STEP;
    const up = Math.exp(x);
    const power = Math.exp(0.5 * Math.PI * (up - 1 / up));
    const q = 1 / (1 + power);
    const gap = 1 - end + end * q;
    const s = end * (power / (1 + power));
    const cosine = (gap * (1 + s)) / (1 + s * s);
    // a² + b² - 2abt = (a - b)² + 2ab(1 - t), so that nothing cancels where 1 - t² vanishes.
    const exponent = (a - b) ** 2 / (2 * cosine * cosine) + (a * b) / (1 + (2 * s) / (1 + s * s));
    const width = 0.5 * Math.PI * (up + 1 / up) * q * (power / (1 + power)) * end;
    sum += (width * 2 * Math.exp(-exponent)) / (1 + s * s);
  }
  return sum * STEP;
}
