/**
 * Wilson score interval of a binomial proportion, and the normal quantile behind it.
 *
 * All p with |k/n - p| <= z sqrt(p(1-p)/n):
 *   (k + z²/2 ± z sqrt(k(n-k)/n + z²/4)) / (n + z²)
 * Source: E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927). Never empty, never outside [0, 1], informative at k = 0 and k = n.
 */
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** A closed interval, `lower` <= `upper`. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The z with P(|normal| <= z) = `confidence`: 1.96 for 0.95. */
export function twoSidedNormalQuantile(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence}, expected between 0 and 1`);
  return Math.SQRT2 * erfcinv(1 - confidence);
}

/** Wilson interval of `successes` out of `trials` (integers, trials >= 1). */
export function wilsonInterval(successes: number, trials: number, confidence: number = 0.95): Interval {
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} successes of ${trials} trials`);
  }
  const z = twoSidedNormalQuantile(confidence);
  const failures = trials - successes;
  const centre = successes + (z * z) / 2;
  const half = z * Math.sqrt((successes * failures) / trials + (z * z) / 4);
  // The ends are exact where nothing, or everything, succeeded: rounding would leave them an ulp off.
  return {
    lower: successes === 0 ? 0 : (centre - half) / (trials + z * z),
    upper: failures === 0 ? 1 : (centre + half) / (trials + z * z),
  };
}
