/**
 * How every figure looks: for print, in black and white, and for the colour-blind.
 *
 * Twelve colours: six of Okabe & Ito, "Color Universal Design" (2008), then brown, violet and azure of Krzywinski's palettes for colour
 * blindness, wine and indigo of Tol's "muted" scheme, and ochre; no two are closer to each other, in CIELAB with normal, protanopic or
 * deuteranopic vision (Machado et al. 2009), than the closest two of the first six (17). Black is theory's. Shape and dash say the same as colour
 * does: 12, 11 and 7 of them, so that no two of 77 series share both shape and dash, and no two of 132 both colour and shape.
 */
import type { Config } from 'vega-lite';

export const colours: readonly string[] = [
  ...['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  ...['#5d3a00', '#8400cd', '#882255', '#332288', '#8c6d31', '#008df9'],
];
/** Names that Vega knows, and outlines in a square from -1 to 1: pentagon, star, slanted cross. */
export const shapes: readonly string[] = [
  ...['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-right', 'triangle-left'],
  'M0,-1L0.951,-0.309L0.588,0.809L-0.588,0.809L-0.951,-0.309Z',
  'M0,-1.15L0.282,-0.388L1.094,-0.355L0.457,0.148L0.676,0.93L0,0.48L-0.676,0.93L-0.457,0.148L-1.094,-0.355L-0.282,-0.388Z',
  'M0.506,-0.972L0.972,-0.506L0.467,0L0.972,0.506L0.506,0.972L0,0.467L-0.506,0.972L-0.972,0.506L-0.467,0L-0.972,-0.506L-0.506,-0.972L0,-0.467Z',
];
export const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
  [4, 1],
  [10, 2, 2, 2, 2, 2],
];

/** Theory, in every figure. */
export const ink = '#000000';
/** Reference lines and notes. */
export const grey = '#555555';

const font = 'Helvetica, Arial, DejaVu Sans, sans-serif';

export const figureConfig: Config = {
  background: 'white',
  font,
  padding: 8,
  view: { stroke: null },
  axis: {
    domainColor: ink,
    tickColor: ink,
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: '#e6e6e6',
  },
  legend: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 1.5,
    symbolSize: 80,
    symbolOpacity: 1,
  },
  header: { labelFontSize: 12, titleFontSize: 12, labelColor: ink },
  title: { anchor: 'start', fontSize: 15, fontWeight: 'bold', subtitleFontSize: 11, subtitleColor: grey, offset: 12 },
};

/** `text` in lines of at most `width` characters, broken at spaces, but not before %; the default fits a figure 500 pixels wide. */
export function wrapped(text: string, width: number = 96): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(' %', '\u00a0%').split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
