/** A logarithmic axis with a tick at every decade, or at 1, 2, 5 where there are few. */

/** Room at both ends, as a factor. */
const room = 1.3;
/** Decades below which there are ticks between them. */
const fewDecades = 2.5;
/** Ticks from here on are written as powers. */
const long = 1e7;

export function logAxis(field: string, values: readonly number[], title: string): object {
  const [least, most] = [Math.min(...values) / room, Math.max(...values) * room];
  const steps = Math.log10(most / least) < fewDecades ? [1, 2, 5] : [1];
  const ticks = Array.from({ length: 40 }, (_, k) => k - 20)
    .flatMap((exponent) => steps.map((step) => Number(`${step}e${exponent}`)))
    .filter((tick) => tick >= least && tick <= most);
  const scale = { type: 'log', domain: [least, most], nice: false };
  return {
    field,
    type: 'quantitative',
    scale,
    axis: { title, grid: false, values: ticks, format: most < long ? '~g' : '~e' },
  };
}
