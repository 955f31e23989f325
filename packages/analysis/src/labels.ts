/** How names, numbers and intervals are written for people, in tables and figures alike. */
import type { NullableValues, SummaryRow } from '@fewbits/dataset';
import type { Value } from '@fewbits/dataset/columns';
import { valuesKey } from './groups.ts';

const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  alpha50: 'α₅₀',
  alpha_c: 'α_c',
  size: 'N',
  synapse_bits: 'bits',
  snr: 'SNR',
  initial_snr: 'initial SNR',
  snr1: 'SNR/√N',
  ages: 'age',
  correlation: 'λ',
};

/** The symbol of a parameter, column or quantity; its name where it has none. */
export function symbol(name: string): string {
  return symbols[name] ?? name;
}

/** As a heading begins: a Latin word with a capital, a symbol as it is. */
export function capitalised(text: string): string {
  return /^[a-z]{2}/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}

/** `digits` decimals, without trailing zeros when `trim`. */
export function decimals(value: number, digits: number, trim: boolean = false): string {
  const text = value.toFixed(digits);
  return trim && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** `1 bit`, `1.58 bits`. */
export function bitsText(bits: number): string {
  return `${decimals(bits, 2, true)} ${bits === 1 ? 'bit' : 'bits'}`;
}

/** About four significant digits, for quantities of unknown size. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(3);
  return decimals(value, Math.max(0, 3 - Math.floor(Math.log10(size || 1))), true);
}

/** `0.534 [0.521, 0.548]`, `> 0.700` where only a bound is known, `–` where nothing is. */
export function withInterval(row: SummaryRow, write: (value: number) => string): string {
  const { estimate, lower, upper } = row;
  if (estimate === null) {
    if (row.bound === 'above' && lower !== null) return `> ${write(lower)}`;
    if (row.bound === 'below' && upper !== null) return `< ${write(upper)}`;
    return missing;
  }
  if (lower === null || upper === null) return write(estimate);
  return `${write(estimate)} [${write(lower)}, ${write(upper)}]`;
}

export const missing = '–';

/** Entries of a list that are written out. */
const longestList = 6;

/** A parameter value as a spec would have it, a long list in short. */
export function valueText(value: Value | null | undefined): string {
  if (value === null || value === undefined) return missing;
  if (typeof value !== 'object') return String(value);
  const [first, last] = [value[0], value.at(-1)];
  return value.length > longestList ? `${value.length} values from ${first} to ${last}` : JSON.stringify(value);
}

/** `learner rbp, N 501`: the given parameters, those that do not apply left out. */
export function paramsText(params: NullableValues, names: readonly string[]): string {
  return names
    .filter((name) => (params[name] ?? null) !== null)
    .map((name) => `${symbol(name)} ${valueText(params[name])}`)
    .join(', ');
}

/** Whole per cent of a confidence or a share. */
export function percent(share: number): string {
  return `${decimals(100 * share, 1, true)} %`;
}

/** The parameters that differ between rows, in the order of the table. */
export function varyingParams(rows: readonly SummaryRow[], except: readonly (string | null)[] = []): string[] {
  const names = Object.keys(rows[0]?.params ?? {}).filter((name) => !except.includes(name));
  return names.filter((name) => new Set(rows.map((row) => JSON.stringify(row.params[name] ?? null))).size > 1);
}

/** The fewest of those that still tell all rows apart: a learner's own parameters follow from the learner. */
export function tellingParams(rows: readonly SummaryRow[], except: readonly (string | null)[] = []): string[] {
  const varying = varyingParams(rows, except);
  const count = (names: readonly string[]): number => new Set(rows.map((row) => valuesKey(row.params, names))).size;
  let telling = varying;
  for (const name of varying.toReversed()) {
    const without = telling.filter((other) => other !== name);
    if (count(without) === count(varying)) telling = without;
  }
  return telling;
}

/** How the intervals of transitions came about: an adaptive search has sequential ones beside its posterior ones. */
export function intervalName(transitions: readonly SummaryRow[]): string {
  const isSearched = transitions.some((row) => row.lower_sequential !== null || row.upper_sequential !== null);
  return isSearched ? 'posterior interval of an adaptive search' : 'profile-likelihood interval';
}
