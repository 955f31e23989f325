/** Means per point: rows of a `mean` summary, and of any column that no summary speaks of. */
import type { SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { MeanSummary } from '@fewbits/dataset/columns';
import { wilsonInterval } from '@fewbits/numerics';
import { meanInterval } from '@fewbits/numerics/mean-interval';
import { type Group, groupRecords } from './groups.ts';
import { summaryRow } from './summary-row.ts';
import type { TheoryLookup } from './theory-value.ts';

/** Per point with a value: the mean of a numeric column (Student interval) or the proportion of a bool one (Wilson). */
export function meanRows(
  records: readonly TrialRecord[],
  summary: MeanSummary,
  parameterNames: readonly string[],
  theory: TheoryLookup,
  confidence: number,
): SummaryRow[] {
  return groupRecords(records, parameterNames).flatMap((point) => {
    const condensed = condense(point, summary.column, confidence);
    if (condensed === null) return [];
    return [
      summaryRow({
        ...condensed,
        params: point.params,
        quantity: summary.quantity,
        confidence,
        method: 'simulated',
        theory: summary.theory === undefined ? null : theory(summary.theory, point.params).value,
      }),
    ];
  });
}

/** Names of the columns with a number or a truth value in some record, in the order of the table. */
export function condensableColumns(records: readonly TrialRecord[]): string[] {
  const names = new Set<string>();
  for (const { values } of records) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'number' || typeof value === 'boolean') names.add(name);
    }
  }
  const order = Object.keys(records[0]?.values ?? {});
  return [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

function condense(
  point: Group,
  column: string,
  confidence: number,
): Pick<SummaryRow, 'estimate' | 'lower' | 'upper' | 'trials'> | null {
  const numbers: number[] = [];
  let truths = 0;
  let trues = 0;
  for (const { status, values } of point.records) {
    const value = status === 'ok' ? values[column] : null;
    if (typeof value === 'number') numbers.push(value);
    if (typeof value !== 'boolean') continue;
    truths++;
    if (value) trues++;
  }
  if (truths > 0) return { estimate: trues / truths, trials: truths, ...wilsonInterval(trues, truths, confidence) };
  if (numbers.length === 0) return null;
  // A mean that swallowed a diverged trial would be a number about nothing.
  if (!numbers.every(Number.isFinite)) return { estimate: null, lower: null, upper: null, trials: numbers.length };
  const { mean, lower, upper } = meanInterval(numbers, confidence);
  return { estimate: mean, lower, upper, trials: numbers.length };
}
