/**
 * The vocabulary of declarations: what a parameter, a column and a summary are.
 *
 * Plain data without Arrow, importable from `@fewbits/dataset/columns` by every layer. One declaration gives
 * validation, `fewbits list`, the JSON Schema, the Arrow schema's metadata and the documentation page.
 */

export type ValueType = 'int' | 'float' | 'string' | 'bool' | 'int[]' | 'float[]';

/** One value of a parameter or a column. Lists are values of their own, not axes. */
export type Value = number | string | boolean | readonly number[];

/** What is known of a file that a parameter names, before its content is used: its shape and rates, by name. */
export type FileFacts = Readonly<Record<string, number>>;

/** The facts of the file with this content; undefined for a text that is no such file. */
export type FactsOf = (sha256: string) => FileFacts | undefined;

/** Raised when the same file of patterns gives another `PatternSet`: part of the identity of every trial that uses one. */
export const patternsFileVersion = 1;

/** Patterns of the user's own, packed by no one yet. */
export interface PatternSet {
  /** N, inputs of a pattern. */
  readonly size: number;
  /** M. */
  readonly patterns: number;
  /** M × N, row by row: 1 for the high value of an input, 0 for the low one. */
  readonly bits: Uint8Array;
  /** M labels ±1. */
  readonly labels: Int8Array;
}

/** Named parameter values, defaults filled in where they are complete. */
export type Params = Readonly<Record<string, Value>>;

export interface ParameterDeclaration {
  readonly type: ValueType;
  /** Unit, "1" for dimensionless. */
  readonly unit: string;
  /** One line of text. */
  readonly doc: string;
  /** For a string: all allowed values, in catalog order. Beside a number: keywords allowed instead (e.g. `optimal`). */
  readonly values?: readonly string[];
  /** Bounds of a number (or of each entry of a list), included unless `exclusiveMin`, `exclusiveMax`. */
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
  /**
   * Name of an int parameter N such that values which come to the same multiple of 1/N mean the same, e.g. `size` for a
   * load: a search then asks for k/N only.
   */
  readonly lattice?: string;
  /** Value when none is given. Without `default` and `defaultFrom` the parameter is required. */
  readonly default?: Value;
  /** A default that follows from the other parameters; `doc` is its formula for people. */
  readonly defaultFrom?: {
    readonly doc: string;
    /** Undefined where there is none: the parameter is then required. */
    readonly value: (params: Params, factsOf?: FactsOf) => Value | undefined;
  };
  /**
   * A text that is the path of a file, relative to the spec. What it names is the content: the path becomes the SHA-256 of it
   * in the plan, in ids and in tables.
   */
  readonly file?: 'patterns';
  /** May be left out, and is then absent (not a default). */
  readonly optional?: boolean;
  /** Applies only where each named parameter has one of the listed values; elsewhere it is no part of the trial. */
  readonly applies?: Readonly<Record<string, readonly Value[]>>;
}

export interface ColumnDeclaration {
  readonly type: ValueType;
  /** Unit, "1" for dimensionless. */
  readonly unit: string;
  /** One line of text. */
  readonly doc: string;
}

export type Parameters = Readonly<Record<string, ParameterDeclaration>>;
export type Columns = Readonly<Record<string, ColumnDeclaration>>;

/** A theory quantity to stand beside an estimate: which one, which of its values, and which parameters it takes. */
export interface TheoryReference {
  /** Name in `fewbits theory`, e.g. `critical-load`. */
  readonly quantity: string;
  /** Key of its values, e.g. `alpha_c`. */
  readonly value: string;
  /** Parameters handed over by name; those that do not apply to a point are left out. */
  readonly parameters: readonly string[];
  /** Parameters with fixed values, e.g. `{ levels: 'inf' }` for the continuous limit. */
  readonly fixed?: Params;
  /** Values to replace before the call, e.g. `{ weights: { binary: 'signed' } }`: more levels of binary are signed. */
  readonly substitute?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** Holds only where each named parameter has one of the listed values (null: is absent); elsewhere there is no theory. */
  readonly applies?: Readonly<Record<string, readonly (Value | null)[]>>;
}

/**
 * How a column is condensed, as data: it travels in the tables' metadata, so that analysis needs no experiment.
 * `transition`: the value of `over` at which the mean of the bool `column` is `target`, success falling with `over`.
 */
export interface TransitionSummary {
  readonly kind: 'transition';
  /** Name of the estimate in `summary.arrow`, e.g. `alpha50`. */
  readonly quantity: string;
  readonly column: string;
  readonly over: string;
  readonly target: number;
  /** Column whose value is the coordinate of the estimate, e.g. `synapse_bits`. */
  readonly coordinate?: string;
  readonly theory?: TheoryReference;
  /** The value that theory reaches with unlimited resources, e.g. alpha_c of continuous weights. */
  readonly limit?: TheoryReference;
}

/** `mean`: the mean of a numeric column (proportion of a bool one) per point, with its interval. */
export interface MeanSummary {
  readonly kind: 'mean';
  readonly quantity: string;
  readonly column: string;
  readonly theory?: TheoryReference;
}

/** `curve`: the mean, entry by entry, of a list column over a list parameter, e.g. signal-to-noise ratio over age. */
export interface CurveSummary {
  readonly kind: 'curve';
  readonly quantity: string;
  /** List column; an entry for each of `over`. */
  readonly column: string;
  /** List parameter. */
  readonly over: string;
  /** List column with the standard errors of one trial's entries; without it the replicates tell. */
  readonly error?: string;
  /** Its value is a list over `over`: an exact curve. */
  readonly theory?: TheoryReference;
  /**
   * Columns with what became of parameters of the theory, e.g. `{ correlation: 'realised_correlation' }`: measured entries stand
   * beside the theory at those values; the curve itself is that of the parameters.
   */
  readonly realised?: Readonly<Record<string, string>>;
  /** The same times the square root of a parameter, e.g. the SNR of N synapses, where that parameter is given. */
  readonly scaled?: { readonly quantity: string; readonly parameter: string };
  /** What has to be known of the curves where the parameter is not zero; stands in the figure. */
  readonly caution?: { readonly parameter: string; readonly text: string };
}

/**
 * `scaling`: how a numeric column grows with a number, e.g. memory capacity with the number of synapses. Points that differ in
 * nothing but `over` are one family: a line where their values are exact, points where they are simulated.
 */
export interface ScalingSummary {
  readonly kind: 'scaling';
  readonly quantity: string;
  readonly column: string;
  /** Number parameter. */
  readonly over: string;
  /** Column with the standard error of one trial's value; null where the value is exact. */
  readonly error?: string;
  /** String column that says of each value whether it is `exact` or `simulated`; without it all are simulated. */
  readonly method?: string;
  /** Parameters that say how a value is obtained, not of what: exact and simulated values of one family differ in them. */
  readonly procedure?: readonly string[];
  /** Number column to plot the values of one `over` against, e.g. `synapse_bits`. */
  readonly coordinate?: string;
  /** Parameters that lead along `coordinate`, e.g. `groups`. */
  readonly along?: readonly string[];
  /** What simulated values should be. */
  readonly theory?: TheoryReference;
  /** Laws to fit to the exact values of every family. */
  readonly fits?: readonly ScalingFit[];
}

/**
 * `power`: y = c x^p (ln x)^logarithms, whose estimate is p; `logarithm`: y = c + s ln x, whose estimate is s.
 */
export interface ScalingFit {
  readonly quantity: string;
  readonly law: 'power' | 'logarithm';
  /** Default 0. */
  readonly logarithms?: number;
}

export type Summary = TransitionSummary | MeanSummary | CurveSummary | ScalingSummary;
