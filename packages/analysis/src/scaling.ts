/**
 * Scaling: values that grow with a number, exact or simulated, and the laws that fit the exact ones.
 *
 * A family is what differs in nothing but `over` and the procedure. Fits are least squares over its exact positive values:
 *   power      ln y - k ln ln x = ln c + p ln x,  estimate p
 *   logarithm  y = c + s ln x,                    estimate s
 * each with `…_deviation`, the root mean square of what it misses, relative to y. `coordinate` of both: decades of x.
 */
import type { NullableValues, SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { ScalingFit, ScalingSummary } from '@fewbits/dataset/columns';
import { averaged } from './averaged.ts';
import { type Group, groupRecords, valuesKey } from './groups.ts';
import { summaryRow } from './summary-row.ts';
import type { TheoryLookup } from './theory-value.ts';

/** Points that a fit takes at least. */
const leastPoints = 3;

export const deviationOf = (quantity: string): string => `${quantity}_deviation`;

/** A row per point, its coordinate beside it, then those of the fits. */
export function scalingRows(
  records: readonly TrialRecord[],
  summary: ScalingSummary,
  parameterNames: readonly string[],
  theory: TheoryLookup,
  confidence: number,
): SummaryRow[] {
  const points = groupRecords(records, parameterNames).flatMap(
    (point) => pointRow(point, summary, theory, confidence) ?? [],
  );
  return [...points, ...fitRows(points, summary, parameterNames)];
}

function pointRow(
  point: Group,
  { quantity, column, error, method, coordinate, theory: reference }: ScalingSummary,
  theory: TheoryLookup,
  confidence: number,
): SummaryRow | null {
  const own = point.records.filter(({ status }) => status === 'ok').map(({ values }) => values);
  const list = (name: string | undefined): unknown[] => own.map((values) => (name === undefined ? null : values[name]));
  const found = averaged(list(column), list(error), confidence);
  if (found === null) return null;
  const isExact = list(method)[0] === 'exact';
  const { mean, half, trials } = found;
  const at = list(coordinate)[0];
  return summaryRow({
    params: point.params,
    quantity,
    coordinate: typeof at === 'number' ? at : null,
    estimate: mean,
    method: isExact ? 'exact' : 'simulated',
    ...(isExact
      ? { trials: 0 }
      : {
          ...{
            trials,
            confidence,
            lower: half === null ? null : mean - half,
            upper: half === null ? null : mean + half,
          },
          theory: reference ? theory(reference, point.params).value : null,
        }),
  });
}

function fitRows(
  points: readonly SummaryRow[],
  summary: ScalingSummary,
  parameterNames: readonly string[],
): SummaryRow[] {
  const { over, fits = [] } = summary;
  const names = parameterNames.filter((name) => name !== over);
  const families = new Map<string, SummaryRow[]>();
  for (const row of points) {
    if (row.method !== 'exact' || !((row.estimate ?? 0) > 0) || typeof row.params[over] !== 'number') continue;
    const key = valuesKey(row.params, names);
    families.set(key, [...(families.get(key) ?? []), row]);
  }
  return [...families.values()].flatMap((rows) => {
    const x = rows.map(({ params }) => params[over] as number);
    const y = rows.map(({ estimate }) => estimate as number);
    const [least, most] = [Math.min(...x), Math.max(...x)];
    if (new Set(x).size < leastPoints || !(least > 1)) return [];
    const params: NullableValues = { ...(rows[0] as SummaryRow).params, [over]: null };
    const exact = (quantity: string, estimate: number): SummaryRow =>
      summaryRow({ params, quantity, coordinate: Math.log10(most / least), estimate, method: 'exact', trials: 0 });
    return fits.flatMap((fit) => {
      const { slope, deviation } = fitted(fit, x, y);
      return [exact(fit.quantity, slope), exact(deviationOf(fit.quantity), deviation)];
    });
  });
}

function fitted(
  { law, logarithms = 0 }: ScalingFit,
  x: readonly number[],
  y: readonly number[],
): { slope: number; deviation: number } {
  const logX = x.map(Math.log);
  const target =
    law === 'power' ? y.map((value, k) => Math.log(value) - logarithms * Math.log(logX[k] as number)) : [...y];
  const meanX = mean(logX);
  const meanY = mean(target);
  let cross = 0;
  let square = 0;
  for (const [k, value] of logX.entries()) {
    cross += (value - meanX) * ((target[k] as number) - meanY);
    square += (value - meanX) ** 2;
  }
  const slope = cross / square;
  const missed = target.map((value, k) => {
    const rest = value - meanY - slope * ((logX[k] as number) - meanX);
    return law === 'power' ? rest : rest / (y[k] as number);
  });
  return { slope, deviation: Math.sqrt(mean(missed.map((rest) => rest * rest))) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
