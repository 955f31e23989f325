/** The contract between a learning rule and whoever runs it. */
import type { Columns, Parameters, Params, Value } from '@fewbits/dataset/columns';
import type { Rng } from '@fewbits/numerics';
import type { Problem } from './task/problem.ts';
import type { WeightFamily } from './task/weight-values.ts';

/** Random streams of one trial: separate by purpose, so that adding draws to one leaves the other untouched. */
export interface LearnerStreams {
  readonly init: Rng;
  readonly dynamics: Rng;
}

/** What a learner gives back. "Not solved" is a result, never an exception. */
export interface Outcome {
  /** Indices into `problem.weights`, length N. Owned by the caller from here on. */
  readonly weights: Uint8Array;
  /** `errors === 0`, recounted from `weights` alone. */
  readonly solved: boolean;
  /** Patterns with stability Δ ≤ 0 under `weights`, recounted from scratch. */
  readonly errors: number;
  /** The learner's own unit: epochs of M presentations, BP iterations, … */
  readonly epochs: number;
  /** The extra columns that the learner declares, by name. A key left out is null in the table. */
  readonly report: Readonly<Record<string, Value>>;
}

export interface Learner {
  readonly name: string;
  /** One line for `fewbits list`. */
  readonly doc: string;
  /** Key of the reference and section, e.g. `baldassi-2016 §III`. */
  readonly source: string;
  /** Raised whenever its numbers change; part of every trial's identity. */
  readonly version: number;
  readonly experimental?: boolean;
  /** Draws synapses (sites, coins) while it learns: synapses in another order are another path, not another law. */
  readonly drawsSynapses?: boolean;
  /** Weight families and input codings it is defined for. */
  readonly weights: readonly WeightFamily[];
  readonly inputs: readonly ('pm1' | '01')[];
  /** Its own parameters (`ps`, `dr`, …) and the columns it reports. */
  readonly parameters: Parameters;
  readonly columns: Columns;
  /** Rough CPU milliseconds of one trial: orders and sizes work, never enters a decision. */
  cost(size: number, patterns: number, levels: number, params: Params): number;
  /** Bytes beyond the patterns and some numbers for each synapse and pattern. */
  memory?(size: number, patterns: number, levels: number, params: Params): number;
  /**
   * Search weights that satisfy every pattern. `params` holds its own parameters, defaults filled in.
   * `signal` may be polled between iterations; an aborted call throws `signal.reason`.
   */
  learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome;
}
