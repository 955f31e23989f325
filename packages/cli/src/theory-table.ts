/** Theory values as text: one value a line at a single point, one point a line over lists. */
import type { Evaluation } from '@fewbits/theory';
import { formatTable } from './print.ts';
import type { TheoryValues } from './theory-values.ts';

export function theoryTable({ axes, points }: TheoryValues): string {
  const names = [...new Set(points.flatMap(({ values }) => Object.keys(values)))];
  const [single] = points;
  if (axes.length === 0 && single) {
    const curve = curveColumns(single.values);
    const scalars = names.filter((name) => !curve.includes(name));
    const values = formatTable(
      ['value', ''],
      scalars.map((name) => [name, text(single.values[name])]),
    );
    return curve.length === 0 ? values : `${values}\n${curveTable(single.values, curve)}`;
  }
  // Distributions do not fit a line; they are in the JSON document.
  const columns = names.filter((name) => !points.some(({ values }) => Array.isArray(values[name])));
  const head = [...axes, ...columns.map((name) => (axes.includes(name) ? `${name} (theory)` : name))];
  return formatTable(
    head,
    points.map(({ params, values }) => [
      ...axes.map((axis) => text(params[axis])),
      ...columns.map((name) => text(values[name])),
    ]),
  );
}

/** Names of the arrays of equal length, two at least: one curve, e.g. `snr1` over `age`. */
function curveColumns(values: Evaluation): string[] {
  const arrays = Object.keys(values).filter((name) => Array.isArray(values[name]));
  const lengths = new Set(arrays.map((name) => (values[name] as readonly number[]).length));
  return arrays.length > 1 && lengths.size === 1 ? arrays : [];
}

function curveTable(values: Evaluation, columns: readonly string[]): string {
  const arrays = columns.map((name) => values[name] as readonly number[]);
  return formatTable(
    columns,
    (arrays[0] as readonly number[]).map((_, row) => arrays.map((array) => text(array[row]))),
  );
}

function text(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(8)));
  if (Array.isArray(value)) return distribution(value as number[]);
  return value === null || value === undefined ? '' : String(value);
}

/** Few enough to be read; all of them are in the JSON document. */
function distribution(values: readonly number[]): string {
  const shown = values
    .slice(0, 16)
    .map((entry) => entry.toFixed(5))
    .join(' ');
  return values.length > 16 ? `${shown} … (${values.length} values)` : shown;
}
