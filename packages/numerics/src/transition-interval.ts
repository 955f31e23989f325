/**
 * Intervals of a transition's midpoint m and scale s, from their posterior.
 *
 * (a) `midpointQuantile`, `scaleQuantile`: equal tails of the posterior, to be quoted and to stop by.
 * (b) `sequentialInterval`: {m : some s has L(m, s) >= delta * integral of L dprior}, delta = 1 - confidence. The ratio of
 *     the integral to L at the true (m, s) is a martingale of mean 1, so that by Ville's inequality it ever exceeds 1/delta
 *     with probability at most delta: valid under any peeking and any placement that looks only at the past.
 */
import type { Interval } from './binomial-interval.ts';
import type { TransitionPosterior } from './transition-posterior.ts';

/** Equal-tailed interval of the midpoint that holds the posterior mass `confidence`. */
export function credibleInterval(posterior: TransitionPosterior, confidence: number): Interval {
  demandConfidence(confidence);
  return {
    lower: midpointQuantile(posterior, (1 - confidence) / 2),
    upper: midpointQuantile(posterior, (1 + confidence) / 2),
  };
}

/** The m below which the posterior has mass `share`; linear inside a cell. */
export function midpointQuantile({ window, midpointMass }: TransitionPosterior, share: number): number {
  return quantile(midpointMass, window.from, window.to, share);
}

/** The s below which the posterior has mass `share`; linear in ln s inside a cell. */
export function scaleQuantile({ window, scaleMass }: TransitionPosterior, share: number): number {
  return Math.exp(quantile(scaleMass, window.lnNarrowest, window.lnWidest, share));
}

/** The hull of set (b), interpolated between cell centres; an end of the prior's range where the set reaches it. */
export function sequentialInterval({ window, midpoints, profile }: TransitionPosterior, confidence: number): Interval {
  demandConfidence(confidence);
  const least = Math.log(1 - confidence);
  const first = profile.findIndex((value) => value >= least);
  const last = profile.findLastIndex((value) => value >= least);
  const crossing = (inside: number, outside: number): number =>
    midpoints[inside] +
    ((midpoints[outside] - midpoints[inside]) * (profile[inside] - least)) / (profile[inside] - profile[outside]);
  return {
    lower: first === 0 ? window.from : crossing(first, first - 1),
    upper: last === profile.length - 1 ? window.to : crossing(last, last + 1),
  };
}

function quantile(mass: Float64Array, from: number, to: number, share: number): number {
  const width = (to - from) / mass.length;
  let below = 0;
  for (let i = 0; i < mass.length; i++) {
    const after = below + mass[i];
    if (after >= share && mass[i] > 0) return from + width * (i + (share - below) / mass[i]);
    below = after;
  }
  return to;
}

function demandConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence}, expected between 0 and 1`);
}
