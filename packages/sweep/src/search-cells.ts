/**
 * The cells of a searched sweep: what each has asked for so far, as a function of the results.
 *
 * A round is decided when every trial of the rounds before it has a result, from those results alone: never from the order
 * in which they came, from other cells or from clocks. So the trials asked for, and with them the tables, are the same
 * for any number of threads and after any interruption. Nothing about rounds is stored; they are derived from the rows.
 */
import type { TrialResult } from '@fewbits/dataset';
import type { Params } from '@fewbits/dataset/columns';
import { transitionPosterior } from '@fewbits/numerics';
import type { Plan, Trial } from './plan.ts';
import type { SpecSearch } from './read-search.ts';
import { countsOf } from './search/evidence.ts';
import { type SearchStop, stopOf } from './search/judge.ts';
import { advanceSearch, type Search, startSearch } from './search/search.ts';
import type { SearchOutcome, SearchRequest } from './search/setting.ts';
import { searchSetting } from './search-setting.ts';
import { trialId } from './trial-id.ts';

/** What is known of a trial's result; undefined where it has none. */
export type ResultOf = (id: string) => Pick<TrialResult, 'status' | 'values'> | undefined;

export interface SearchCell {
  /** Index of the plan's point. */
  readonly index: number;
  /** Its parameters but the searched one. */
  readonly params: Params;
  /** Rounds that have closed. */
  readonly rounds: number;
  /** All trials asked for, in order. */
  readonly trials: readonly Trial[];
  /** Those of the open round; empty when there is none. */
  readonly open: readonly Trial[];
  /** The state of the search: plain, to go on from. */
  readonly state: Search;
  /** How the search ended; null while it goes on. */
  readonly stop: SearchStop | null;
  /** What it found, or knows so far (`undecided`). */
  estimate(): Pick<SearchStop, 'bound' | 'midpoint' | 'sequential' | 'scale'>;
  /** Close the open round if all of its trials have results by now, and open the next, as far as that goes. */
  advance(): void;
}

/** All cells of `plan`, advanced as far as the results allow. */
export function searchCells(plan: Plan, search: SpecSearch, resultOf: ResultOf): SearchCell[] {
  return Array.from({ length: plan.points }, (_, index) => {
    const cell = searchCell(plan, search, index, resultOf);
    cell.advance();
    return cell;
  });
}

function searchCell(plan: Plan, search: SpecSearch, index: number, resultOf: ResultOf): SearchCell {
  const { parameter, column } = search;
  const { experiment } = plan;
  const { [parameter]: _, ...params } = plan.paramsAt(index);
  const setting = searchSetting(search, experiment, params);
  const cost = (x: number): number => experiment.cost?.(plan.pointWith(index, { [parameter]: x }).params) ?? 1;
  const trials: Trial[] = [];
  let state: Search = startSearch(setting, cost);
  let open: Trial[] = [];
  ask();

  function trialsOf({ x, firstReplicate, trials: count }: SearchRequest): Trial[] {
    const { id, params: whole } = plan.pointWith(index, { [parameter]: x });
    return Array.from({ length: count }, (_, k) => ({
      id: trialId(id, firstReplicate + k),
      params: whole,
      replicate: firstReplicate + k,
    }));
  }

  function ask(): void {
    open = state.decision.kind === 'round' ? state.decision.requests.flatMap(trialsOf) : [];
    trials.push(...open);
  }

  return {
    index,
    params,
    trials,
    get rounds() {
      return state.rounds;
    },
    get open() {
      return open;
    },
    get state() {
      return state;
    },
    get stop() {
      return state.decision.kind === 'stop' ? state.decision : null;
    },
    estimate() {
      const { decision, evidence, rounds, trials: asked, contradicted } = state;
      if (decision.kind === 'stop') return decision;
      const posterior = transitionPosterior(countsOf(evidence, contradicted ? 'even' : 'all'), setting);
      return stopOf('max-trials', setting, posterior, { rounds, trials: asked, contradicted });
    },
    advance() {
      while (state.decision.kind === 'round') {
        const results = open.flatMap(({ id }) => resultOf(id) ?? []);
        if (results.length < open.length) return;
        state = advanceSearch(state, outcomesOf(state.decision.requests, results, column));
        ask();
      }
    },
  };
}

/** `results`: request by request. */
function outcomesOf(
  requests: readonly SearchRequest[],
  results: readonly Pick<TrialResult, 'values'>[],
  column: string,
): SearchOutcome[] {
  let first = 0;
  return requests.map(({ trials }) => {
    const own = results.slice(first, first + trials);
    first += trials;
    const successes = own.filter(({ values }) => values?.[column] === true).length;
    const failures = own.filter(({ values }) => values?.[column] === false).length;
    return { successes, failures, missing: trials - successes - failures };
  });
}
