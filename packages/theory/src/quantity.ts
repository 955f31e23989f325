/** The contract of a theory quantity: what the papers predict for a problem, without simulation. */
import type { Columns, Parameters, Params } from '@fewbits/dataset/columns';

/**
 * The declared values by name. Null: theory has no value there (outside it, the branch of solutions ends, or it does not exist
 * in a limit), and `reason` says why.
 */
export interface Evaluation {
  readonly [value: string]: number | null | readonly number[] | string;
  readonly reason?: string;
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
  /** Faults of this combination. Empty when the theory covers it. */
  check?(params: Params): readonly ParameterProblem[];
  /** All declared values, for one value of each parameter. Never throws: what `check` refuses is null, with `reason`. */
  evaluate(params: Params): Evaluation;
}
