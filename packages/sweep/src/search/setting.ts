/**
 * What a search is asked, what it asks for, and what it gets: plain values.
 */
import type { Lattice } from './lattice.ts';

/** Search of the x at which a success probability that falls with x passes `target`. */
export interface SearchSetting {
  readonly from: number;
  readonly to: number;
  /** Success probability at the midpoint, between 0 and 1. */
  readonly target: number;
  /** Largest half-width of the midpoint's interval at the stop, in the unit of x. */
  readonly within: number;
  /** Posterior mass of that interval. */
  readonly confidence: number;
  /** Trials, with or without a result, after which the search gives up. */
  readonly maxTrials: number;
  readonly lattice: Lattice;
  /** `grid`: never place by the model, for comparison. Default `adaptive`. */
  readonly placement?: 'adaptive' | 'grid';
}

/** Predicted cost of a trial at x, positive, in any one unit: by a formula, never by a measured time. */
export type CostOf = (x: number) => number;

/** Trials at x with the replicates `firstReplicate` … `firstReplicate + trials - 1`. */
export interface SearchRequest {
  readonly x: number;
  readonly firstReplicate: number;
  readonly trials: number;
  /** Placed evenly over the range, to test the model where it claims to be sure. */
  readonly guard: boolean;
}

/** Results of one request; `missing` trials failed or were quarantined. They add up to the request's `trials`. */
export interface SearchOutcome {
  readonly successes: number;
  readonly failures: number;
  readonly missing: number;
}

/** A round whose trials all have a row. `outcomes[i]` belongs to `requests[i]`. */
export interface ClosedRound {
  readonly requests: readonly SearchRequest[];
  readonly outcomes: readonly SearchOutcome[];
}

/** Throws RangeError naming the first value that makes no sense. */
export function demandSetting({ from, to, target, within, confidence, maxTrials }: SearchSetting): void {
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new RangeError(`a search from ${from} to ${to}, expected from < to`);
  }
  if (!(target > 0 && target < 1)) throw new RangeError(`target ${target}, expected between 0 and 1`);
  if (!(within > 0)) throw new RangeError(`within ${within}, expected above 0`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence}, expected between 0 and 1`);
  if (!(Number.isInteger(maxTrials) && maxTrials > 0)) {
    throw new RangeError(`max_trials ${maxTrials}, expected a positive integer`);
  }
}
