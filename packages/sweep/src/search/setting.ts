/**
 * What a search is asked, and what it asks for: plain values.
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

/** Predicted cost of a trial at x, in any one unit: by a formula, never by a measured time. */
export type CostOf = (x: number) => number;

/** `trials` more trials at x. Those of a guard test the model where it is sure of the result. */
export interface SearchRequest {
  readonly x: number;
  readonly trials: number;
  readonly guard: boolean;
}

/** Results of one request; `missing` trials failed or were quarantined. The sum is the request's `trials`. */
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
