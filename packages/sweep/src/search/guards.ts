/**
 * Guard trials: a few of each round spread over the range, where they test what the placing takes for granted.
 *
 * A curve that lapses has p' = (1 - lapse) p + lapse/2. For each lapse rate the ratio
 *   Q = product over rounds of [sum over (m, s) of w product of p'(guards)] / [sum over (m, s) of w product of p(guards)],
 * w the posterior before the round, is a martingale of mean 1 where the logistic holds. So is the mean over the rates,
 * and by Ville's inequality it ever exceeds 1/level with probability at most `level`.
 */
import type { TransitionPosterior } from '@fewbits/numerics';
import type { ClosedRound } from './setting.ts';

/** Part of the trials after the first round that are guards. */
export const GUARD_SHARE = 0.1;
const LEVEL = 1e-3;
const LAPSES = [0.02, 0.1, 0.4];

/** ln Q for each lapse rate. */
export type GuardTest = readonly number[];

export const noGuards: GuardTest = LAPSES.map(() => 0);

/** Place of guard number n = 0, 1, 2 … in (0, 1): 1/2, 1/4, 3/4, 1/8 … (van der Corput), even at every length. */
export function guardPlace(n: number): number {
  let place = 0;
  let half = 0.5;
  for (let digits = n + 1; digits > 0; digits = Math.floor(digits / 2)) {
    if (digits % 2 === 1) place += half;
    half /= 2;
  }
  return place;
}

/** The test after a round; `posterior` is the one before it. */
export function withGuards(test: GuardTest, posterior: TransitionPosterior, round: ClosedRound): GuardTest {
  const guards = round.requests.flatMap(({ x, guard }, i) => {
    const { successes, failures } = round.outcomes[i] ?? { successes: 0, failures: 0 };
    return guard && successes + failures > 0 ? [{ x, successes, failures }] : [];
  });
  if (guards.length === 0) return test;
  const { offset, midpoints, scales, mass } = posterior;
  const columns = midpoints.length;
  const sums = new Float64Array(LAPSES.length);
  let plain = 0;
  for (let j = 0; j < scales.length; j++) {
    const steepness = 1 / (scales[j] as number);
    for (let i = 0; i < columns; i++) {
      const weight = mass[j * columns + i] as number;
      if (weight === 0) continue;
      let product = weight;
      const products = LAPSES.map(() => weight);
      for (const { x, successes, failures } of guards) {
        const odds = Math.exp(steepness * (x - (midpoints[i] as number)) + offset);
        const success = 1 / (1 + odds);
        const failure = 1 / (1 + 1 / odds);
        product *= repeated(success, successes) * repeated(failure, failures);
        for (const [l, lapse] of LAPSES.entries()) {
          (products[l] as number) *=
            repeated((1 - lapse) * success + lapse / 2, successes) *
            repeated((1 - lapse) * failure + lapse / 2, failures);
        }
      }
      plain += product;
      for (const [l, value] of products.entries()) (sums[l] as number) += value;
    }
  }
  return test.map((value, l) => value + Math.log((sums[l] as number) / plain));
}

/** Whether the guards have refuted the logistic curve. */
export function contradicts(test: GuardTest): boolean {
  let mean = 0;
  for (const value of test) mean += Math.exp(value) / test.length;
  return mean >= 1 / LEVEL;
}

/** Integer power by multiplication: small exponents. */
function repeated(base: number, times: number): number {
  let product = 1;
  for (let n = 0; n < times; n++) product *= base;
  return product;
}
