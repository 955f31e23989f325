/**
 * Guard trials: a few of each round spread over the range, where they test what the placing takes for granted.
 *
 * The model is contradicted when all results together are 1/LEVEL times likelier under a curve that lapses, midpoint and
 * scale integrated out on both sides. Where the logistic holds that ever happens with probability at most LEVEL. Guards alone,
 * held against the posterior of the round before, find a lapse of 20 % in one run out of six (measured): the
 * posterior takes in the first lapses as a wide transition.
 */
import { type BinomialCount, lnLapseFactor, type TransitionPosterior, type TransitionPrior } from '@fewbits/numerics';

/** Part of the trials after the first round that are guards. */
export const GUARD_SHARE = 0.1;
const LEVEL = 1e-3;
/** Half of a lapse rate goes wrong. Rounds look for these in turn, each at half of the level. */
const SUSPECTED = [0.05, 0.4];
const LAPSES = [0.05, 0.15, 0.4];

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

/** Whether `counts`, whose posterior is given, refute the logistic curve after that many rounds. */
export function contradicted(
  counts: readonly BinomialCount[],
  prior: TransitionPrior,
  posterior: TransitionPosterior,
  rounds: number,
): boolean {
  const lapse = (SUSPECTED[rounds % SUSPECTED.length] as number) * room(prior);
  return lnLapseFactor(counts, prior, posterior, lapse) >= Math.log(SUSPECTED.length / LEVEL);
}

/** The lapse rate under which `counts` are likeliest; 0 where none improves on the logistic. */
export function likeliestLapse(
  counts: readonly BinomialCount[],
  prior: TransitionPrior,
  posterior: TransitionPosterior,
): number {
  let likeliest = 0;
  let most = 0;
  for (const rate of LAPSES) {
    const lapse = rate * room(prior);
    const factor = lnLapseFactor(counts, prior, posterior, lapse);
    if (factor > most) {
      most = factor;
      likeliest = lapse;
    }
  }
  return likeliest;
}

/** A curve that lapses must still pass the target: 1 at 1/2, less towards 0 and 1. */
function room({ target = 0.5 }: TransitionPrior): number {
  return 2 * Math.min(target, 1 - target);
}
