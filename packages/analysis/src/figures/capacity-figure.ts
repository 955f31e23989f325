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
import { figureConfig, grey, ink, wrapped } from './figure-style.ts';
import { theoryMethod, transitionMethod, transitionTitle } from './method.ts';
import { type SeriesSet, seriesEncoding, seriesOf } from './series.ts';

/** Null where the summary has no precision to plot against, or nothing was measured. */
export function capacityFigure(
  rows: readonly SummaryRow[],
  summary: TransitionSummary,
  context: FigureContext,
): Figure | null {
  const precision = precisionParameter(summary);
  const cells = cellsOf(rows, summary).filter(({ transition }) => transition.coordinate !== null);
  if (precision === null || cells.length === 0) return null;

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

  const title = 'Storage capacity against synaptic precision';
  const method = theoryMethod(summary);
  const caption = [
    `Points: ${transitionMethod(transitions)}.`,
    ...(method === null ? [] : [`Line: ${method}.`]),
    ...(measured.some((mark) => mark.kind !== 'estimate') ? ['Arrows: beyond the loads measured.'] : []),
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
      width: 520,
      height: 340,
      config: figureConfig,
      resolve: { axis: { x: 'independent' } },
      layer: [
        ...axisLayers(measured, precision, x, y, transitionTitle(summary, context)),
        ...limitLayers(limits, y),
        ...theoryLayers(theory, x, y),
        ...measuredLayers(measured, series, x, y),
      ],
    },
  };
}

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
  /** Ends of the bar; of an open interval only its other half is drawn. */
  readonly barFrom: number;
  readonly barTo: number;
  /** Whether `y` is the estimate, or only the end of what is known. */
  readonly kind: 'estimate' | 'above' | 'below';
  /** Name beside the last point, where no legend is needed. */
  readonly label: string | null;
}

function measuredMarks(cells: readonly Cell[], summary: TransitionSummary, series: SeriesSet): Measured[] {
  const bits = cells.map(({ transition }) => transition.coordinate ?? 0);
  const aside = 0.022 * (Math.max(...bits) - Math.min(...bits) || 1);
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
        barFrom: lower ?? y,
        barTo: upper ?? y,
        kind: estimate !== null ? 'estimate' : lower === null ? 'below' : 'above',
        label: series.labels.length === 1 && cell === cells.at(-1) ? label : null,
        hover: cellHover(cell, summary, series),
      },
    ];
  });
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
  /** Where the line of its family ends; else null. */
  readonly label: string | null;
}

function theoryMarks(rows: readonly SummaryRow[], summary: TransitionSummary): TheoryMark[] {
  const value = summary.theory?.value ?? '';
  const own = rows.filter((row) => row.method === 'exact' && row.quantity === value && row.coordinate !== null);
  const families = seriesOf(own, [precisionParameter(summary)], '');
  const marks = own.map((row): TheoryMark => {
    const family = families.labelOf(row.params);
    const name = `${symbol(value)}${family === '' ? '' : ` ${family}`}`;
    const bits = row.coordinate ?? 0;
    return {
      x: bits,
      y: row.estimate ?? 0,
      family,
      label: `theory ${name}`,
      hover: `theory, ${Math.round(2 ** bits)} levels (${bitsText(bits)}): ${name} = ${decimals(row.estimate ?? 0, 4)}`,
    };
  });
  return marks.map((mark) => ({ ...mark, label: isLabelled(mark, marks) ? mark.label : null }));
}

/** The last point of a family, unless that is its only point and lies on another family's line (±1 on signed). */
function isLabelled(mark: TheoryMark, marks: readonly TheoryMark[]): boolean {
  const family = marks.filter((other) => other.family === mark.family);
  const shared = marks.some(
    (other) => other.family !== mark.family && other.x === mark.x && Math.abs(other.y - mark.y) < 1e-6,
  );
  return family.at(-1) === mark && !(family.length === 1 && shared);
}

function limitMarks(rows: readonly SummaryRow[], summary: TransitionSummary): { y: number; label: string }[] {
  const own = rows.filter((row) => row.quantity === limitOf(summary.theory?.value ?? ''));
  const families = seriesOf(own, [], '');
  // Families may share a limit: one line, all names.
  const byValue = new Map<number, string[]>();
  for (const row of own) {
    const y = row.estimate ?? 0;
    byValue.set(y, [...(byValue.get(y) ?? []), families.labelOf(row.params)]);
  }
  return [...byValue].map(([y, names]) => {
    const which = names.join(', ');
    return { y, label: `continuous limit${which === '' ? '' : ` (${which})`}` };
  });
}

/** Names of lines, to the right of where they end. */
const marginText = {
  type: 'text',
  align: 'left',
  baseline: 'middle',
  dx: 8,
  fontSize: 12,
  lineBreak: '\n',
  aria: false,
} as const;

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

function limitLayers(limits: readonly { y: number; label: string }[], y: Position): Layer[] {
  return [
    {
      data: { values: limits },
      encoding: { y },
      layer: [
        { mark: { type: 'rule', color: grey, strokeDash: [7, 4], aria: false } },
        {
          mark: { ...marginText, dy: -3, color: grey },
          encoding: { x: { value: 'width' }, text: { field: 'label' } },
        },
      ],
    },
  ];
}

function theoryLayers(theory: readonly TheoryMark[], x: Position, y: Position): Layer[] {
  return [
    {
      data: { values: theory },
      encoding: { x: { ...x, axis: null }, y },
      layer: [
        {
          mark: { type: 'line', interpolate: 'monotone', color: ink, strokeWidth: 1.5, aria: false },
          encoding: { detail: { field: 'family' } },
        },
        { mark: { type: 'circle', color: ink, size: 18, opacity: 1 }, encoding: hover },
        {
          transform: [{ filter: 'datum.label !== null' }],
          mark: { ...marginText, color: ink },
          encoding: { text: { field: 'label' } },
        },
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
          encoding: { y: { ...y, field: 'barFrom' }, y2: { field: 'barTo' }, color },
        },
        ...(['lower', 'upper'] as const).map((end) => ({
          transform: [{ filter: `datum.${end} !== null` }],
          mark: cap,
          encoding: { y: { ...y, field: end }, color },
        })),
        {
          transform: estimates,
          mark: { type: 'point', filled: true, size: 70, opacity: 1, stroke: 'white', strokeWidth: 0.8 },
          encoding: { y, color, shape, ...hover },
        },
        {
          transform: [{ filter: 'datum.label !== null' }],
          mark: { ...marginText, dx: 12 },
          encoding: { y, color, text: { field: 'label' } },
        },
        ...openEnd('above', -18),
        ...openEnd('below', 18),
      ],
    },
  ];
}
