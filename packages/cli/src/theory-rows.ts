/** Theory values as one tidy list: a row a combination of parameters and, along a curve, one for each of its entries. */
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Evaluation } from '@fewbits/theory';
import type { TheoryValues } from './theory-values.ts';

/** An array only where the quantity has no curve, e.g. `occupancy`. */
export type Cell = Evaluation[string];

export interface TheoryRow {
  readonly params: Params;
  readonly values: Readonly<Record<string, Cell>>;
}

/** A combination that is refused has its rows too, null but for where they stand on the curve. */
export function theoryRows({ points, curve }: TheoryValues): readonly TheoryRow[] {
  if (curve === null) return points;
  return points.flatMap(({ params, values }) =>
    (params[curve.over] as readonly number[]).map((coordinate, k) => ({
      params,
      values: {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, entryOf(value, k)])),
        [curve.coordinate]: coordinate,
      },
    })),
  );
}

/** Names of all values, in the order of the quantity, `reason` last. */
export function valueNames({ points }: TheoryValues): readonly string[] {
  const names = [...new Set(points.flatMap(({ values }) => Object.keys(values)))].filter((name) => name !== 'reason');
  return points.some(({ values }) => values.reason !== undefined) ? [...names, 'reason'] : names;
}

/**
 * Parameters that tell the combinations apart: those given as lists, and those that follow from them (`readout` from
 * `model`).
 */
export function coordinateNames({ axes, points }: TheoryValues): readonly string[] {
  const names = [...new Set(points.flatMap(({ params }) => Object.keys(params)))];
  const follows = (name: string): boolean => !axes.includes(name) && distinctValues(points, name).size > 1;
  return [...axes, ...names.filter(follows)];
}

function distinctValues(points: TheoryValues['points'], name: string): ReadonlySet<Value> {
  return new Set(points.flatMap(({ params }) => (params[name] === undefined ? [] : [params[name]])));
}

function entryOf(value: Cell, k: number): Cell {
  return Array.isArray(value) ? ((value[k] ?? null) as Cell) : value;
}
