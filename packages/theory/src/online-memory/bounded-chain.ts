/**
 * Synapses made of chains with hard bounds: multi-state (one chain of any even number M of states) and multi-chain (chains of
 * 4, 16, … 4^m states that all receive every event, w = Σ sign(v_k)).
 *
 * The sign of a chain of M states is that of a persistent walk on M−1 sites started in the middle; the centred level
 * v = x − (M−1)/2 is half the sum of the signs about all M−1 thresholds, so it starts uniformly. Ends and inner states:
 *   P(inner) = (1−λ) P(end),  P(end) = 1/((1−λ)(M−2) + 2)
 *   Cov(sign_i, sign_j) = b_j H_i + λ e_j,  i < j,  H = 4^k/2,  b, e of the exit lemma on M_j − 1 sites.
 * λ = 0: S(0) = 2/M (sign) and (M−1)/M (level), Var v = (M²−1)/12.
 * Source: benna-fusi-2017; derivation by following a threshold backwards.
 */
import { exitLaw } from './exit-law.ts';
import type { WalkSignal, WalkSignals } from './persistent-walk.ts';

export interface BoundedChain {
  readonly variance: number;
  readonly signal: WalkSignal;
}

export function signedChain(states: number, _correlation: number, walk: WalkSignals): BoundedChain {
  return { variance: 1, signal: walk(states - 1, 1) };
}

export function gradedChain(states: number, correlation: number, walk: WalkSignals): BoundedChain {
  const sites = states - 1;
  const { initial, at } = walk(sites, sites);
  const half = sites / 2;
  const end = 1 / ((1 - correlation) * (states - 2) + 2);
  // Σ v² over the M−2 inner states, M' = M−2: M'(M'²−1)/12.
  const inner = ((states - 2) * ((states - 2) * (states - 2) - 1)) / 12;
  return {
    variance: end * (2 * half * half + (1 - correlation) * inner),
    signal: { initial: half * initial, at: (age) => half * at(age) },
  };
}

export interface MultiChain {
  readonly variance: number;
  /** One a chain, shortest first. */
  readonly signals: readonly WalkSignal[];
}

export function multiChain(chains: number, correlation: number, walk: WalkSignals): MultiChain {
  const signals: WalkSignal[] = [];
  let variance = chains;
  for (let j = 1; j <= chains; j++) {
    const sites = 4 ** j - 1;
    signals.push(walk(sites, 1));
    const { b, e } = exitLaw(sites, correlation);
    for (let i = 1; i < j; i++) variance += 2 * (b * (4 ** i / 2) + correlation * e);
  }
  return { variance, signals };
}
