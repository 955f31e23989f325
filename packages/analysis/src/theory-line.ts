/**
 * What theory says along the swept precision: rows without trials, so that the table holds every number of the figure.
 *
 * The precision is the parameter that the summary's `limit` fixes (`levels`, at `inf`). For every family of the sweep (the
 * other theory parameters) the line runs through all its integers from the smallest to the largest swept; where these are
 * too many, through the swept ones and some more, evenly spaced in their logarithm.
 */
import type { NullableValues, SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import { groupRecords, pick } from './groups.ts';
import { summaryRow } from './summary-row.ts';
import type { TheoryLookup } from './theory-value.ts';

export const limitOf = (theoryValue: string): string => `${theoryValue}_limit`;
export const theoryOverLimit = 'theory_over_limit';

const mostPoints = 24;

/** Rows of the theory value, its share of the limit, and the limit, per family. */
export function theoryLineRows(
  records: readonly TrialRecord[],
  summary: TransitionSummary,
  parameterNames: readonly string[],
  theory: TheoryLookup,
): SummaryRow[] {
  const { theory: reference, limit } = summary;
  if (reference === undefined) return [];
  const precision = precisionParameter(summary);
  const applying = [...reference.parameters, ...Object.keys(reference.applies ?? {})];
  const familyNames = parameterNames.filter((name) => applying.includes(name) && name !== precision);
  const emptyParams = pick({}, parameterNames);

  return groupRecords(records, familyNames).flatMap((family) => {
    const at = (value: number | null): NullableValues => ({
      ...emptyParams,
      ...family.params,
      ...(precision === null ? {} : { [precision]: value }),
    });
    const exact = (quantity: string, params: NullableValues, estimate: number, coordinate: number | null): SummaryRow =>
      summaryRow({ params, quantity, coordinate, estimate, method: 'exact', trials: 0 });

    const ceiling = limit === undefined ? null : theory(limit, at(null)).value;
    const line = lineValues(family.records, precision).flatMap((value) => {
      const params = at(value);
      const found = theory(reference, params);
      if (found.value === null) return [];
      return [
        exact(reference.value, params, found.value, found.bits),
        ...(ceiling === null ? [] : [exact(theoryOverLimit, params, found.value / ceiling, found.bits)]),
      ];
    });
    return ceiling === null ? line : [...line, exact(limitOf(reference.value), at(null), ceiling, null)];
  });
}

/** The parameter that `limit` sends to infinity, if theory depends on it. */
export function precisionParameter(summary: TransitionSummary): string | null {
  const sent = Object.keys(summary.limit?.fixed ?? {});
  return sent.find((name) => summary.theory?.parameters.includes(name)) ?? null;
}

function lineValues(records: readonly TrialRecord[], precision: string | null): (number | null)[] {
  const swept = new Set<number>();
  for (const { params } of records) {
    const value = precision === null ? null : params[precision];
    if (typeof value === 'number') swept.add(value);
  }
  if (swept.size === 0) return [null];
  const first = Math.min(...swept);
  const last = Math.max(...swept);
  const all = last - first < mostPoints;
  const steps = all ? last - first : mostPoints - 1;
  for (let i = 0; i <= steps; i++) {
    const between = all ? first + i : Math.round(first * Math.exp((i / steps) * Math.log(last / first)));
    if (Number.isInteger(between)) swept.add(between);
  }
  return [...swept].sort((a, b) => a - b);
}
