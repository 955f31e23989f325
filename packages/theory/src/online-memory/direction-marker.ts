/**
 * Direction marker: m groups of a four-state counter and a marker, w = Σ d_k.
 *
 * d_k is the direction of the last crossing of the middle of its cycle of L_k = 4^k counter states, so its signal is that of a
 * persistent walk started uniformly on L_k sites. With b, e of the exit lemma, r = L_i/L_j and i < j:
 *   Cov(d_i, d_j) = (1−r)[b_j(L_i+1)/2 + λe_j] + (r/2)[b_i/2 + λe_i − b_j((L_j−1)/2 − L_i/2) + λe_j]
 * (the bond of level j is not inside the present cell of level i; it is, and then in its middle).
 * Hard last: v_m is a four-state chain with bounds, driven by the carries out of the counter of L' = 4^(m−1) states. Followed
 * backwards, chain and counter together are one walk on 3L' sites started on the middle third, and d_i is decided before it ends:
 *   Cov(d_i, d_m) = λe + b[(L_i+1)/2 − b_i L_i²/8],  b, e of the exit lemma on 3L' sites.
 * Source: benna-fusi-2017; derivation by following the counter backwards.
 */

import { exitLaw } from './exit-law.ts';
import type { LastGroup } from './partial-reset-law.ts';
import type { WalkSignal, WalkSignals } from './persistent-walk.ts';

export interface DirectionMarker {
  readonly variance: number;
  /** One a group, fastest first. */
  readonly signals: readonly WalkSignal[];
}

export function directionMarker(
  groups: number,
  correlation: number,
  last: LastGroup,
  walk: WalkSignals,
): DirectionMarker {
  const free = last === 'hard' ? groups - 1 : groups;
  const signals = Array.from({ length: free }, (_, i) => {
    const sites = 4 ** (i + 1);
    return walk(sites, sites);
  });
  let variance = groups;
  for (let j = 2; j <= free; j++) {
    for (let i = 1; i < j; i++) variance += 2 * markerCovariance(4 ** i, 4 ** j, correlation);
  }
  if (last === 'hard') {
    const counter = 4 ** (groups - 1);
    signals.push(walk(3 * counter, counter));
    for (let i = 1; i < groups; i++) variance += 2 * lastCovariance(4 ** i, 3 * counter, correlation);
  }
  return { variance, signals };
}

/** Covariance of the directions of the last crossings of two bonds, every `fine` and every `coarse` states. */
function markerCovariance(fine: number, coarse: number, correlation: number): number {
  const inner = exitLaw(fine, correlation);
  const outer = exitLaw(coarse, correlation);
  const ratio = fine / coarse;
  const apart = (outer.b * (fine + 1)) / 2 + correlation * outer.e;
  const within = inner.b / 2 + correlation * inner.e - outer.b * ((coarse - 1) / 2 - fine / 2) + correlation * outer.e;
  return (1 - ratio) * apart + (ratio / 2) * within;
}

function lastCovariance(fine: number, sites: number, correlation: number): number {
  const inner = exitLaw(fine, correlation);
  const outer = exitLaw(sites, correlation);
  return correlation * outer.e + outer.b * ((fine + 1) / 2 - (inner.b * fine * fine) / 8);
}
