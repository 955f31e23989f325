/** Where the trials of a run come from: a plan dealt out, or a search that asks for more when it has seen enough. */
import type { TrialResult } from '@fewbits/dataset';
import type { Trial } from './plan.ts';

/** Trials to dispatch together. */
export interface Deal {
  readonly trials: readonly Trial[];
  /** Nothing else may be in flight: this trial has ended a process before. */
  readonly alone: boolean;
  /** Predicted CPU milliseconds of all of them. */
  readonly ms: number;
}

export interface Work {
  /** The next deal; null when there is none now (`settle` may bring more). */
  next(): Deal | null;
  /** Take in a result of a trial that was dealt. */
  settle(trial: Trial, result: TrialResult): void;
}
