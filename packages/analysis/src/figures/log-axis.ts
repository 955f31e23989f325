/** A logarithmic axis with a tick at every decade, or at 1, 2, 5 where there are few. */

/** Room at both ends, as a factor. */
const room = 1.3;
/** Decades below which there are ticks between them. */
const fewDecades = 2.5;
/** Where all ticks lie between these they are written out, else as powers of ten. */
const writtenOut = [1e-3, 1e5] as const;

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
    axis: { title, grid: false, values: ticks, labelExpr: labelsOf(ticks) },
  };
}

/** A Vega expression that writes the ticks: `0.01`, or `10⁻⁷` and `2·10⁻⁷` where they go far. */
function labelsOf(ticks: readonly number[]): string {
  const isShort = ticks.every((tick) => tick >= writtenOut[0] && tick <= writtenOut[1]);
  // Tenths of a decade tell 1, 2 and 5 apart.
  const named = ticks.map((tick) => [`t${Math.round(10 * Math.log10(tick))}`, isShort ? String(tick) : power(tick)]);
  return `(${JSON.stringify(Object.fromEntries(named))})['t' + round(10 * log(datum.value) / LN10)]`;
}

function power(tick: number): string {
  const [factor, exponent = ''] = tick.toExponential(0).split('e');
  const raised = [...exponent.replace('+', '')]
    .map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]))
    .join('');
  return `${factor === '1' ? '' : `${factor}·`}10${raised}`;
}
