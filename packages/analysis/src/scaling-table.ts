/** Scaling as tables of text: the values at a few places, and the laws that fit them. */
import type { SummaryRow } from '@fewbits/dataset';
import type { ScalingSummary } from '@fewbits/dataset/columns';
import { valuesKey } from './groups.ts';
import { decimals, missing, percent, significant, symbol, tellingParams, valueText, withInterval } from './labels.ts';
import { deviationOf } from './scaling.ts';
import type { SummaryTable } from './summary-table.ts';

/** Places of a family that make it a line; what has fewer is in the figure against the coordinate. */
const leastPlaces = 3;
/** Share of its values by which a law may miss them and still be shown. */
const largestDeviation = 1;
/** Places that a table shows. */
const mostPlaces = 6;

/** At most `mostPlaces` of sorted values, evenly over their indices, both ends among them. */
export function spread(values: readonly number[]): number[] {
  const count = Math.min(mostPlaces, values.length);
  const at = (k: number): number => values[Math.round((k * (values.length - 1)) / Math.max(1, count - 1))] as number;
  return Array.from({ length: count }, (_, k) => at(k));
}

/** A row per family and method, then one per fitted family. Families with a single value are told by the summary alone. */
export function scalingTables(all: readonly SummaryRow[], summary: ScalingSummary, most: number): SummaryTable[] {
  return [...valueTable(all, summary, most), ...fitTable(all, summary, most)];
}

function valueTable(all: readonly SummaryRow[], summary: ScalingSummary, most: number): SummaryTable[] {
  const { over, procedure = [] } = summary;
  const rows = all.filter((row) => row.quantity === summary.quantity);
  const lines = familiesOf(rows, [over, ...procedure])
    .filter((family) => new Set(family.map(({ params }) => params[over])).size >= leastPlaces)
    .flatMap((family) => ['exact', 'simulated'].map((method) => family.filter((row) => row.method === method)))
    .filter((line) => line.length > 0);
  const kept = lines.flat();
  if (kept.length === 0) return [];
  const names = namesOf(kept, summary);
  const places = placesOf(kept, over);
  return [
    {
      title: `${symbol(summary.quantity)} over ${symbol(over)}`,
      columns: [
        ...names.map((name) => ({ title: symbol(name), align: 'left' as const })),
        { title: 'method', align: 'left' },
        ...places.map((place) => ({ title: valueText(place), align: 'right' as const })),
      ],
      rows: lines.slice(0, most).map((line) => {
        const { params, method } = line[0] as SummaryRow;
        const at = (place: number): string => {
          const row = line.find((each) => each.params[over] === place);
          return row ? withInterval(row, significant) : missing;
        };
        return [...names.map((name) => valueText(params[name])), method, ...places.map(at)];
      }),
      notes: [
        ...(lines.length > most ? [`… and ${lines.length - most} more.`] : []),
        `Columns: ${symbol(over)}; intervals: ${percent(kept.find(({ confidence }) => confidence !== null)?.confidence ?? 0.95)}. All values: fewbits export --table summary.`,
      ],
    },
  ];
}

/** Where something was simulated, between the ends of all. */
function placesOf(rows: readonly SummaryRow[], over: string): number[] {
  const sorted = (some: readonly SummaryRow[]): number[] =>
    [...new Set(some.map(({ params }) => Number(params[over])))].sort((a, b) => a - b);
  const all = sorted(rows);
  const simulated = sorted(rows.filter(({ method }) => method === 'simulated'));
  if (simulated.length === 0) return spread(all);
  return spread([...new Set([all[0] as number, ...simulated, all.at(-1) as number])]);
}

function fitTable(all: readonly SummaryRow[], summary: ScalingSummary, most: number): SummaryTable[] {
  const { over, fits = [] } = summary;
  const rows = all.filter((row) => fits.some(({ quantity }) => row.quantity === quantity));
  if (rows.length === 0) return [];
  const families = familiesOf(rows, [over]);
  const names = namesOf(rows, summary);
  const value = (family: readonly SummaryRow[], quantity: string): string => {
    const own = family.find((row) => row.quantity === quantity)?.estimate;
    const { params } = family[0] as SummaryRow;
    const key = valuesKey(params, Object.keys(params));
    const missed = all.find(
      (row) => row.quantity === deviationOf(quantity) && valuesKey(row.params, Object.keys(params)) === key,
    )?.estimate;
    if (typeof own !== 'number' || !((missed ?? 0) <= largestDeviation)) return missing;
    return `${significant(own)} (${percent(Number((missed ?? 0).toPrecision(2)))})`;
  };
  return [
    {
      title: `${symbol(summary.quantity)}: laws over ${symbol(over)}`,
      columns: [
        ...names.map((name) => ({ title: symbol(name), align: 'left' as const })),
        { title: 'decades', align: 'right' },
        ...fits.map(({ quantity }) => ({ title: quantity, align: 'right' as const })),
      ],
      rows: families.slice(0, most).map((family) => {
        const { params, coordinate } = family[0] as SummaryRow;
        return [
          ...names.map((name) => valueText(params[name])),
          decimals(coordinate ?? 0, 1, true),
          ...fits.map(({ quantity }) => value(family, quantity)),
        ];
      }),
      notes: [
        ...(families.length > most ? [`… and ${families.length - most} more.`] : []),
        `Least squares over the exact values that are above 0. ${fits.map((fit) => `${fit.quantity}: ${lawText(summary, fit)}`).join('; ')}. In brackets: rms deviation of the values from the law; ${missing}: more than ${percent(largestDeviation)}.`,
      ],
    },
  ];
}

function lawText(
  { quantity, over }: ScalingSummary,
  { law, logarithms = 0 }: NonNullable<ScalingSummary['fits']>[number],
): string {
  const [y, x] = [symbol(quantity), symbol(over)];
  if (law === 'logarithm') return `s in ${y} = c + s ln ${x}`;
  return `p in ${y} = c ${x}^p${logarithms === 0 ? '' : ` (ln ${x})^${logarithms}`}`;
}

/** What tells the families apart, and how large their synapses are. */
function namesOf(rows: readonly SummaryRow[], { over, procedure = [], along = [] }: ScalingSummary): string[] {
  const telling = tellingParams(rows, [over, ...procedure]);
  const sizes = along.filter((name) => rows.some(({ params }) => (params[name] ?? null) !== null));
  return [...new Set([...telling, ...sizes])];
}

/** Rows that differ in `apart` alone. */
function familiesOf(rows: readonly SummaryRow[], apart: readonly string[]): SummaryRow[][] {
  const names = Object.keys(rows[0]?.params ?? {}).filter((name) => !apart.includes(name));
  const families = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const key = valuesKey(row.params, names);
    families.set(key, [...(families.get(key) ?? []), row]);
  }
  return [...families.values()];
}
