/**
 * Guard trials: a few of each round spread over the range, where they test what the placing takes for granted.
 *
 * The model is contradicted when all results together are 1/LEVEL times likelier under a curve that lapses, midpoint and
 * scale integrated out on both sides. Where the logistic holds that ever happens with probability at most LEVEL. Guards alone,
 * held against the posterior of the round before, find a lapse of 20 % in one run out of six (measured): the
 * posterior takes in the first lapses as a wide transition.
 */
import {
  type BinomialCount,
  lnLapsingEvidence,
  type TransitionPosterior,
  type TransitionPrior,
} from '@fewbits/numerics';

/** Part of the trials after the first round that are guards. */
export const GUARD_SHARE = 0.1;
const LEVEL = 1e-3;
/** One trial in twenty goes wrong: also the nearest alternative for a tenth or a half of that, or four times as many. */
const LAPSE = 0.1;

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

/** Whether `counts`, whose posterior is given, refute the logistic curve. */
export function contradicted(
  counts: readonly BinomialCount[],
  prior: TransitionPrior,
  posterior: TransitionPosterior,
): boolean {
  return lnLapsingEvidence(counts, prior, LAPSE) - posterior.lnEvidence >= -Math.log(LEVEL);
}
