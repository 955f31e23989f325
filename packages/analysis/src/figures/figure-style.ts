/**
 * How every figure looks: for print, in black and white, and for the colour-blind.
 *
 * Colours of Okabe & Ito, "Color Universal Design" (2008), darkest first; shape and dash say the same as colour does (6 and 7 of them: no two of 42 series
 * share both).
 */
import type { Config } from 'vega-lite';

export const colours: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
export const shapes: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'];
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
