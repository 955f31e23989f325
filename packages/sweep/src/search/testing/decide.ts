/**
 * The decision after closed rounds, from the beginning: for a check of stored rounds, or a single look.
 *
 * A loop over rounds keeps the state instead (`startSearch`, `advanceSearch`, `replaySearch`): this folds over all of them.
 */
import { advanceSearch, type SearchDecision, startSearch } from '../search.ts';
import type { ClosedRound, CostOf, SearchRequest, SearchSetting } from '../setting.ts';

/** The decision after `rounds`, which must be what the search asks for. */
export function decide(setting: SearchSetting, cost: CostOf, rounds: readonly ClosedRound[]): SearchDecision {
  let search = startSearch(setting, cost);
  for (const [r, { requests, outcomes }] of rounds.entries()) {
    const asked = search.decision.kind === 'round' ? search.decision.requests : [];
    if (!sameRequests(asked, requests)) {
      throw new RangeError(`round ${r} was ${JSON.stringify(requests)}, expected ${JSON.stringify(asked)}`);
    }
    search = advanceSearch(search, outcomes);
  }
  return search.decision;
}

function sameRequests(a: readonly SearchRequest[], b: readonly SearchRequest[]): boolean {
  return (
    a.length === b.length &&
    a.every((request, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        request.x === other.x &&
        request.firstReplicate === other.firstReplicate &&
        request.trials === other.trials &&
        request.guard === other.guard
      );
    })
  );
}
