/** The rows of a summary that speak of one cell, brought together: what tables and figures show side by side. */
import type { SummaryRow } from '@fewbits/dataset';
import type { Summary, TransitionSummary } from '@fewbits/dataset/columns';
import { valuesKey } from './groups.ts';
import { precisionParameter, theoryOverLimit } from './theory-line.ts';
import { overTheory, transitionWidth } from './transition.ts';

export interface Cell {
  /** Row of the transition itself, e.g. `alpha50`. */
  readonly transition: SummaryRow;
  readonly width: SummaryRow | null;
  readonly ratio: SummaryRow | null;
  /** Theory as a share of its limit, at the precision of the cell. */
  readonly share: SummaryRow | null;
  /** Success proportions, by load. */
  readonly proportions: readonly SummaryRow[];
  /** Number of levels of a synapse; null where the summary has no precision. */
  readonly levels: number | null;
}

/** Cells of a transition summary in the order of its rows. */
export function cellsOf(rows: readonly SummaryRow[], summary: TransitionSummary): Cell[] {
  const names = Object.keys(rows[0]?.params ?? {}).filter((name) => name !== summary.over);
  const byCell = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const key = valuesKey(row.params, names);
    byCell.set(key, [...(byCell.get(key) ?? []), row]);
  }
  const precision = precisionParameter(summary);
  return rows
    .filter((row) => row.quantity === summary.quantity)
    .map((transition) => {
      const own = byCell.get(valuesKey(transition.params, names)) ?? [];
      const of = (quantity: string): SummaryRow | null => own.find((row) => row.quantity === quantity) ?? null;
      return {
        transition,
        width: of(transitionWidth),
        ratio: of(overTheory(summary.quantity)),
        share: shareAt(rows, transition, summary),
        proportions: own.filter((row) => row.quantity === summary.column),
        levels: precision === null ? null : levelsOf(transition, precision),
      };
    });
}

/** ±1 weights have no parameter for their levels: two to the bits. */
function levelsOf(row: SummaryRow, precision: string): number | null {
  const levels = row.params[precision];
  if (typeof levels === 'number') return levels;
  return row.coordinate === null ? null : Math.round(Math.exp(row.coordinate * Math.LN2));
}

/** Theory rows carry theory's own parameters alone: all of them must agree with the cell. */
function shareAt(rows: readonly SummaryRow[], cell: SummaryRow, summary: TransitionSummary): SummaryRow | null {
  const names = summary.theory?.parameters ?? [];
  const key = valuesKey(cell.params, names);
  return rows.find((row) => row.quantity === theoryOverLimit && valuesKey(row.params, names) === key) ?? null;
}

export function transitionsOf(summaries: readonly Summary[]): TransitionSummary[] {
  return summaries.filter((summary) => summary.kind === 'transition');
}

/** Whether a row is the mean of a point, and no part of a transition or a scaling. */
export function isMean(row: SummaryRow, summaries: readonly Summary[]): boolean {
  if (row.method === 'exact' || row.coordinate !== null) return false;
  if (summaries.some(({ kind, quantity }) => kind === 'scaling' && quantity === row.quantity)) return false;
  return transitionsOf(summaries).every(
    // The proportions of a transition have a coordinate.
    ({ quantity }) => ![quantity, overTheory(quantity), transitionWidth].includes(row.quantity),
  );
}
