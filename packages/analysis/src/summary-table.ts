/** The summary as tables of text: what the terminal and the report print. */
import type { NullableValues, SummaryRow } from '@fewbits/dataset';
import type { CurveSummary, Summary, TransitionSummary } from '@fewbits/dataset/columns';
import { type Cell, cellsOf, isMean, transitionsOf } from './cells.ts';
import { valuesKey } from './groups.ts';
import {
  decimals,
  intervalName,
  missing,
  paramsText,
  percent,
  significant,
  symbol,
  tellingParams,
  valueText,
  withInterval,
} from './labels.ts';
import { scalingTables, spread } from './scaling-table.ts';
import { precisionParameter } from './theory-line.ts';

export interface SummaryTable {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
  /** How the numbers were obtained, and what could not be told. */
  readonly notes: readonly string[];
}

/**
 * One table per transition summary, and one of all means; of each at most `most` rows, the first. `failed`: parameters of the
 * trials that failed, which have no part in the rows.
 */
export function summaryTables(
  rows: readonly SummaryRow[],
  summaries: readonly Summary[],
  most: number = Number.POSITIVE_INFINITY,
  failed: readonly NullableValues[] = [],
): SummaryTable[] {
  const transitions = transitionsOf(summaries);
  const tables = transitions
    .map((summary) => transitionTable(rows, summary, most, failed))
    .filter((table) => table.rows.length > 0);
  const curves = summaries.flatMap((summary) => (summary.kind === 'curve' ? curveTable(rows, summary, most) : []));
  const scalings = summaries.flatMap((summary) =>
    summary.kind === 'scaling' ? scalingTables(rows, summary, most) : [],
  );
  const means = rows.filter((row) => isMean(row, summaries));
  return [...tables, ...curves, ...scalings, ...(means.length === 0 ? [] : [meanTable(means, most)])];
}

/** A row per curve and method, its values at a few places spread over their logarithm. */
function curveTable(all: readonly SummaryRow[], summary: CurveSummary, most: number): SummaryTable[] {
  const scaled = all.filter((row) => row.quantity === summary.scaled?.quantity);
  const rows = scaled.length > 0 ? scaled : all.filter((row) => row.quantity === summary.quantity);
  if (rows.length === 0) return [];
  const places = spread([...new Set(rows.map((row) => row.coordinate ?? 0))].sort((a, b) => a - b));
  const varying = tellingParams(rows);
  const curves = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const key = `${row.method} ${valuesKey(row.params, varying)}`;
    const known = curves.get(key);
    if (known) known.push(row);
    else curves.set(key, [row]);
  }
  const lines = [...curves.values()];
  const quantity = (rows[0] as SummaryRow).quantity;
  const value = (curve: readonly SummaryRow[], place: number): string => {
    const row = curve.find(({ coordinate }) => coordinate === place);
    if (!row) return missing;
    return row.bound === 'below' ? `< ${significant(row.upper ?? 0)}` : written(row.estimate, significant);
  };
  return [
    {
      title: `${symbol(quantity)} over ${symbol(summary.over)}`,
      columns: [
        ...varying.map((name) => ({ title: symbol(name), align: 'left' as const })),
        { title: 'method', align: 'left' },
        ...places.map((place) => ({ title: String(place), align: 'right' as const })),
      ],
      rows: lines.slice(0, most).map((curve) => {
        const { params, method } = curve[0] as SummaryRow;
        const names = varying.map((name) => valueText(params[name]));
        return [...names, method, ...places.map((place) => value(curve, place))];
      }),
      notes: [
        ...restNote(lines.length, most),
        `Columns: ${symbol(summary.over)}; all of them, with intervals: fewbits export --table summary.`,
      ],
    },
  ];
}

/** Where the rest is, when not all rows are shown. */
function restNote(all: number, most: number): string[] {
  return all > most ? [`… and ${all - most} more: see summary.arrow (fewbits export --table summary).`] : [];
}

function transitionTable(
  rows: readonly SummaryRow[],
  summary: TransitionSummary,
  most: number,
  failed: readonly NullableValues[],
): SummaryTable {
  const all = cellsOf(rows, summary);
  const cells = all.slice(0, most);
  const precision = precisionParameter(summary);
  const varying = tellingParams(
    cells.map((cell) => cell.transition),
    [precision],
  );
  const load = (value: number): string => decimals(value, 3);
  const name = symbol(summary.quantity);
  const theory = symbol(summary.theory?.value ?? '');
  const confidence = cells[0]?.transition.confidence ?? 0.95;
  const failuresIn = failureCounter(cells, summary, failed);

  const columns: { title: string; align: 'left' | 'right'; cell: (cell: Cell) => string }[] = [
    ...varying.map((parameter) => ({
      title: symbol(parameter),
      align: 'left' as const,
      cell: ({ transition }: Cell) => valueText(transition.params[parameter]),
    })),
  ];
  const right = (title: string, cell: (cell: Cell) => string): void => {
    columns.push({ title, align: 'right', cell });
  };
  if (precision !== null) right(precision, ({ levels }) => valueText(levels));
  if (summary.coordinate !== undefined) {
    right(symbol(summary.coordinate), ({ transition }) => written(transition.coordinate, (x) => decimals(x, 2, true)));
  }
  right('trials', ({ transition }) => String(transition.trials));
  right(`${name} [${percent(confidence)} interval]`, ({ transition }) => withInterval(transition, load));
  if (summary.theory !== undefined) {
    right(theory, ({ transition }) => written(transition.theory, (x) => decimals(x, 4)));
    right(`${name}/${theory}`, ({ ratio }) => {
      if (ratio === null) return missing;
      return ratio.estimate === null ? withInterval(ratio, load) : load(ratio.estimate);
    });
  }
  if (summary.limit !== undefined) {
    right(`${theory}/limit`, ({ share }) => written(share?.estimate ?? null, (x) => decimals(x, 3)));
  }

  return {
    title: `${name}: ${symbol(summary.over)} at which ${percent(summary.target)} of the trials are ${summary.column}`,
    columns: columns.map(({ title, align }) => ({ title, align })),
    rows: cells.map((cell) => columns.map((column) => column.cell(cell))),
    notes: [
      ...restNote(all.length, most),
      ...methodNotes(summary, confidence, cells),
      ...cells.flatMap((cell) => boundNotes(cell, summary, varying, failuresIn(cell))),
    ],
  };
}

function methodNotes(summary: TransitionSummary, confidence: number, cells: readonly Cell[]): string[] {
  const name = symbol(summary.quantity);
  const interval = intervalName(cells.map(({ transition }) => transition));
  const measured = `${name}: simulated; binomial logistic fit, ${percent(confidence)} ${interval}.`;
  if (summary.theory === undefined) return [measured];
  const theory = symbol(summary.theory.value);
  const limit = summary.limit === undefined ? '' : `; limit: ${theory} of continuous weights`;
  return [measured, `${theory}: exact (replica-symmetric theory, ${summary.theory.quantity})${limit}.`];
}

/** How many trials of a cell failed. */
function failureCounter(
  cells: readonly Cell[],
  { over }: TransitionSummary,
  failed: readonly NullableValues[],
): (cell: Cell) => number {
  const names = Object.keys(cells[0]?.transition.params ?? {}).filter((name) => name !== over);
  const counts = new Map<string, number>();
  for (const params of failed) {
    const key = valuesKey(params, names);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return ({ transition }) => counts.get(valuesKey(transition.params, names)) ?? 0;
}

function boundNotes(whole: Cell, summary: TransitionSummary, varying: readonly string[], failures: number): string[] {
  const { transition, levels } = whole;
  const precision = precisionParameter(summary);
  const which = [
    ...(precision === null || levels === null ? [] : [`${precision} ${levels}`]),
    ...(varying.length === 0 ? [] : [paramsText(transition.params, varying)]),
  ].join(', ');
  const cell = which === '' ? 'the transition' : `${which}: the transition`;
  const over = symbol(summary.over);
  if (failures > 0) {
    // What did not run may be what would have shown the transition: no advice on where to look for it.
    const share = `${failures} of ${failures + transition.trials} trials`;
    const isKnown = transition.trials > 0 && transition.bound === 'none';
    if (!isKnown) return [`${cell} is not known, ${share} failed.`];
    return [`${cell} is estimated without ${share}, which failed.`, ...spacingNote(whole, cell, over)];
  }
  if (transition.trials === 0) return [`${cell} is unknown, no trial succeeded in running.`];
  if (transition.bound === 'above') return [`${cell} lies above the measured ${over}; extend ${over} upwards.`];
  if (transition.bound === 'below') return [`${cell} lies below the measured ${over}; extend ${over} downwards.`];
  if (transition.bound === 'undecided' && transition.estimate === null)
    return [`${cell}: success does not fall with ${over}, as it must for a search.`];
  if (transition.bound === 'undecided') return [`${cell} is not resolved as finely as was asked.`];
  return transition.estimate === null ? [] : spacingNote(whole, cell, over);
}

/** Where the curve is too steep for the loads, these are what limits the estimate. */
function spacingNote({ width, proportions }: Cell, cell: string, over: string): string[] {
  const lastSolved = proportions.findLast(({ estimate }) => estimate === 1)?.coordinate ?? null;
  const firstFailed = proportions.find(({ estimate }) => estimate === 0)?.coordinate ?? null;
  const mixed = proportions.filter(({ estimate }) => estimate !== null && estimate > 0 && estimate < 1).length;
  if (width?.bound !== 'below' || mixed > 1 || lastSolved === null || firstFailed === null) return [];
  const between = `lies between ${over} = ${decimals(lastSolved, 3)} (all succeed) and ${decimals(firstFailed, 3)} (none does)`;
  return [
    `${cell} ${between}, with ${mixed === 0 ? 'none' : 'only one'} measured in between: the spacing limits what is known of it.`,
  ];
}

function meanTable(all: readonly SummaryRow[], most: number): SummaryTable {
  const rows = all.slice(0, most);
  const varying = tellingParams(all);
  const withTheory = rows.some((row) => row.theory !== null);
  const confidence = rows[0]?.confidence ?? 0.95;
  return {
    title: 'means',
    columns: [
      ...varying.map((name) => ({ title: symbol(name), align: 'left' as const })),
      { title: 'quantity', align: 'left' },
      { title: 'trials', align: 'right' },
      { title: `mean [${percent(confidence)} interval]`, align: 'right' },
      ...(withTheory ? [{ title: 'theory', align: 'right' as const }] : []),
    ],
    rows: rows.map((row) => [
      ...varying.map((name) => valueText(row.params[name])),
      symbol(row.quantity),
      String(row.trials),
      row.trials === 1 && row.estimate !== null
        ? `${significant(row.estimate)} (1 trial)`
        : withInterval(row, significant),
      ...(withTheory ? [written(row.theory, significant)] : []),
    ]),
    notes: [
      ...restNote(all.length, most),
      `Means over trials, simulated; ${percent(confidence)} intervals: Student for numbers, Wilson for proportions.`,
    ],
  };
}

function written(value: number | null, write: (value: number) => string): string {
  return value === null ? missing : write(value);
}
