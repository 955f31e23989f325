/**
 * Curves over a list parameter on logarithmic axes: exact ones as lines, simulated or scaled ones as points with their
 * intervals; below the noise floor a triangle hangs from the upper end, and nothing is drawn as if it were measured.
 */
import type { SummaryRow } from '@fewbits/dataset';
import type { CurveSummary } from '@fewbits/dataset/columns';
import { capitalised, paramsText, percent, significant, symbol, varyingParams, withInterval } from '../labels.ts';
import { type Figure, type FigureContext, hover, type Layer, rowPanels, schema } from './figure.ts';
import { figureConfig, wrapped } from './figure-style.ts';
import { withLegend } from './legend.ts';
import { logAxis } from './log-axis.ts';
import { axisTitle } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesEntries, seriesOf } from './series.ts';

const width = 560;

interface CurveMark {
  readonly panel: string;
  readonly series: string;
  readonly x: number;
  readonly y: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly hover: string;
}

/** Null where the summary has no rows. At the scaled size where there is one. */
export function curveFigure(rows: readonly SummaryRow[], summary: CurveSummary, context: FigureContext): Figure | null {
  const of = (quantity: string): SummaryRow[] => rows.filter((row) => row.quantity === quantity);
  const scaled = summary.scaled ? of(summary.scaled.quantity) : [];
  const whole = scaled.length > 0 ? scaled : of(summary.quantity);
  const own = whole.filter(({ coordinate }) => (coordinate ?? 0) > 0);
  if (own.length === 0) return null;
  const quantity = (own[0] as SummaryRow).quantity;
  const panelNames = panelParams(own, summary);
  const series = seriesOf(own, panelNames, 'measured');
  const marks = (kept: readonly SummaryRow[], y: (row: SummaryRow) => number | null): CurveMark[] =>
    kept.flatMap((row) => {
      const at = y(row);
      return at !== null && at > 0 ? [markOf(row, at, panelNames, series)] : [];
    });
  const exact = marks(
    own.filter(({ method }) => method === 'exact'),
    ({ estimate }) => estimate,
  );
  const measured = own.filter(({ method }) => method !== 'exact');
  const points = marks(measured, ({ estimate }) => estimate);
  const faint = marks(
    measured.filter(({ bound }) => bound === 'below'),
    ({ upper }) => upper,
  );
  const all = [...exact, ...points, ...faint];
  const panels = [...new Set(all.map(({ panel }) => panel))];
  const title = `${capitalised(symbol(quantity))} against ${symbol(summary.over)}`;
  const caption = captionOf(summary, exact, measured, faint.length > 0, own.length < whole.length);
  const alt = `${title} on logarithmic axes, ${series.labels.join(', ')}; ${panels.length} panels.`;
  const axes = {
    x: logAxis(
      'x',
      all.map(({ x }) => x),
      axisTitle(summary.over, context),
    ),
    y: logAxis('y', drawnHeights(exact, [...points, ...faint]), axisTitle(quantity, context)),
  };
  return {
    name: `${quantity}-vs-${summary.over}`,
    title,
    caption,
    alt,
    spec: {
      $schema: schema,
      description: alt,
      title: { text: title, subtitle: wrapped(caption) },
      config: figureConfig,
      data: { values: all.map((mark) => ({ ...mark, kind: kindOf(mark, exact, faint) })) },
      ...withLegend(
        {
          facet: rowPanels(panels),
          spacing: 12,
          spec: { width, height: 280, encoding: { x: axes.x }, layer: layers(series, axes.y) },
        },
        [seriesEntries(series)],
        width,
      ),
    },
  };
}

/** Exact curves may fall for ever: they are cut off a decade below the lowest measured value. */
function drawnHeights(exact: readonly CurveMark[], measured: readonly CurveMark[]): number[] {
  const lowest = Math.min(...measured.map(({ y }) => y)) / 10;
  const heights = [...exact, ...measured].map(({ y }) => y);
  return measured.length === 0 ? heights : heights.filter((y) => y >= lowest);
}

/** What the caution is about, else a number that varies, become panels; what is left tells the curves of a panel apart. */
function panelParams(rows: readonly SummaryRow[], { caution, scaled }: CurveSummary): string[] {
  const varying = varyingParams(rows, ['size', scaled?.parameter ?? null]);
  if (caution && varying.includes(caution.parameter)) return [caution.parameter];
  const numeric = varying.filter((name) => rows.every((row) => typeof row.params[name] === 'number'));
  const counted = numeric.filter((name) => new Set(rows.map((row) => row.params[name])).size <= 4);
  return counted.slice(0, 1);
}

function markOf(row: SummaryRow, y: number, panels: readonly string[], series: SeriesSet): CurveMark {
  const panel = paramsText(row.params, panels);
  const label = series.labelOf(row.params);
  const value = row.bound === 'below' ? `below ${significant(row.upper ?? 0)}` : withInterval(row, significant);
  return {
    ...{ panel, series: label, x: row.coordinate ?? 0, y },
    lower: row.lower !== null && row.lower > 0 ? row.lower : null,
    upper: row.upper,
    hover: `${[panel, label].filter((part) => part !== '').join(', ')}: ${symbol(row.quantity)} at ${row.coordinate} = ${value} (${row.method})`,
  };
}

function kindOf(mark: CurveMark, exact: readonly CurveMark[], faint: readonly CurveMark[]): string {
  return exact.includes(mark) ? 'exact' : faint.includes(mark) ? 'faint' : 'measured';
}

function captionOf(
  summary: CurveSummary,
  exact: readonly CurveMark[],
  measured: readonly SummaryRow[],
  hasFaint: boolean,
  hasZero: boolean,
): string {
  const confidence = percent(measured[0]?.confidence ?? 0.95);
  const sizes = measured.flatMap(({ params }) => (typeof params['size'] === 'number' ? [params['size']] : []));
  const [least, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const simulated = `simulated${sizes.length === 0 ? '' : ` (N ${least}${largest > least ? ` to ${largest}` : ''})`}`;
  const isScaled = measured[0]?.method === 'scaled';
  const to = summary.scaled ? measured[0]?.params[summary.scaled.parameter] : null;
  const points = isScaled ? `${simulated}, scaled by sqrt(N) to N ${to}` : simulated;
  return [
    ...(exact.length > 0 ? [`Lines: exact (theory, ${summary.theory?.quantity}).`] : []),
    ...(measured.length > 0 ? [`Points: ${points}; bars: ${confidence} interval.`] : []),
    ...(summary.caution && measured.some(({ params }) => Number(params[summary.caution?.parameter ?? '']) > 0)
      ? [summary.caution.text]
      : []),
    ...(hasFaint ? ['Open triangles: below the noise floor (2 standard errors), drawn at the upper end.'] : []),
    ...(hasZero
      ? [`${capitalised(symbol(summary.over))} 0, which has no place on the axis, stands in the table.`]
      : []),
  ].join(' ');
}

function layers(series: SeriesSet, y: object): Layer[] {
  const { color, shape, strokeDash } = seriesEncoding(series);
  const only = (kind: string): object => ({ transform: [{ filter: `datum.kind === '${kind}'` }] });
  return [
    {
      ...only('exact'),
      mark: { type: 'line', strokeWidth: 1.5, clip: true, aria: false },
      encoding: { y, color, strokeDash },
    },
    {
      transform: [{ filter: "datum.kind === 'measured' && datum.lower !== null" }],
      mark: { type: 'rule', strokeWidth: 1, clip: true, aria: false },
      encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
    },
    {
      ...only('measured'),
      mark: { type: 'point', filled: true, size: 40, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
      encoding: { y, color, shape, ...hover },
    },
    {
      ...only('faint'),
      mark: { type: 'point', shape: 'triangle-down', filled: false, size: 40, opacity: 1, strokeWidth: 1 },
      encoding: { y, color, ...hover },
    },
  ];
}
