/**
 * A search from stored results: the rounds that they close, and what it asks for next.
 */

import type { SearchStop } from '../judge.ts';
import { advanceSearch, type Search, startSearch } from '../search.ts';
import type { ClosedRound, CostOf, SearchOutcome, SearchRequest, SearchSetting } from '../setting.ts';

/** `missing`: the trial failed or was quarantined; `pending`: it has no row yet. */
export type TrialResult = 'success' | 'failure' | 'missing' | 'pending';

export type ResultOf = (x: number, replicate: number) => TrialResult;

export interface Replay {
  readonly closed: readonly ClosedRound[];
  /** Requests of the round with at least one pending trial; null after the stop. */
  readonly open: readonly SearchRequest[] | null;
  readonly stop: SearchStop | null;
  /** The state after the closed rounds, to go on from. */
  readonly search: Search;
}

/** Run the search on stored results until a round asks for one that is pending, or to its stop. `from`: a state to go on from. */
export function replaySearch(
  setting: SearchSetting,
  cost: CostOf,
  resultOf: ResultOf,
  from: Search = startSearch(setting, cost),
): Replay {
  const closed: ClosedRound[] = [];
  let search = from;
  while (search.decision.kind === 'round') {
    const { requests } = search.decision;
    const outcomes: SearchOutcome[] = [];
    for (const request of requests) {
      const outcome = outcomeOf(request, resultOf);
      if (outcome === null) return { closed, open: requests, stop: null, search };
      outcomes.push(outcome);
    }
    closed.push({ requests, outcomes });
    search = advanceSearch(search, outcomes);
  }
  return { closed, open: null, stop: search.decision, search };
}

/** Null while a trial is pending. */
export function outcomeOf(request: SearchRequest, resultOf: ResultOf): SearchOutcome | null {
  const results = { success: 0, failure: 0, missing: 0 };
  for (let n = 0; n < request.trials; n++) {
    const result = resultOf(request.x, request.firstReplicate + n);
    if (result === 'pending') return null;
    results[result]++;
  }
  return { successes: results.success, failures: results.failure, missing: results.missing };
}
