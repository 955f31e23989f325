/** Curves of one figure: rows that differ in nothing but the axis belong to one series. */
import type { NullableValues, SummaryRow } from '@fewbits/dataset';
import { missing, symbol, tellingParams, valueText } from '../labels.ts';
import { colours, dashes, shapes } from './figure-style.ts';

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
  const names = [...new Set([...tellingParams(rows, except), ...always])];
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

/** Colour, shape and dash channels of a field `series`; one legend where there is more than one series. */
export function seriesEncoding({ labels, range }: SeriesSet): {
  readonly color: object;
  readonly shape: object;
  readonly strokeDash: object;
} {
  const longest = Math.max(...labels.map((label) => label.length));
  const columns = longest > 40 ? 1 : longest > 20 ? 2 : 3;
  const legend = labels.length > 1 ? { title: null, orient: 'bottom', columns, labelLimit: 500 } : null;
  const channel = (values: readonly unknown[]): object => ({
    field: 'series',
    type: 'nominal',
    scale: { domain: [...labels], range: [...values] },
    sort: null,
    legend,
  });
  return { color: channel(range.colours), shape: channel(range.shapes), strokeDash: channel(range.dashes) };
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
