/** How the numbers of a figure were obtained, in one sentence each: printed in the figure itself. */
import type { SummaryRow } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import { intervalName, paramsText, percent, symbol } from '../labels.ts';
import type { FigureContext } from './figure.ts';

/** Parameters worth naming in a caption, where an experiment has them; the report lists all. */
const telling = ['learner', 'model', 'weights', 'inputs', 'size'];
const mostNamed = 6;

/** `simulated (learner rbp, N 501; 60 trials a curve; bars: 95 % profile-likelihood interval)`. */
export function transitionMethod(transitions: readonly SummaryRow[]): string {
  const confidence = percent(transitions[0]?.confidence ?? 0.95);
  return `simulated (${setting(transitions)}${trialsText(transitions)} a curve; bars: ${confidence} ${intervalName(transitions)})`;
}

/** `simulated (learner rbp, N 501; 5 trials a point; bars: 95 % Wilson interval)`. `interval`: null where there are no bars. */
export function pointMethod(points: readonly SummaryRow[], interval: string | null): string {
  const confidence = percent(points[0]?.confidence ?? 0.95);
  const bars = interval === null ? '' : `; bars: ${confidence} ${interval}`;
  return `simulated (${setting(points)}${trialsText(points)} a point${bars})`;
}

/** `exact (replica-symmetric theory)`. */
export function theoryMethod(summary: TransitionSummary): string | null {
  return summary.theory === undefined ? null : `exact (replica-symmetric theory, ${summary.theory.quantity})`;
}

function setting(rows: readonly SummaryRow[]): string {
  const first = rows[0]?.params ?? {};
  const constant = Object.keys(first).filter((name) =>
    rows.every((row) => JSON.stringify(row.params[name]) === JSON.stringify(first[name])),
  );
  const known = telling.filter((name) => constant.includes(name));
  const text = paramsText(first, known.length > 0 ? known : constant.slice(0, mostNamed));
  return text === '' ? '' : `${text}; `;
}

function trialsText(rows: readonly SummaryRow[]): string {
  const counts = rows.map((row) => row.trials);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  return least === most ? `${most} ${most === 1 ? 'trial' : 'trials'}` : `${least} to ${most} trials`;
}

/** `load α at 50 % solved, α₅₀ (patterns per synapse)`. */
export function transitionTitle(summary: TransitionSummary, context: FigureContext): string {
  const { label, unit } = axisName(summary.over, context);
  return withUnit(`${label} at ${percent(summary.target)} ${summary.column}, ${symbol(summary.quantity)}`, unit);
}

/** `load α (patterns per synapse)`; a name alone where there is no unit. */
export function axisTitle(name: string, context: FigureContext): string {
  const { label, unit } = axisName(name, context);
  return withUnit(label, unit);
}

/** Dimensionless quantities whose symbol alone would not say enough. */
const spelled: Readonly<Record<string, { label: string; unit: string }>> = {
  alpha: { label: 'load α', unit: 'patterns per synapse' },
  size: { label: 'number of synapses N', unit: '1' },
  synapse_bits: { label: 'synaptic precision', unit: 'bits' },
  correlation: { label: 'correlation λ', unit: '1' },
};

function axisName(name: string, { fields }: FigureContext): { label: string; unit: string } {
  return spelled[name] ?? { label: symbol(name), unit: fields[name]?.unit ?? '1' };
}

function withUnit(label: string, unit: string): string {
  return unit === '1' ? label : `${label} (${unit})`;
}
