/** Faults of plain objects that a user wrote in code: kinds of values and unknown keys, in the words of a spec's errors. */
import { didYouMean } from './nearest-name.ts';
import { show } from './parameter-values.ts';
import { isRecord, type Report } from './spec-source.ts';

/** Any JavaScript value as text for a message; `show` is for plain data only. */
export function described(value: unknown): string {
  switch (typeof value) {
    case 'function':
      return 'a function';
    case 'number':
    case 'symbol':
      return String(value);
    case 'bigint':
      return `${value}n`;
    default:
      return value instanceof Promise ? 'a Promise' : showObject(value);
  }
}

function showObject(value: unknown): string {
  try {
    return show(value);
  } catch {
    return 'an object that is not plain data'; // cycles, bigints and objects that refuse toJSON
  }
}

/** e.g. `missing, expected a text` or `got 3, expected a text`. */
export function gotInstead(value: unknown, expected: string): string {
  return value === undefined ? `missing, expected ${expected}` : `got ${described(value)}, expected ${expected}`;
}

/** The object at `path`, its unknown keys reported; null when it is none. */
export function objectAt(
  value: unknown,
  path: readonly (string | number)[],
  known: readonly string[] | null,
  expected: string,
  report: Report,
): Readonly<Record<string, unknown>> | null {
  if (!isRecord(value) || value instanceof Promise) {
    report(path, gotInstead(value, expected));
    return null;
  }
  for (const key of Object.keys(value)) {
    if (known && !known.includes(key))
      report([...path, key], `unknown key${didYouMean(key, known) || `. Known: ${known.join(', ')}`}`);
  }
  return value;
}

/** Report the value at `path` unless it is one line of text. */
export function checkText(value: unknown, path: readonly (string | number)[], report: Report): void {
  if (typeof value !== 'string' || value.trim() === '' || /[\r\n]/.test(value))
    report(path, gotInstead(value, 'one line of text'));
}
