/** Theory values as text: one value a line at a single point, one row a combination and entry of a curve over lists. */
import { formatTable } from './table-text.ts';
import { type Cell, coordinateNames, theoryRows, valueNames } from './theory-rows.ts';
import type { TheoryValues } from './theory-values.ts';

export function theoryTable(result: TheoryValues): string {
  const { axes, points, curve } = result;
  const rows = theoryRows(result);
  const names = valueNames(result);
  const along = (name: string): boolean => points.some(({ values }) => Array.isArray(values[name]));
  const [single] = points;
  if (axes.length === 0 && single) {
    const scalars = names.filter((name) => curve === null || !along(name));
    const values = formatTable(
      ['value', ''],
      scalars.map((name) => [name, text(single.values[name])]),
    );
    if (curve === null) return values;
    const table = formatTable(
      names.filter(along),
      rows.map((row) => names.filter(along).map((name) => text(row.values[name]))),
    );
    return scalars.length === 0 ? table : `${values}\n${table}`;
  }
  const coordinates = coordinateNames(result);
  // Distributions do not fit a line; they are in the JSON document.
  const columns = names.filter((name) => curve !== null || !along(name));
  return formatTable(
    [...coordinates, ...columns.map((name) => (coordinates.includes(name) ? `${name} (theory)` : name))],
    rows.map(({ params, values }) => [
      ...coordinates.map((name) => text(params[name])),
      ...columns.map((name) => text(values[name])),
    ]),
  );
}

function text(value: Cell | boolean | undefined): string {
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
