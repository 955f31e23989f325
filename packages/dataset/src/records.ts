/** The two row shapes that meet outside the tables: what a trial gave, and what an estimate says. Plain data. */
import type { Value } from './columns.ts';

/** Named values of which some may not apply (null). */
export type NullableValues = Readonly<Record<string, Value | null>>;

/** One row of `trials.arrow`, as plain data. */
export interface TrialRecord {
  /** The experiment's full list of parameters; null where one does not apply. */
  readonly params: NullableValues;
  readonly replicate: number;
  readonly status: 'ok' | 'failed' | 'quarantined';
  /** Result columns; all null unless `status` is `ok`. */
  readonly values: NullableValues;
}

/** One row of `summary.arrow`: one estimate, or one value of a theory line. */
export interface SummaryRow {
  /** The point's parameters; null for the one that was summarised over (e.g. `alpha`) in rows about a whole cell. */
  readonly params: NullableValues;
  /** Name of what is estimated, e.g. `alpha50`, `alpha_c`. */
  readonly quantity: string;
  /** Where on the quantity's own axis it stands (a load, bits); null where the parameters say it all. */
  readonly coordinate: number | null;
  readonly estimate: number | null;
  /** Ends of the interval; null on an open side, and where there is no interval. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Coverage of the interval, e.g. 0.95; null for exact values. */
  readonly confidence: number | null;
  readonly method: 'exact' | 'simulated' | 'scaled';
  /** `below`, `above`: what is sought lies outside the range that was measured; `undecided`: a search ran into its limit. */
  readonly bound: 'none' | 'below' | 'above' | 'undecided';
  /** Interval of a search, valid under any stopping; else null. */
  readonly lower_sequential: number | null;
  readonly upper_sequential: number | null;
  /** What theory says the estimate should be; null where theory is silent. */
  readonly theory: number | null;
  /** Trials behind the estimate (status `ok`); 0 for exact values. */
  readonly trials: number;
}
