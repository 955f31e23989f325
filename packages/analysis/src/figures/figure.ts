/** What a figure is: a Vega-Lite specification with its data inside, and the words around it. */
import type { Summary } from '@fewbits/dataset/columns';

/** A Vega-Lite 6 specification as JSON would hold it, data included. */
export interface FigureSpec {
  readonly $schema: string;
  readonly description: string;
  readonly [property: string]: unknown;
}

export interface Figure {
  /** Stem of its file, e.g. `capacity-vs-bits`. */
  readonly name: string;
  readonly title: string;
  /** How the numbers were obtained; printed in the figure too. */
  readonly caption: string;
  /** What it shows, for those who cannot see it. */
  readonly alt: string;
  readonly spec: FigureSpec;
}

export interface FigureContext {
  readonly summaries: readonly Summary[];
  /** Unit and one line of text of parameters and columns, for the axes. */
  readonly fields: Readonly<Record<string, { readonly unit: string; readonly doc: string }>>;
}

/** One layer of a layered figure. */
export type Layer = Readonly<Record<string, unknown>>;

/** A position channel with its scale, shared by the layers of a figure. */
export interface Position {
  readonly field: string;
  readonly type: 'quantitative';
  readonly scale: { readonly domain: readonly [number, number]; readonly nice: false; readonly zero: false };
}

export function position(field: string, domain: readonly [number, number]): Position {
  return { field, type: 'quantitative', scale: { domain, nice: false, zero: false } };
}

/** From the smallest to the largest of `values`, widened by `margin` of that at both ends. */
export function domainOf(values: readonly number[], margin: number): [number, number] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = margin * (most - least || Math.abs(most) || 1);
  return [least - room, most + room];
}

/** What a mark says when pointed at: as `aria-label` in the SVG, as tooltip where Vega runs. */
export const hover = {
  description: { field: 'hover', type: 'nominal' },
  tooltip: { field: 'hover', type: 'nominal' },
} as const;

export const schema = 'https://vega.github.io/schema/vega-lite/v6.json';

/** A panel per value of the field `panel`, one below the other, in the order given. */
export function rowPanels(panels: readonly string[]): object {
  const header = { orient: 'top', labelAnchor: 'start', labelOrient: 'top', labelFontWeight: 'bold', labelPadding: 3 };
  return { row: { field: 'panel', type: 'nominal', sort: panels, title: null, header } };
}
