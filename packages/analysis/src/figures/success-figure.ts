/** Success against load, a panel per precision: the counts behind each transition, the fitted curve, and theory. */
import type { SummaryRow } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import { fallingLogistic } from '@fewbits/numerics';
import { type Cell, cellsOf } from '../cells.ts';
import { pick } from '../groups.ts';
import { bitsText, decimals, intervalName, symbol, withInterval } from '../labels.ts';
import { precisionParameter } from '../theory-line.ts';
import { domainOf, type Figure, type FigureContext, hover, type Layer, position, rowPanels, schema } from './figure.ts';
import { dashes, figureConfig, ink, wrapped } from './figure-style.ts';
import { type LegendEntry, withLegend } from './legend.ts';
import { axisTitle, pointMethod, theoryMethod } from './method.ts';
import { pooled } from './pooled.ts';
import { type SeriesSet, seriesEncoding, seriesEntries, seriesOf } from './series.ts';

const curvePoints = 120;
const width = 560;

/** Null where nothing was measured. */
export function successFigure(
  rows: readonly SummaryRow[],
  summary: TransitionSummary,
  context: FigureContext,
): Figure | null {
  const measured = cellsOf(rows, summary).filter(({ proportions }) => proportions.length > 0);
  if (measured.length === 0) return null;
  const pools = measured.map(({ proportions }) => pooled(proportions));
  const cells = measured
    .map((cell, k) => ({ ...cell, proportions: pools[k]?.rows ?? [] }))
    .sort((a, b) => (a.levels ?? 0) - (b.levels ?? 0));

  const series = seriesOf(
    cells.map((cell) => cell.transition),
    [precisionParameter(summary), summary.over],
    'measured',
  );
  const rules = theoryMarks(cells, summary);
  const marks = [...cells.flatMap((cell) => cellMarks(cell, summary, series)), ...rules];
  const panels = [...new Set(marks.map((mark) => mark.panel))];
  const x = position(
    'x',
    domainOf(
      marks.map((mark) => mark.x),
      0.03,
    ),
  );
  const title = `Success against ${symbol(summary.over)}`;
  const theory = theoryMethod(summary);
  const caption = [
    `Points: ${pointMethod(
      cells.flatMap((cell) => cell.proportions),
      'Wilson interval',
    )}${pools.some(({ isPooled }) => isPooled) ? ', neighbouring loads together' : ''}.`,
    `Curve: fitted logistic (points joined where none fits); diamond with black edge: ${symbol(summary.quantity)} with its ${intervalName(cells.map((cell) => cell.transition))}.`,
    ...(theory === null ? [] : [`Upright lines: ${symbol(summary.theory?.value ?? '')}, ${theory}.`]),
  ].join(' ');
  const alt = `Share of ${summary.column} trials against ${symbol(summary.over)}, ${panels.length} panels. ${cells
    .map((cell) => transitionHover(cell, summary, series))
    .join('. ')}.`;
  return {
    name: `success-vs-${summary.over === 'alpha' ? 'load' : summary.over}`,
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
          spacing: 10,
          spec: {
            width,
            height: panels.length === 1 ? 280 : series.labels.length > 3 ? 130 : 90,
            encoding: { x: { ...x, axis: { title: axisTitle(summary.over, context), tickCount: 8, grid: false } } },
            layer: panelLayers(series, `share ${summary.column}`),
          },
        },
        [seriesEntries(series), theoryEntries(rules)],
        width,
      ),
    },
  };
}

interface SuccessMark {
  readonly kind: 'proportion' | 'curve' | 'transition' | 'theory';
  readonly panel: string;
  readonly series: string;
  readonly x: number;
  readonly y: number;
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly label?: string;
  readonly dash?: readonly number[];
  readonly hover?: string;
}

/** One rule per panel and value of theory, with the names of all families that it holds for. */
function theoryMarks(cells: readonly Cell[], summary: TransitionSummary): SuccessMark[] {
  const names = summary.theory?.parameters ?? [];
  const own = cells.map(({ transition }) => ({ ...transition, params: pick(transition.params, names) }));
  const families = seriesOf(own, [precisionParameter(summary)], '');
  const rules = new Map<string, { panel: string; x: number; holders: Set<string> }>();
  for (const cell of cells) {
    const x = cell.transition.theory;
    if (x === null) continue;
    const panel = panelName(cell);
    const key = `${panel} ${x.toFixed(6)}`;
    const rule = rules.get(key) ?? { panel, x, holders: new Set<string>() };
    rules.set(key, rule);
    rule.holders.add(families.labelOf(cell.transition.params));
  }
  const labels = [...new Set([...rules.values()].map(({ holders }) => [...holders].join('; ')))];
  return [...rules.values()].map(({ panel, x, holders }): SuccessMark => {
    const which = [...holders].join('; ');
    const label = `${symbol(summary.theory?.value ?? '')} ${which}`.trim();
    const where = panel === '' ? '' : `${panel}: `;
    return {
      ...{ kind: 'theory', panel, series: '', x, y: 1, label },
      // The first pattern is a line without gaps.
      dash: dashes[1 + (labels.indexOf(which) % (dashes.length - 1))] as readonly number[],
      hover: `${where}${label} = ${decimals(x, 4)} (theory)`,
    };
  });
}

function theoryEntries(rules: readonly SuccessMark[]): LegendEntry[] {
  const lines = new Map(rules.map(({ label = '', dash = [] }) => [label, dash]));
  return [...lines].map(([label, dash]) => ({ label: `${label} (exact)`, colour: ink, shape: null, dash }));
}

function cellMarks(cell: Cell, summary: TransitionSummary, series: SeriesSet): SuccessMark[] {
  const { transition, width, proportions } = cell;
  const own = { panel: panelName(cell), series: series.labelOf(transition.params) };
  const marks: SuccessMark[] = proportions.map((row) => ({
    ...own,
    kind: 'proportion',
    x: row.coordinate ?? 0,
    y: row.estimate ?? 0,
    lower: row.lower,
    upper: row.upper,
    hover: `${prefix(cell, series)}${symbol(summary.over)} = ${decimals(row.coordinate ?? 0, 4)}: ${Math.round((row.estimate ?? 0) * row.trials)} of ${row.trials} ${summary.column}, ${withInterval(row, (share) => decimals(share, 2))}`,
  }));
  const { estimate, lower, upper } = transition;
  if (estimate !== null) {
    marks.push({
      ...own,
      kind: 'transition',
      x: estimate,
      y: summary.target,
      lower,
      upper,
      hover: transitionHover(cell, summary, series),
    });
    if (typeof width?.estimate === 'number') {
      marks.push(...curve(cell, estimate, width.estimate, summary.target, own));
      return marks;
    }
  }
  // Nothing fitted, e.g. between two loads all fail and all succeed: the proportions, joined.
  const joined = proportions.map(
    (row): SuccessMark => ({
      ...own,
      kind: 'curve',
      x: row.coordinate ?? 0,
      y: row.estimate ?? 0,
    }),
  );
  return [...marks, ...joined];
}

function curve(
  { proportions }: Cell,
  midpoint: number,
  scale: number,
  target: number,
  own: Pick<SuccessMark, 'panel' | 'series'>,
): SuccessMark[] {
  const loads = proportions.map((row) => row.coordinate ?? 0);
  const [first, last] = [Math.min(...loads), Math.max(...loads)];
  return Array.from({ length: curvePoints + 1 }, (_, i): SuccessMark => {
    const x = first + ((last - first) * i) / curvePoints;
    return { ...own, kind: 'curve', x, y: fallingLogistic(x, midpoint, scale, target) };
  });
}

function panelName({ levels, transition }: Cell): string {
  if (levels === null) return '';
  return transition.coordinate === null ? `${levels} levels` : `${levels} levels (${bitsText(transition.coordinate)})`;
}

function prefix(cell: Cell, series: SeriesSet): string {
  const parts = [panelName(cell), series.names.length === 0 ? '' : series.labelOf(cell.transition.params)];
  const named = parts.filter((part) => part !== '');
  return named.length === 0 ? '' : `${named.join(', ')}: `;
}

function transitionHover(cell: Cell, summary: TransitionSummary, series: SeriesSet): string {
  const relation = cell.transition.estimate === null ? '' : '= ';
  const value = withInterval(cell.transition, (load) => decimals(load, 3));
  return `${prefix(cell, series)}${symbol(summary.quantity)} ${relation}${value}`;
}

function panelLayers(series: SeriesSet, yTitle: string): Layer[] {
  const { color, shape, strokeDash } = seriesEncoding(series);
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [-0.04, 1.04], nice: false },
    axis: { title: yTitle, values: [0, 0.5, 1], titleFontSize: 12 },
  };
  const only = (kind: SuccessMark['kind']): Layer[] => [{ filter: `datum.kind === '${kind}'` }];
  return [
    {
      transform: only('theory'),
      mark: { type: 'rule', color: ink, strokeWidth: 1.2 },
      encoding: { strokeDash: { field: 'dash', type: 'nominal', scale: null, legend: null }, ...hover },
    },
    {
      transform: only('curve'),
      mark: { type: 'line', strokeWidth: 1.3, aria: false },
      encoding: { y, color, strokeDash },
    },
    {
      transform: only('proportion'),
      mark: { type: 'rule', strokeWidth: 1, opacity: 0.55, aria: false },
      encoding: { y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
    },
    {
      transform: only('proportion'),
      mark: { type: 'point', filled: true, size: 34, opacity: 1, stroke: 'white', strokeWidth: 0.5 },
      encoding: { y, color, shape, ...hover },
    },
    {
      transform: only('transition'),
      mark: { type: 'rule', strokeWidth: 2.4, aria: false },
      encoding: { x: { field: 'lower', type: 'quantitative' }, x2: { field: 'upper' }, y, color },
    },
    {
      transform: only('transition'),
      mark: {
        type: 'point',
        filled: true,
        shape: 'diamond',
        size: 100,
        opacity: 1,
        stroke: ink,
        strokeWidth: 1.2,
      },
      encoding: { y, color, ...hover },
    },
  ];
}
