/**
 * Scaling on logarithmic axes: exact values as lines with open marks, simulated ones as filled marks with their intervals; once
 * against the parameter that they grow with, once against their coordinate at each value of that parameter.
 */
import type { SummaryRow } from '@fewbits/dataset';
import type { ScalingSummary } from '@fewbits/dataset/columns';
import { valuesKey } from '../groups.ts';
import { capitalised, paramsText, percent, significant, symbol, withInterval } from '../labels.ts';
import { type Figure, type FigureContext, hover, type Layer, rowPanels, schema } from './figure.ts';
import { figureConfig, wrapped } from './figure-style.ts';
import { withLegend } from './legend.ts';
import { logAxis } from './log-axis.ts';
import { axisTitle } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesEntries, seriesOf } from './series.ts';

/** Values along an axis from which a family counts as a line. */
const leastPlaces = 3;
const width = 560;

/** Along an axis, what has values at several places there; no figure where nothing has. */
export function scalingFigures(rows: readonly SummaryRow[], summary: ScalingSummary, context: FigureContext): Figure[] {
  const { quantity, over, coordinate, procedure = [], along = [] } = summary;
  const own = rows.filter((row) => row.quantity === quantity && (row.estimate ?? 0) > 0);
  const overPlace = (row: SummaryRow): number => Number(row.params[over]);
  const figures = [
    figureOf(linesAlong(own, [over, ...procedure], overPlace), {
      ...{
        summary,
        context,
        axis: over,
        place: overPlace,
        except: [over, ...procedure],
        always: along,
        panelName: null,
      },
    }),
  ];
  if (coordinate !== undefined) {
    const place = (row: SummaryRow): number => row.coordinate ?? Number.NaN;
    const placed = own.filter((row) => (row.coordinate ?? 0) > 0);
    const lines = linesAlong(placed, [...along, ...procedure], place);
    // With the single points beside the lines: synapses that come in one size.
    const drawn = placed.filter((row) => lines.some((line) => overPlace(line) === overPlace(row)));
    const except = [over, ...along, ...procedure];
    figures.push(figureOf(drawn, { summary, context, axis: coordinate, place, except, panelName: over }));
  }
  return figures.filter((figure) => figure !== null);
}

/** Rows of families that have several places. */
function linesAlong(
  rows: readonly SummaryRow[],
  apart: readonly string[],
  place: (row: SummaryRow) => number,
): SummaryRow[] {
  const places = new Map<string, Set<number>>();
  const keyOf = keyWithout(rows, apart);
  for (const row of rows) places.set(keyOf(row), (places.get(keyOf(row)) ?? new Set()).add(place(row)));
  return rows.filter((row) => (places.get(keyOf(row))?.size ?? 0) >= leastPlaces);
}

function keyWithout(rows: readonly SummaryRow[], apart: readonly string[]): (row: SummaryRow) => string {
  const names = Object.keys(rows[0]?.params ?? {}).filter((name) => !apart.includes(name));
  return (row) => valuesKey(row.params, names);
}

interface Plan {
  readonly summary: ScalingSummary;
  readonly context: FigureContext;
  /** Name of the axis, and where a row stands on it. */
  readonly axis: string;
  readonly place: (row: SummaryRow) => number;
  /** Parameters that do not tell series apart. */
  readonly except: readonly string[];
  /** Parameters that a label names in any case. */
  readonly always?: readonly string[];
  /** Parameter of the panels. */
  readonly panelName: string | null;
}

function figureOf(rows: readonly SummaryRow[], plan: Plan): Figure | null {
  if (rows.length === 0) return null;
  const { summary, context, axis, place, except } = plan;
  const series = seriesOf(rows, except, 'exact', plan.always);
  const marks = rows.map((row) => markOf(row, plan, series));
  const panels = [...new Set(marks.map(({ panel }) => panel))];
  const title = `${capitalised(symbol(summary.quantity))} against ${symbol(axis)}`;
  const caption = captionOf(rows, summary);
  const alt = `${title} on logarithmic axes: ${series.labels.join('; ')}.`;
  const y = logAxis(
    'y',
    marks.map((mark) => mark.y),
    axisTitle(summary.quantity, context),
  );
  return {
    name: `${summary.quantity}-vs-${axis}`,
    title,
    caption,
    alt,
    spec: {
      $schema: schema,
      description: alt,
      title: { text: title, subtitle: wrapped(caption) },
      config: figureConfig,
      data: { values: marks },
      ...withLegend(
        {
          facet: rowPanels(panels),
          spacing: 12,
          spec: {
            width,
            height: 380,
            encoding: { x: logAxis('x', rows.map(place), axisTitle(axis, context)) },
            layer: layers(series, y),
          },
        },
        [seriesEntries(series)],
        width,
      ),
    },
  };
}

interface ScalingMark {
  readonly panel: string;
  readonly series: string;
  readonly method: string;
  readonly x: number;
  readonly y: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly hover: string;
}

function markOf(row: SummaryRow, { place, panelName }: Plan, series: SeriesSet): ScalingMark {
  const label = series.labelOf(row.params);
  const { estimate, lower, upper, params, method, coordinate } = row;
  const bits = coordinate === null ? '' : ` (${significant(coordinate)} bits)`;
  const at = paramsText(
    params,
    ['size'].filter((name) => name in params),
  );
  return {
    panel: panelName === null ? '' : paramsText(params, [panelName]),
    ...{ series: label, method, x: place(row), y: estimate ?? Number.NaN },
    ...{ lower: lower !== null && lower > 0 ? lower : null, upper },
    hover: `${label}${bits}, ${at}: ${symbol(row.quantity)} = ${withInterval(row, significant)} (${method})`,
  };
}

function captionOf(rows: readonly SummaryRow[], summary: ScalingSummary): string {
  const simulated = rows.filter(({ method }) => method === 'simulated');
  const sizes = simulated.map(({ params }) => Number(params[summary.over]));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const span = `${symbol(summary.over)} ${least}${most > least ? ` to ${most}` : ''}`;
  return [
    ...(rows.length > simulated.length
      ? [`Lines with open marks: exact${summary.theory ? ` (theory, ${summary.theory.quantity})` : ''}.`]
      : []),
    ...(simulated.length > 0
      ? [
          `Filled marks: simulated (${span}, nothing scaled); bars: ${percent(simulated[0]?.confidence ?? 0.95)} interval.`,
        ]
      : []),
  ].join(' ');
}

function layers(series: SeriesSet, y: object): Layer[] {
  const { color, shape, strokeDash } = seriesEncoding(series);
  const only = (method: string): object => ({ transform: [{ filter: `datum.method === '${method}'` }] });
  return [
    { ...only('exact'), mark: { type: 'line', strokeWidth: 1.4, aria: false }, encoding: { y, color, strokeDash } },
    {
      ...only('exact'),
      mark: { type: 'point', filled: false, size: 26, strokeWidth: 1.1, opacity: 1 },
      encoding: { y, color, shape, ...hover },
    },
    {
      transform: [{ filter: "datum.method === 'simulated' && datum.lower !== null" }],
      mark: { type: 'rule', strokeWidth: 1.3, aria: false },
      encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
    },
    {
      ...only('simulated'),
      mark: { type: 'point', filled: true, size: 60, opacity: 1, stroke: 'white', strokeWidth: 0.7 },
      encoding: { y, color, shape, ...hover },
    },
  ];
}
