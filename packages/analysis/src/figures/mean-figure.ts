/**
 * Means of a sweep, a panel per quantity: against the parameter that varies most, or one below the other where words vary or few series have
 * more than one point along that parameter.
 */
import type { SummaryRow } from '@fewbits/dataset';
import { isMean } from '../cells.ts';
import { paramsText, significant, symbol, varyingParams, withInterval } from '../labels.ts';
import { domainOf, type Figure, type FigureContext, hover, type Layer, schema } from './figure.ts';
import { figureConfig, ink, wrapped } from './figure-style.ts';
import { withLegend } from './legend.ts';
import { axisTitle, pointMethod } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesEntries, seriesOf } from './series.ts';

/** Points beyond which a figure would be a blot, and its file tens of megabytes. */
const mostDrawn = 2000;
/** Series that a list can name one below the other. */
const mostListed = 60;
const width = 560;

/** Null where no means were estimated, or too many to be drawn. */
export function meanFigure(rows: readonly SummaryRow[], context: FigureContext): Figure | null {
  const means = rows.filter((row) => isMean(row, context.summaries) && row.estimate !== null);
  if (means.length === 0 || means.length > mostDrawn) return null;

  const varying = varyingParams(means);
  const axis = axisOf(means, varying);
  const series = seriesOf(means, [axis], 'all trials');
  if (axis === null && series.labels.length > mostListed) return null;
  const quantities = [...new Set(means.map((row) => row.quantity))];
  const title = axis === null ? 'Means' : `Means against ${axisTitle(axis, context)}`;
  const hasBars = means.some(({ lower, trials }) => lower !== null && trials > 1);
  const caption = [
    `Points: ${pointMethod(means, hasBars ? 'interval, Student for numbers, Wilson for proportions' : null)}.`,
    ...(hasBars && means.some(({ trials }) => trials === 1) ? ['A single trial has no bar.'] : []),
    ...(means.some((row) => row.theory !== null)
      ? [`${axis === null ? 'Black strokes' : 'Black'}: exact (theory).`]
      : []),
  ].join(' ');
  const alt = `${title}: ${quantities.join(', ')}.`;
  const panelOf = (quantity: string, i: number): Layer => {
    const rows = means.filter((row) => row.quantity === quantity);
    const marks = rows.map((row) => markOf(row, axis, varying, series));
    const values = axisTitle(quantity, context);
    if (axis === null) return listPanel(marks, series, values);
    return axisPanel(marks, series, values, {
      title: i < quantities.length - 1 ? null : axisTitle(axis, context),
      scale: axisScale(means, axis),
    });
  };
  return {
    name: axis === null ? 'means' : `means-vs-${axis}`,
    title,
    caption,
    alt,
    spec: {
      $schema: schema,
      description: alt,
      title: { text: title, subtitle: wrapped(caption) },
      config: figureConfig,
      ...withLegend(
        { vconcat: quantities.map(panelOf), spacing: 14 },
        axis === null || series.labels.length < 2 ? [] : [seriesEntries(series)],
        width,
      ),
    },
  };
}

/** The parameter of the axis, unless most series have a single point along it. */
function axisOf(rows: readonly SummaryRow[], varying: readonly string[]): string | null {
  const axis = axisParameter(rows, varying);
  if (axis === null) return null;
  const series = seriesOf(rows, [axis], '');
  const places = new Map<string, Set<unknown>>();
  for (const { params } of rows) {
    const label = series.labelOf(params);
    places.set(label, (places.get(label) ?? new Set()).add(params[axis]));
  }
  const long = [...places.values()].filter(({ size }) => size > 1).length;
  return 2 * long >= places.size ? axis : null;
}

/** The numeric parameter with the most values; null where only words vary, or nothing does. */
function axisParameter(rows: readonly SummaryRow[], varying: readonly string[]): string | null {
  let best: string | null = null;
  let most = 1;
  for (const name of varying) {
    const values = new Set(rows.map((row) => row.params[name]));
    const numeric = [...values].every((value) => typeof value === 'number');
    if (numeric && values.size > most) {
      best = name;
      most = values.size;
    }
  }
  return best;
}

interface MeanMark {
  /** Value of the axis parameter; absent in a list. */
  readonly x: unknown;
  readonly y: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly theory: number | null;
  readonly series: string;
  readonly hover: string;
}

/** Of a single trial no interval is drawn: one value has no spread. */
function markOf(row: SummaryRow, axis: string | null, varying: readonly string[], series: SeriesSet): MeanMark {
  const { params, estimate, theory, trials } = row;
  const [lower, upper] = trials > 1 ? [row.lower, row.upper] : [null, null];
  const value = withInterval({ ...row, lower, upper }, significant);
  const beside = theory === null ? '' : `, theory ${significant(theory)}`;
  const which = paramsText(params, varying);
  return {
    ...{ x: axis === null ? null : params[axis], y: estimate, lower, upper, theory },
    series: series.labelOf(params),
    hover: `${which === '' ? '' : `${which}: `}${symbol(row.quantity)} = ${value}${beside}; ${trials} ${trials === 1 ? 'trial' : 'trials'}`,
  };
}

const point = { type: 'point', filled: true, size: 55, opacity: 1, stroke: 'white', strokeWidth: 0.7 } as const;
const bar = { type: 'rule', strokeWidth: 1.3, aria: false } as const;
const hasBar = { transform: [{ filter: 'datum.lower !== null' }] } as const;
const hasTheory = { transform: [{ filter: 'datum.theory !== null' }] } as const;

/** A row per series, its value to the right. */
function listPanel(values: readonly MeanMark[], series: SeriesSet, title: string): Layer {
  const { color, shape } = seriesEncoding(series);
  const x = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: domainOf(values.flatMap(extent), 0.06), nice: false, zero: false },
    axis: { title, tickCount: 6 },
  };
  const own = series.labels.filter((label) => values.some((mark) => mark.series === label));
  const y = {
    ...{ field: 'series', type: 'nominal', sort: own, scale: { domain: own } },
    axis: { title: null, grid: true, ticks: false, domain: false, labelLimit: 300 },
  };
  return {
    ...{ width, height: { step: 18 }, data: { values } },
    encoding: { y },
    layer: [
      { ...hasBar, mark: bar, encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' }, color } },
      {
        ...hasTheory,
        mark: { type: 'tick', orient: 'vertical', color: ink, size: 14, thickness: 1.5, opacity: 1, aria: false },
        encoding: { x: { ...x, field: 'theory' } },
      },
      { mark: point, encoding: { x, color, shape, ...hover } },
    ],
  };
}

function axisPanel(
  values: readonly MeanMark[],
  series: SeriesSet,
  valueTitle: string,
  { title, scale }: { title: string | null; scale: object },
): Layer {
  const { color, shape, strokeDash } = seriesEncoding(series);
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: domainOf(values.flatMap(extent), 0.06), nice: false, zero: false },
    axis: { title: valueTitle, tickCount: 5 },
  };
  const theory = { ...y, field: 'theory' };
  return {
    ...{ width, height: 160, data: { values } },
    encoding: { x: { field: 'x', type: 'quantitative', scale, axis: { title, grid: false } } },
    layer: [
      { mark: { type: 'line', strokeWidth: 1, opacity: 0.6, aria: false }, encoding: { y, color, strokeDash } },
      {
        ...hasTheory,
        mark: { type: 'line', color: ink, strokeWidth: 1.2, aria: false },
        encoding: { y: theory, strokeDash, detail: { field: 'series' } },
      },
      {
        ...hasTheory,
        mark: { type: 'tick', orient: 'horizontal', color: ink, size: 12, thickness: 1.5, opacity: 1, aria: false },
        encoding: { y: theory },
      },
      { ...hasBar, mark: bar, encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color } },
      { mark: point, encoding: { y, color, shape, ...hover } },
    ],
  };
}

/** Logarithmic where the values span more than a factor of 30. */
function axisScale(rows: readonly SummaryRow[], axis: string): object {
  const values = rows.map((row) => row.params[axis]).filter((value) => typeof value === 'number');
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (least > 0 && most / least > 30) return { type: 'log', domain: [least / 1.2, most * 1.2], nice: false };
  return { domain: domainOf(values, 0.04), nice: false, zero: false };
}

function extent(mark: MeanMark): number[] {
  return [mark.y, mark.lower, mark.upper, mark.theory].filter((value) => value !== null);
}
