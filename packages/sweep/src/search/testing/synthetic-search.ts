/**
 * Searches on known curves, for tests: the fold of the search with simulated results.
 */
import { philoxRng } from '@fewbits/numerics';
import type { SearchStop } from '../judge.ts';
import { advanceSearch, startSearch } from '../search.ts';
import type { ClosedRound, CostOf, SearchOutcome, SearchSetting } from '../setting.ts';

/** Range 1, lattice of thousandths: like loads at N = 1000. */
export const unitSetting: SearchSetting = {
  from: 0,
  to: 1,
  target: 0.5,
  within: 0.025,
  confidence: 0.95,
  maxTrials: 20_000,
  lattice: { per: 1000 },
};

export const sameCost: CostOf = () => 1;

export interface SyntheticRun {
  readonly stop: SearchStop;
  readonly rounds: readonly ClosedRound[];
  /** Sum of the predicted costs. */
  readonly cost: number;
}

/** Success probability falling through 1/2 at `midpoint`; `lapse`: share of the trials whose result is a toss of a coin. */
export function curve(midpoint: number, scale: number, lapse: number = 0): (x: number) => number {
  return (x) => (1 - lapse) / (1 + Math.exp((x - midpoint) / scale)) + lapse / 2;
}

/** Uniform numbers of a seed. */
export function uniforms(seed: number): () => number {
  return philoxRng(Uint32Array.of(seed, 0, 0, 0x5ea7c4)).uniform;
}

export function runSearch(
  setting: SearchSetting,
  cost: CostOf,
  success: (x: number) => number,
  uniform: () => number,
): SyntheticRun {
  let search = startSearch(setting, cost);
  const rounds: ClosedRound[] = [];
  let spent = 0;
  while (search.decision.kind === 'round') {
    const { requests } = search.decision;
    const outcomes = requests.map(({ x, trials }): SearchOutcome => {
      let successes = 0;
      for (let n = 0; n < trials; n++) if (uniform() < success(x)) successes++;
      spent += trials * cost(x);
      return { successes, failures: trials - successes, missing: 0 };
    });
    rounds.push({ requests, outcomes });
    search = advanceSearch(search, outcomes);
  }
  return { stop: search.decision, rounds, cost: spent };
}
