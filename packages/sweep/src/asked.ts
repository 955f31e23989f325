/** The trials that a plan asks for, given the results so far. */
import type { TrialResult } from '@fewbits/dataset';
import { type Plan, plannedTrials, type Trial } from './plan.ts';

export function* askedTrials(plan: Plan, _done: ReadonlyMap<string, TrialResult>): Generator<Trial> {
  yield* plannedTrials(plan);
}
