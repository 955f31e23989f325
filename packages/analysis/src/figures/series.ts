/** Curves of one figure: rows that differ in nothing but the axis belong to one series. */
import type { NullableValues, SummaryRow } from '@fewbits/dataset';
import { missing, symbol, tellingParams, valueText, varyingParams } from '../labels.ts';
import { colours, dashes, shapes } from './figure-style.ts';
import type { LegendEntry } from './legend.ts';

export interface SeriesSet {
  /** Parameters that tell the series apart; none where there is one series. */
  readonly names: readonly string[];
  /** In the order of the rows. */
  readonly labels: readonly string[];
  labelOf(params: NullableValues): string;
  /** Colour, shape and dash by label. */
  readonly range: {
    readonly colours: readonly string[];
    readonly shapes: readonly string[];
    readonly dashes: readonly (readonly number[])[];
  };
}

/**
 * The series among `rows`, which differ in parameters other than `except`. `alone`: the label of a single series. `always`:
 * parameters that a label names even where the others tell the series apart.
 */
export function seriesOf(
  rows: readonly SummaryRow[],
  except: readonly (string | null)[],
  alone: string,
  always: readonly string[] = [],
): SeriesSet {
  const names = namesOf(rows, except, always);
  // A word beside numbers (`best`) does not speak for itself.
  const numbers = names.filter((name) => rows.some(({ params }) => typeof params[name] === 'number'));
  const labelOf = (params: NullableValues): string =>
    names.length === 0 ? alone : valueLabels(names, params, [...numbers, ...always]);
  const labels = [...new Set(rows.map((row) => labelOf(row.params)))];
  const cycled = <T>(values: readonly T[]): T[] => labels.map((_, i) => values[i % values.length] as T);
  return {
    names,
    labels,
    labelOf,
    range: { colours: cycled(colours), shapes: cycled(shapes), dashes: cycled(dashes) },
  };
}

/** Telling parameters, and more where none of those applies to some row: such a row would have no name. */
function namesOf(
  rows: readonly SummaryRow[],
  except: readonly (string | null)[],
  always: readonly string[],
): readonly string[] {
  const telling = [...new Set([...tellingParams(rows, except), ...always])];
  const isNamed = (row: SummaryRow, names: readonly string[]): boolean =>
    names.some((name) => (row.params[name] ?? null) !== null);
  if (telling.length === 0) return telling;
  const varying = varyingParams(rows, except);
  const helping = new Set<string>();
  for (const row of rows) {
    if (isNamed(row, [...telling, ...helping])) continue;
    const name = varying.find((other) => isNamed(row, [other]));
    if (name !== undefined) helping.add(name);
  }
  return [...helping, ...telling];
}

/** Colour, shape and dash channels of a field `series`; the legend is a panel of its own. */
export function seriesEncoding({ labels, range }: SeriesSet): {
  readonly color: object;
  readonly shape: object;
  readonly strokeDash: object;
} {
  const channel = (values: readonly unknown[]): object => ({
    field: 'series',
    type: 'nominal',
    scale: { domain: [...labels], range: [...values] },
    sort: null,
    legend: null,
  });
  return { color: channel(range.colours), shape: channel(range.shapes), strokeDash: channel(range.dashes) };
}

/** Legend entries of all series, with lines unless there are `onlyMarks`. */
export function seriesEntries({ labels, range }: SeriesSet, onlyMarks: boolean = false): LegendEntry[] {
  return labels.map((label, i) => ({
    label,
    colour: range.colours[i] as string,
    shape: range.shapes[i] as string,
    dash: onlyMarks ? null : (range.dashes[i] as readonly number[]),
  }));
}

/** `sbpi, N 501`: words speak for themselves, numbers need their name, what does not apply is left out. */
function valueLabels(names: readonly string[], params: NullableValues, named: readonly string[]): string {
  const labels = names.flatMap((name) => {
    const value = params[name] ?? null;
    if (value === null) return [];
    return [typeof value === 'string' && !named.includes(name) ? value : `${symbol(name)} ${valueText(value)}`];
  });
  return labels.length === 0 ? missing : labels.join(', ');
}
