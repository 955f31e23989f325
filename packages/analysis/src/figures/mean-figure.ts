/** Means against a parameter: what a sweep without a transition shows, a panel per quantity. */
import type { SummaryRow } from '@fewbits/dataset';
import { isMean } from '../cells.ts';
import { paramsText, significant, symbol, varyingParams, withInterval } from '../labels.ts';
import { domainOf, type Figure, type FigureContext, hover, type Layer, schema } from './figure.ts';
import { figureConfig, ink, wrapped } from './figure-style.ts';
import { axisTitle, pointMethod } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesOf } from './series.ts';

/** Points beyond which a figure would be a blot, and its file tens of megabytes. */
const mostDrawn = 2000;

/** Null where no means were estimated, or too many to be drawn. */
export function meanFigure(rows: readonly SummaryRow[], context: FigureContext): Figure | null {
  const means = rows.filter((row) => isMean(row, context.summaries) && row.estimate !== null);
  if (means.length === 0 || means.length > mostDrawn) return null;

  const varying = varyingParams(means);
  const axis = axisParameter(means, varying);
  const series = seriesOf(means, [axis], 'measured');
  const quantities = [...new Set(means.map((row) => row.quantity))];
  const title = axis === null ? 'Means' : `Means against ${symbol(axis)}`;
  const caption = `Points: ${pointMethod(means, 'interval, Student for numbers, Wilson for proportions')}.${
    means.some((row) => row.theory !== null) ? ' Dashed: exact (theory).' : ''
  }`;
  const alt = `${title}: ${quantities.join(', ')}.`;
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
      spacing: 14,
      vconcat: quantities.map((quantity, i) =>
        panel(
          means.filter((row) => row.quantity === quantity),
          { axis, title: axis === null || i < quantities.length - 1 ? null : axisTitle(axis, context) },
          varying,
          series,
          context,
        ),
      ),
    },
  };
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

function panel(
  rows: readonly SummaryRow[],
  { axis, title }: { axis: string | null; title: string | null },
  varying: readonly string[],
  series: SeriesSet,
  context: FigureContext,
): Layer {
  const values = rows.map((row) => ({
    x: axis === null ? series.labelOf(row.params) : row.params[axis],
    y: row.estimate,
    lower: row.lower,
    upper: row.upper,
    theory: row.theory,
    series: series.labelOf(row.params),
    hover: `${paramsText(row.params, varying)}: ${symbol(row.quantity)} = ${withInterval(row, significant)}; ${row.trials} trials`,
  }));
  const { color, shape, strokeDash } = seriesEncoding(series);
  const x =
    axis === null
      ? { field: 'x', type: 'nominal', axis: { title: null, labelAngle: 0 } }
      : {
          field: 'x',
          type: 'quantitative',
          scale: axisScale(rows, axis),
          axis: { title, grid: false },
        };
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: domainOf(values.flatMap(extent), 0.06), nice: false, zero: false },
    axis: { title: axisTitle(rows[0]?.quantity ?? '', context), tickCount: 5 },
  };
  const lines: Layer[] = [
    { mark: { type: 'line', strokeWidth: 1, opacity: 0.6, aria: false }, encoding: { y, color, strokeDash } },
    {
      data: { values: values.filter((mark) => mark.theory !== null) },
      mark: { type: 'line', color: ink, strokeDash: [5, 3], aria: false },
      encoding: { y: { ...y, field: 'theory' }, detail: { field: 'series' } },
    },
  ];
  return {
    width: 520,
    height: 160,
    data: { values },
    encoding: { x },
    layer: [
      ...(axis === null ? [] : lines),
      {
        transform: [{ filter: 'datum.lower !== null' }],
        mark: { type: 'rule', strokeWidth: 1.3, aria: false },
        encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1, stroke: 'white', strokeWidth: 0.7 },
        encoding: { y, color, shape, ...hover },
      },
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

function extent(mark: {
  y: number | null;
  lower: number | null;
  upper: number | null;
  theory: number | null;
}): number[] {
  return [mark.y, mark.lower, mark.upper, mark.theory].filter((value) => value !== null);
}
