/** The trials that a plan asks for: all of it, or under a search what its rounds have asked for, given the results. */
import type { TrialResult } from '@fewbits/dataset';
import { type Plan, plannedTrials, type Trial } from './plan.ts';
import { searchCells } from './search-cells.ts';

export function* askedTrials(plan: Plan, done: ReadonlyMap<string, TrialResult>): Generator<Trial> {
  const { search } = plan.spec;
  if (search === null) yield* plannedTrials(plan);
  else for (const { trials } of searchCells(plan, search, (id) => done.get(id))) yield* trials;
}
