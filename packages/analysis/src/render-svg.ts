/** A figure drawn as SVG text, without a browser or a canvas. */
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from './figures/figure.ts';

/** Mean advance of a character of a sans-serif face, in units of the font size: DejaVu Sans 0.6, Helvetica 0.5. */
const meanAdvance = 0.6;

/** The same bytes for the same figure, on any machine. Vega loads with the first call (0.3 s). */
export async function renderSvg(figure: Pick<Figure, 'name' | 'spec'>): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Vega would ask a canvas, where one happens to be installed, and else allow 0.8 for every character.
  const { textMetrics } = vega as object as { textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11 }, text) => meanAdvance * fontSize * String(text ?? '').length;

  const plain: object = figure.spec;
  const view = new vega.View(vega.parse(compile(plain as TopLevelSpec).spec), {
    renderer: 'none',
    logLevel: vega.Warn,
  });
  const svg = await view.toSVG();
  view.finalize();
  return withOwnIds(svg, figure.name);
}

interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: unknown) => number;
}

/** Vega numbers clip paths and gradients through the whole process; here by their order in the figure, under its name. */
function withOwnIds(svg: string, name: string): string {
  const ids = new Map<string, string>();
  return svg.replaceAll(/(\bid="|url\(#|href="#)((?:clip|gradient_)\d+)/g, (_, before: string, id: string) => {
    const own = ids.get(id) ?? `${name}-${ids.size}`;
    ids.set(id, own);
    return `${before}${own}`;
  });
}
