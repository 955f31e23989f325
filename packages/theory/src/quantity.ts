/** The contract of a theory quantity: what the papers predict for a problem, without simulation. */
import type { Columns, Parameters, Params } from '@fewbits/dataset/columns';

/**
 * The declared values by name. Null: theory has no value there (outside it, the branch of solutions ends, or it does not exist
 * in a limit), and `reason` says why.
 */
export interface Evaluation {
  readonly [value: string]: number | string | null | readonly (number | null)[] | readonly (string | null)[];
  /** Of a curve also one entry each, null where the entry has its value. */
  readonly reason?: string | readonly (string | null)[];
}

/** What array values run along: the entries of a list parameter, which one of the values repeats. */
export interface Curve {
  /** The list parameter, e.g. `ages`. */
  readonly over: string;
  /** The value with its entries, e.g. `age`. */
  readonly coordinate: string;
}

/** One fault in a combination of parameters that are each valid alone. */
export interface ParameterProblem {
  /** The parameter to point at. */
  readonly parameter: string;
  readonly got: string;
  readonly expected: string;
}

export interface Quantity {
  /** As typed in `fewbits theory NAME`. */
  readonly name: string;
  /** Raised whenever its numbers change. */
  readonly version: number;
  /** One line for `fewbits list`. */
  readonly doc: string;
  /** Key of the reference and section. */
  readonly source: string;
  readonly parameters: Parameters;
  readonly values: Columns;
  /** Of a quantity whose array values are one curve; others are arrays of their own, e.g. `occupancy`. */
  readonly curve?: Curve;
  /** Faults of this combination. Empty when the theory covers it. */
  check?(params: Params): readonly ParameterProblem[];
  /** All declared values, for one value of each parameter. Never throws: what `check` refuses is null, with `reason`. */
  evaluate(params: Params): Evaluation;
}
