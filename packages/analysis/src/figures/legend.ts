/**
 * The legend of a figure, drawn as a panel of its own below the plot: line and mark of every entry as they are in the plot,
 * whatever layer they come from. (Vega's own legends would dash the outline of a mark like its line.)
 */
import type { Layer } from './figure.ts';
import { ink } from './figure-style.ts';

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  /** Null: no mark. */
  readonly shape: string | null;
  /** Null: no line. */
  readonly dash: readonly number[] | null;
  /** Default 1.5. */
  readonly strokeWidth?: number;
  /** Default 70. */
  readonly size?: number;
}

const fontSize = 12;
/** Width of a character: of DejaVu Sans, the widest of the faces that the style names. */
const advance = 0.6 * fontSize;
const rowHeight = 18;
const sample = 26;
const gap = 8;
/** At most this wide a row of entries is, beyond the width of the plot. */
const overhang = 60;

/** The plot, or panels, with groups of entries below, each in columns of its own. `width`: of the plot. Without entries the plot alone. */
export function withLegend(plot: Layer, groups: readonly (readonly LegendEntry[])[], width: number): Layer {
  const entries = groups.flat();
  if (entries.length === 0) return plot;
  return { vconcat: [plot, legendPanel(groups, width)], spacing: 12 };
}

interface PlacedEntry extends LegendEntry {
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly text: number;
  readonly y: number;
}

/** Groups one below the other, pixels from the top left. */
function placed(groups: readonly (readonly LegendEntry[])[], width: number): { values: PlacedEntry[]; rows: number } {
  const values: PlacedEntry[] = [];
  let rows = 0;
  for (const entries of groups.filter(({ length }) => length > 0)) {
    const cell = sample + 3 * gap + advance * Math.max(...entries.map(({ label }) => label.length));
    const columns = Math.max(1, Math.min(entries.length, Math.floor((width + overhang) / cell)));
    for (const [i, entry] of entries.entries()) {
      const from = (i % columns) * cell;
      const y = (rows + Math.floor(i / columns) + 0.5) * rowHeight;
      values.push({
        ...{ strokeWidth: 1.5, size: 70 },
        ...entry,
        from,
        to: from + sample,
        middle: from + sample / 2,
        text: from + sample + gap,
        y,
      });
    }
    rows += Math.ceil(entries.length / columns);
  }
  return { values, rows };
}

function legendPanel(groups: readonly (readonly LegendEntry[])[], width: number): Layer {
  const { values, rows } = placed(groups, width);
  const at = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });
  const raw = (field: string): object => ({ field, type: 'nominal', scale: null, legend: null });
  const only = (field: string): object => ({ transform: [{ filter: `datum.${field} !== null` }] });
  return {
    width,
    height: rows * rowHeight,
    view: { stroke: null },
    data: { values },
    encoding: { y: at('y') },
    layer: [
      {
        ...only('dash'),
        mark: { type: 'rule', aria: false },
        encoding: {
          ...{ x: at('from'), x2: { field: 'to' }, color: raw('colour'), strokeDash: raw('dash') },
          strokeWidth: { ...raw('strokeWidth'), type: 'quantitative' },
        },
      },
      {
        ...only('shape'),
        mark: { type: 'point', filled: true, opacity: 1, stroke: 'white', strokeWidth: 0.7, aria: false },
        encoding: {
          ...{ x: at('middle'), color: raw('colour'), shape: raw('shape') },
          size: { ...raw('size'), type: 'quantitative' },
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize, color: ink, aria: false },
        encoding: { x: at('text'), text: { field: 'label' } },
      },
    ],
  };
}
