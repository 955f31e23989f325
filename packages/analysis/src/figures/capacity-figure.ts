/** Storage capacity against synaptic precision: the measured transition beside theory and its continuous limit. */
import type { SummaryRow } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import { type Cell, cellsOf } from '../cells.ts';
import { bitsText, decimals, percent, symbol, withInterval } from '../labels.ts';
import { limitOf, precisionParameter } from '../theory-line.ts';
import {
  domainOf,
  type Figure,
  type FigureContext,
  hover,
  type Layer,
  type Position,
  position,
  schema,
} from './figure.ts';
import { dashes, figureConfig, grey, ink, wrapped } from './figure-style.ts';
import { type LegendEntry, withLegend } from './legend.ts';
import { theoryMethod, transitionMethod, transitionTitle } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesEntries, seriesOf } from './series.ts';

/** Null where nothing was measured, and where the summary has no precision or the sweep a single one: no axis to plot against. */
export function capacityFigure(
  rows: readonly SummaryRow[],
  summary: TransitionSummary,
  context: FigureContext,
): Figure | null {
  const precision = precisionParameter(summary);
  const cells = cellsOf(rows, summary).filter(({ transition }) => transition.coordinate !== null);
  if (precision === null || new Set(cells.map(({ transition }) => transition.coordinate)).size < 2) return null;

  const transitions = cells.map((cell) => cell.transition);
  const series = seriesOf(transitions, [precision, summary.over], `measured ${symbol(summary.quantity)}`);
  const measured = measuredMarks(cells, summary, series);
  const theory = theoryMarks(rows, summary);
  const limits = limitMarks(rows, summary);
  const loads = measured.flatMap(({ y, lower, upper }) => [y, lower ?? y, upper ?? y]);
  const x = position(
    'x',
    domainOf(
      [...measured, ...theory].map((mark) => mark.x),
      0.06,
    ),
  );
  const y = position('y', domainOf([...loads, ...theory.map((mark) => mark.y), ...limits.map((mark) => mark.y)], 0.08));

  const isMeasured = ({ label }: LegendEntry): boolean => measured.some((mark) => mark.series === label);
  const title = 'Storage capacity against synaptic precision';
  const method = theoryMethod(summary);
  const caption = [
    `Points: ${transitionMethod(transitions)}.`,
    ...(method === null ? [] : [`Line: ${method}.`]),
    ...(measured.some((mark) => mark.kind !== 'estimate') ? ['Arrows: beyond the loads measured.'] : []),
    ...(measured.some((mark) => mark.x !== mark.bits) ? ['Series at one precision stand side by side.'] : []),
  ].join(' ');
  const alt = [
    `${symbol(summary.quantity)} against bits per synapse.`,
    ...cells.map((cell) => `${cellHover(cell, summary, series)}.`),
    ...limits.map((limit) => `${limit.label}: ${decimals(limit.y, 3, true)}.`),
  ].join(' ');
  return {
    name: 'capacity-vs-bits',
    title,
    caption,
    alt,
    spec: {
      $schema: schema,
      description: alt,
      title: { text: title, subtitle: wrapped(caption) },
      config: figureConfig,
      ...withLegend(
        {
          width,
          height: 340,
          resolve: { axis: { x: 'independent' } },
          layer: [
            ...axisLayers(measured, precision, x, y, transitionTitle(summary, context)),
            ...limitLayers(limits, y),
            ...theoryLayers(theory, x, y),
            ...measuredLayers(measured, series, x, y),
          ],
        },
        [seriesEntries(series).filter(isMeasured), theoryEntries(theory), limitEntries(limits)],
        width,
      ),
    },
  };
}

const width = 560;

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly hover: string;
}

interface Measured extends Mark {
  readonly series: string;
  /** True position on the axis: `x` may stand aside of it, where several series meet. */
  readonly bits: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Whether `y` is the estimate, or only the end of what is known. */
  readonly kind: 'estimate' | 'above' | 'below';
}

function measuredMarks(cells: readonly Cell[], summary: TransitionSummary, series: SeriesSet): Measured[] {
  const aside = asideOf(cells, series.labels.length);
  return cells.flatMap((cell): Measured[] => {
    const { estimate, lower, upper, coordinate, params } = cell.transition;
    const y = estimate ?? lower ?? upper;
    if (y === null || coordinate === null) return [];
    const label = series.labelOf(params);
    const place = series.labels.indexOf(label) - (series.labels.length - 1) / 2;
    return [
      {
        x: coordinate + aside * place,
        y,
        bits: coordinate,
        series: label,
        lower: estimate === null ? null : lower,
        upper: estimate === null ? null : upper,
        kind: estimate !== null ? 'estimate' : lower === null ? 'below' : 'above',
        hover: cellHover(cell, summary, series),
      },
    ];
  });
}

/** By how much neighbouring series stand apart: all together in less than half the way to the next precision. */
function asideOf(cells: readonly Cell[], count: number): number {
  const bits = [...new Set(cells.map(({ transition }) => transition.coordinate ?? 0))].sort((a, b) => a - b);
  const gaps = bits.slice(1).map((value, i) => value - (bits[i] as number));
  return Math.min(0.022 * ((bits.at(-1) as number) - (bits[0] as number)), (0.4 * Math.min(...gaps)) / count);
}

function cellHover({ transition, ratio, levels }: Cell, summary: TransitionSummary, series: SeriesSet): string {
  const bits = bitsText(transition.coordinate ?? 0);
  const which = series.names.length === 0 ? '' : `${series.labelOf(transition.params)}, `;
  const value = withInterval(transition, (load) => decimals(load, 3));
  const relation = transition.estimate === null ? '' : '= ';
  const share =
    typeof ratio?.estimate === 'number'
      ? `, ${percent(ratio.estimate)} of ${symbol(summary.theory?.value ?? '')} = ${decimals(transition.theory ?? 0, 4)}`
      : '';
  return `${which}${levels} levels (${bits}): ${symbol(summary.quantity)} ${relation}${value}${share}; ${transition.trials} trials`;
}

interface TheoryMark extends Mark {
  readonly family: string;
  readonly dash: readonly number[];
}

function theoryMarks(rows: readonly SummaryRow[], summary: TransitionSummary): TheoryMark[] {
  const value = summary.theory?.value ?? '';
  const own = rows.filter((row) => row.method === 'exact' && row.quantity === value && row.coordinate !== null);
  const families = seriesOf(own, [precisionParameter(summary)], '');
  return own.map((row): TheoryMark => {
    const family = families.labelOf(row.params);
    const name = `${symbol(value)}${family === '' ? '' : ` ${family}`}`;
    const bits = row.coordinate ?? 0;
    return {
      x: bits,
      y: row.estimate ?? 0,
      family: name,
      dash: dashes[families.labels.indexOf(family) % dashes.length] as readonly number[],
      hover: `theory, ${Math.round(2 ** bits)} levels (${bitsText(bits)}): ${name} = ${decimals(row.estimate ?? 0, 4)}`,
    };
  });
}

function theoryEntries(theory: readonly TheoryMark[]): LegendEntry[] {
  const lines = new Map(theory.map(({ family, dash }) => [family, dash]));
  return [...lines].map(([family, dash]) => ({
    ...{ label: `${family} (exact)`, colour: ink, dash },
    ...{ shape: 'circle', size: 18 },
  }));
}

interface LimitMark {
  readonly y: number;
  readonly label: string;
  readonly dash: readonly number[];
}

function limitMarks(rows: readonly SummaryRow[], summary: TransitionSummary): LimitMark[] {
  const own = rows.filter((row) => row.quantity === limitOf(summary.theory?.value ?? ''));
  const families = seriesOf(own, [], '');
  // Families may share a limit: one line, all names.
  const byValue = new Map<number, string[]>();
  for (const row of own) {
    const y = row.estimate ?? 0;
    byValue.set(y, [...(byValue.get(y) ?? []), families.labelOf(row.params)]);
  }
  return [...byValue].map(([y, names], i) => {
    const which = names.join('; ');
    // The first pattern is a line without gaps: theory's.
    const dash = dashes[1 + (i % (dashes.length - 1))] as readonly number[];
    return { y, label: `continuous weights${which === '' ? '' : ` (${which})`}`, dash };
  });
}

function limitEntries(limits: readonly LimitMark[]): LegendEntry[] {
  return limits.map(({ y, label, dash }) => ({
    ...{ label: `${label}: ${decimals(y, 3, true)} (exact)`, colour: grey, dash },
    shape: null,
  }));
}

/** Bits below, levels of the sweep above: two axes on one scale. Every other layer leaves the x axis alone. */
function axisLayers(
  measured: readonly Measured[],
  precision: string,
  x: Position,
  y: Position,
  yTitle: string,
): Layer[] {
  const ticks = [...new Set(measured.map((mark) => mark.bits))].map((bits) => ({ x: bits }));
  const mark = { type: 'point', opacity: 0, aria: false } as const;
  const below = { orient: 'bottom', title: 'synaptic precision (bits)', tickCount: 8, grid: false } as const;
  const above = {
    orient: 'top',
    title: `number of ${precision}`,
    values: ticks.map((tick) => tick.x),
    labelExpr: "format(pow(2, datum.value), '.0f')",
    labelOverlap: 'greedy',
    grid: false,
  } as const;
  const left = { title: yTitle, tickCount: 7 };
  return [
    { data: { values: ticks }, mark, encoding: { x: { ...x, axis: below } } },
    { data: { values: ticks }, mark, encoding: { x: { ...x, axis: above }, y: { ...y, axis: left } } },
  ];
}

/** A dash pattern of the data, as it is. */
const dashed = { strokeDash: { field: 'dash', type: 'nominal', scale: null, legend: null } } as const;

function limitLayers(limits: readonly LimitMark[], y: Position): Layer[] {
  return [{ data: { values: limits }, mark: { type: 'rule', color: grey, aria: false }, encoding: { y, ...dashed } }];
}

function theoryLayers(theory: readonly TheoryMark[], x: Position, y: Position): Layer[] {
  return [
    {
      data: { values: theory },
      encoding: { x: { ...x, axis: null }, y },
      layer: [
        {
          mark: { type: 'line', interpolate: 'monotone', color: ink, strokeWidth: 1.5, aria: false },
          encoding: { detail: { field: 'family' }, ...dashed },
        },
        { mark: { type: 'circle', color: ink, size: 18, opacity: 1 }, encoding: hover },
      ],
    },
  ];
}

function measuredLayers(measured: readonly Measured[], series: SeriesSet, x: Position, y: Position): Layer[] {
  const { color, shape, strokeDash } = seriesEncoding(series);
  const estimates = [{ filter: "datum.kind === 'estimate'" }];
  const cap = { type: 'tick', orient: 'horizontal', size: 8, thickness: 1.5, aria: false };
  const openEnd = (kind: Measured['kind'], pixels: number): Layer[] => [
    {
      transform: [{ filter: `datum.kind === '${kind}'` }],
      mark: { type: 'rule', y2Offset: pixels, strokeWidth: 1.5, aria: false },
      encoding: { y, y2: { field: 'y' }, color },
    },
    {
      transform: [{ filter: `datum.kind === '${kind}'` }],
      mark: {
        type: 'point',
        shape: pixels < 0 ? 'triangle-up' : 'triangle-down',
        yOffset: pixels,
        filled: true,
        opacity: 1,
      },
      encoding: { y, color, ...hover },
    },
  ];
  return [
    {
      data: { values: measured },
      encoding: { x: { ...x, axis: null } },
      layer: [
        {
          transform: estimates,
          mark: { type: 'line', strokeWidth: 1, opacity: 0.6, aria: false },
          encoding: { y, color, strokeDash },
        },
        {
          transform: estimates,
          mark: { type: 'rule', strokeWidth: 1.5, aria: false },
          encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
        },
        { transform: estimates, mark: cap, encoding: { y: { ...y, field: 'lower' }, color } },
        { transform: estimates, mark: cap, encoding: { y: { ...y, field: 'upper' }, color } },
        {
          transform: estimates,
          mark: { type: 'point', filled: true, size: 70, opacity: 1, stroke: 'white', strokeWidth: 0.8 },
          encoding: { y, color, shape, ...hover },
        },
        ...openEnd('above', -18),
        ...openEnd('below', 18),
      ],
    },
  ];
}
