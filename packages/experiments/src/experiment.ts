/** The contract of an experiment: built-in ones and a user's own module are the same plain object. */
import type {
  ColumnDeclaration,
  Columns,
  FactsOf,
  ParameterDeclaration,
  Parameters,
  Params,
  PatternSet,
  Summary,
  Value,
} from '@fewbits/dataset/columns';
import type { Rng } from '@fewbits/numerics';

/** What one trial is given. */
export interface TrialContext {
  /** All parameters that apply, defaults filled in. */
  readonly params: Params;
  /** The trial's own stream, keyed by seed and trial id. Made when it is first asked for: a copy of the context by `...` has none. */
  readonly rng: Rng;
  /** `aborted` once the trial has taken longer than `limits.timeout`; may be polled in synchronous loops. */
  readonly signal: AbortSignal;
  /**
   * A separate stream per purpose, keyed by seed, purpose and trial id; `patterns` is keyed by the task instead
   * (see `task`), so that two learners at one point see the same patterns.
   */
  stream(purpose: string): Rng;
  /** The patterns of the file with this content: the value of a parameter that is declared as a `file`. Every worker has it. */
  patterns?(sha256: string): Promise<PatternSet>;
}

/** Result columns of one trial; a declared column may be null where it does not apply. */
export type Row = Readonly<Record<string, Value | null>>;

/** One fault in a combination of parameters that are each valid alone. */
export interface ParameterProblem {
  /** The parameter to point at. */
  readonly parameter: string;
  readonly got: string;
  readonly expected: string;
}

export interface Experiment {
  readonly name: string;
  /** Raised whenever its numbers change; part of every trial's identity. */
  readonly version: number;
  /** One line for `fewbits list`. */
  readonly doc?: string;
  /** Key of the reference and section. */
  readonly source?: string;
  readonly parameters: Parameters;
  readonly columns: Columns;
  readonly summaries?: readonly Summary[];
  /** The parameters that define the patterns: scope of the `patterns` stream. Default: all parameters. */
  task?(params: Params): Params;
  /** Faults of this combination, `factsOf` telling of the files it names; called at plan time for every point. Empty when it can run. */
  check?(params: Params, factsOf?: FactsOf): readonly ParameterProblem[];
  /** Versions of the learners, models and theory that this point uses. */
  versions?(params: Params): Readonly<Record<string, number | string>>;
  /** Rough CPU milliseconds of one trial: orders and sizes work, never enters a result. */
  cost?(params: Params): number;
  /** Bytes that one trial takes at its largest: checked against `limits.memory` and the machine before it starts. */
  memory?(params: Params): number;
  run(context: TrialContext): Row | Promise<Row>;
}

type Lenient<Declaration> = Omit<Declaration, 'unit' | 'doc'> & { readonly unit?: string; readonly doc?: string };

/** What a user's module exports: an experiment whose version, units and texts may be left out. */
export interface ExperimentModule extends Omit<Experiment, 'version' | 'parameters' | 'columns' | 'run'> {
  /** Default 1. */
  readonly version?: number;
  readonly parameters: Readonly<Record<string, Lenient<ParameterDeclaration>>>;
  readonly columns: Readonly<Record<string, Lenient<ColumnDeclaration>>>;
  run(context: TrialContext): Row | Promise<Row>;
}
