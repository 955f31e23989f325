/** Trials -> estimates: the rows of `summary.arrow`, from the records of anyone's trials and the summaries beside them. */
import type { SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { MeanSummary, Summary } from '@fewbits/dataset/columns';
import { curveRows } from './curves.ts';
import { compareParams } from './groups.ts';
import { condensableColumns, meanRows } from './means.ts';
import { scalingRows } from './scaling.ts';
import type { SearchedCell } from './searched.ts';
import { theoryLineRows } from './theory-line.ts';
import { curveLookup, theoryLookup } from './theory-value.ts';
import { transitionRows } from './transition.ts';

export interface EstimateOptions {
  readonly confidence?: number;
  readonly searched?: readonly SearchedCell[];
}

/**
 * Estimates of every summary, in the order of `summaries`, then of the points; the order of `records` has no influence.
 * A summary of an unknown kind counts as the mean of its column. Without summaries every number or bool column is averaged.
 * `parameterNames`: the experiment's full list, the keys of each row's `params`. `confidence`: coverage of the intervals.
 * `searched`: what an adaptive search found in its cells.
 */
export function estimate(
  records: readonly TrialRecord[],
  summaries: readonly Summary[],
  parameterNames: readonly string[],
  { confidence = 0.95, searched = [] }: EstimateOptions = {},
): SummaryRow[] {
  const theory = theoryLookup();
  const curves = curveLookup();
  const sorted = records.toSorted(
    (a, b) => compareParams(a.params, b.params, parameterNames) || a.replicate - b.replicate,
  );
  const proportions = (column: string): SummaryRow[] =>
    meanRows(sorted, { kind: 'mean', quantity: column, column }, parameterNames, theory, confidence);
  const rows = known(summaries, sorted).flatMap((summary) =>
    summary.kind === 'curve'
      ? curveRows(sorted, summary, parameterNames, curves, confidence)
      : summary.kind === 'scaling'
        ? scalingRows(sorted, summary, parameterNames, theory, confidence)
        : summary.kind === 'transition'
          ? [
              ...(searched.length > 0 || isSwept(summary.over, sorted)
                ? transitionRows(sorted, summary, parameterNames, theory, confidence, searched)
                : proportions(summary.column)),
              ...theoryLineRows(sorted, summary, parameterNames, theory),
            ]
          : meanRows(sorted, summary, parameterNames, theory, confidence),
  );
  return distinct(rows);
}

function known(summaries: readonly Summary[], records: readonly TrialRecord[]): Summary[] {
  const mean = (column: string, quantity: string = column): MeanSummary => ({ kind: 'mean', quantity, column });
  if (summaries.length === 0) return condensableColumns(records).map((column) => mean(column));
  // From a newer version, or another program: only `column` can be relied on.
  return summaries.map((summary) =>
    ['transition', 'mean', 'curve', 'scaling'].includes(summary.kind)
      ? summary
      : mean((summary as MeanSummary).column, (summary as MeanSummary).quantity),
  );
}

/** Whether a parameter has two values anywhere: where it has one, a transition over it is no question. */
function isSwept(name: string, records: readonly TrialRecord[]): boolean {
  const first = records[0]?.params[name];
  return records.some(({ params }) => params[name] !== first);
}

/** Two summaries of one column share rows: its proportions, its width. */
function distinct(rows: readonly SummaryRow[]): SummaryRow[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
