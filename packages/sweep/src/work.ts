/** Where the trials of a run come from: a plan dealt out, or a search that asks for more when it has seen enough. */
import type { TrialResult } from '@fewbits/dataset';
import type { Trial } from './plan.ts';

/** How far the cells of a search are. */
export interface SearchProgress {
  readonly cells: number;
  /** Cells whose search has ended. */
  readonly decided: number;
  /** Cells that wait for the results of a round, by the number of that round, from 1. */
  readonly rounds: readonly number[];
}

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
  /** Trials asked for so far, those of earlier starts included. */
  readonly asked: number;
  /** Those of them that were `ok` before this start. */
  readonly reused: number;
  /** Predicted milliseconds of what is known to be left at the start, by the experiment's formula alone. */
  readonly predicted: number;
  /** All trials asked for so far, whatever their state. */
  trials(): Iterable<Trial>;
  /** Null without a search. */
  readonly search: SearchProgress | null;
}
