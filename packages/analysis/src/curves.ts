/**
 * Curves: a list column averaged entry by entry, beside theory, and scaled to another size.
 *
 * Every row says what it is: `simulated` (from trials), `exact` (theory), `scaled` (a simulated value times a square root).
 * An entry within two standard errors of zero is below the noise floor: it has no estimate, only an upper end, and
 * `bound` is `below`.
 */
import type { NullableValues, SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { CurveSummary } from '@fewbits/dataset/columns';
import { type Averaged, averaged } from './averaged.ts';
import { type Group, groupRecords } from './groups.ts';
import { summaryRow } from './summary-row.ts';
import type { CurveLookup } from './theory-value.ts';

/** Standard errors from zero below which a value is noise. */
const floor = 2;

/** Per point: a simulated row and an exact one for each entry, where there are such, and both again at the scaled size. */
export function curveRows(
  records: readonly TrialRecord[],
  summary: CurveSummary,
  parameterNames: readonly string[],
  theory: CurveLookup,
  confidence: number,
): SummaryRow[] {
  return groupRecords(records, parameterNames).flatMap((point) => {
    const at = point.params[summary.over];
    if (!Array.isArray(at)) return [];
    const params: NullableValues = { ...point.params, [summary.over]: null };
    const exact = summary.theory ? theory(summary.theory, point.params) : null;
    const beside =
      exact && summary.theory ? theory(summary.theory, { ...point.params, ...realisedOf(point, summary) }) : exact;
    const size = summary.scaled ? point.params[summary.scaled.parameter] : null;
    const factor = typeof size === 'number' ? Math.sqrt(size) : null;
    return at.flatMap((coordinate: number, k): SummaryRow[] => {
      const measured = entryOf(point, summary, k, confidence);
      const value = exact?.[k] ?? null;
      const expected = beside?.[k] ?? null;
      const rows = (quantity: string, by: number, method: 'simulated' | 'scaled'): SummaryRow[] => [
        ...(measured
          ? [simulatedRow(measured, { params, quantity, coordinate, confidence, method, by, value: expected })]
          : []),
        ...(value === null ? [] : [exactRow(params, quantity, coordinate, by * value)]),
      ];
      return [
        ...rows(summary.quantity, 1, 'simulated'),
        ...(summary.scaled && factor !== null ? rows(summary.scaled.quantity, factor, 'scaled') : []),
      ];
    });
  });
}

/** What became of parameters, by name; of the first trial, since it follows from them. */
function realisedOf({ records }: Group, { realised = {} }: CurveSummary): NullableValues {
  const values = records.find(({ status }) => status === 'ok')?.values;
  return Object.fromEntries(
    Object.entries(realised).flatMap(([parameter, column]) => {
      const value = values?.[column];
      return typeof value === 'number' ? [[parameter, value]] : [];
    }),
  );
}

/** The mean of entry `k` over the replicates of a point; null where no trial has one. */
function entryOf({ records }: Group, { column, error }: CurveSummary, k: number, confidence: number): Averaged | null {
  const entries = (name: string | undefined): unknown[] =>
    records.map(({ status, values }) => {
      const list = status === 'ok' && name !== undefined ? values[name] : null;
      return Array.isArray(list) ? list[k] : null;
    });
  return averaged(entries(column), entries(error), confidence);
}

interface Place {
  readonly params: NullableValues;
  readonly quantity: string;
  readonly coordinate: number;
  readonly confidence: number;
  readonly method: 'simulated' | 'scaled';
  /** Factor of the scaling. */
  readonly by: number;
  readonly value: number | null;
}

function simulatedRow(
  { mean, half, sem, trials }: Averaged,
  { params, quantity, coordinate, confidence, method, by, value }: Place,
): SummaryRow {
  const isFaint = sem !== null && Math.abs(mean) < floor * sem;
  const lower = half === null ? null : by * (mean - half);
  const upper = half === null ? null : by * (mean + half);
  return summaryRow({
    ...{ params, quantity, coordinate, confidence, method, trials },
    ...(isFaint ? { estimate: null, lower, upper, bound: 'below' } : { estimate: by * mean, lower, upper }),
    theory: value === null ? null : by * value,
  });
}

function exactRow(params: NullableValues, quantity: string, coordinate: number, estimate: number): SummaryRow {
  return summaryRow({ params, quantity, coordinate, estimate, method: 'exact', trials: 0 });
}
