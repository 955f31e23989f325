/**
 * Patterns of the user's own, from a file with a row a pattern: the column `label`, and an input in each of the others.
 *
 * An input column of −1 and 1, or of 0 and 1, is taken as it is (1 is the high value). Any other column holds real values and is
 * binarised at its median: high where the value is above it. Labels are −1 and 1, or 0 and 1 (0 is −1). Both rules look at the
 * file alone, so that its content says all; `patternsFileVersion` of columns.ts stands for the rules.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FileFacts, PatternSet } from './columns.ts';
import { DataFileError, type NumberTable, readNumberTable } from './number-table.ts';

export interface PatternsFile {
  /** SHA-256 of the content. */
  readonly sha256: string;
  readonly patterns: PatternSet;
  /** size, patterns, input_rate (share of high inputs), output_rate (share of labels +1), binarised (columns). */
  readonly facts: FileFacts;
}

const labelColumn = 'label';
const labelValues = '-1 or 1, 0 or 1, or true or false';
const mostTold = 10;

/** Read the file at `path`. Throws a `DataFileError` with all that is wrong with it, its place included. */
export async function readPatternsFile(path: string): Promise<PatternsFile> {
  const bytes = bytesOf(path);
  const { set, binarised } = interpret(
    await readNumberTable(bytes, path, (column) => (column === labelColumn ? labelValues : 'a number')),
  );
  const { size, patterns, bits, labels } = set;
  const high = bits.reduce((sum, bit) => sum + bit, 0);
  const positive = labels.filter((label) => label === 1).length;
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    patterns: set,
    facts: { size, patterns, input_rate: high / bits.length, output_rate: positive / patterns, binarised },
  };
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new DataFileError([`no such file (looked for ${path})`]);
    if (code === 'EISDIR') throw new DataFileError([`is a directory, expected a file of patterns (${path})`]);
    throw new DataFileError([`cannot be read: ${message}`]);
  }
}

function interpret({ names, rows, columns }: NumberTable): { set: PatternSet; binarised: number } {
  const at = names.indexOf(labelColumn);
  if (at < 0) {
    const shown = `${names.slice(0, 6).join(', ')}${names.length > 6 ? ', …' : ''}`;
    throw new DataFileError([`has no column ${labelColumn}, expected one beside the inputs; its columns are ${shown}`]);
  }
  if (rows === 0) throw new DataFileError(['has no row, expected one a pattern']);
  if (names.length === 1) throw new DataFileError([`has no column but ${labelColumn}, expected one an input`]);
  const inputs = columns.flatMap((values, k) => (k === at ? [] : [{ name: names[k] as string, values }]));
  const faults = [
    ...labelFaults(columns[at] as Float64Array),
    ...inputs.flatMap(({ name, values }) => inputFaults(name, values)),
  ];
  if (faults.length > 0) throw new DataFileError(faults.slice(0, mostTold));
  const size = inputs.length;
  const bits = new Uint8Array(rows * size);
  let binarised = 0;
  inputs.forEach(({ values }, i) => {
    const border = isBinary(values) ? 0 : median(values);
    if (!isBinary(values)) binarised++;
    for (let mu = 0; mu < rows; mu++) bits[mu * size + i] = (values[mu] as number) > border ? 1 : 0;
  });
  const labels = Int8Array.from(columns[at] as Float64Array, (label) => (label === 1 ? 1 : -1));
  return { set: { size, patterns: rows, bits, labels }, binarised };
}

/** Of −1 and 1, or of 0 and 1. */
function isBinary(values: Float64Array): boolean {
  return values.every((value) => value === 1 || value === -1) || values.every((value) => value === 1 || value === 0);
}

function isTernary(values: Float64Array): boolean {
  return !isBinary(values) && values.every((value) => value === 0 || value === 1 || value === -1);
}

function labelFaults(labels: Float64Array): string[] {
  if (isBinary(labels)) return [];
  if (isTernary(labels)) return [`column ${labelColumn}: got -1, 0 and 1, expected two of them: -1 and 1, or 0 and 1`];
  return Array.from(labels).flatMap((label, mu) =>
    label === 1 || label === 0 || label === -1
      ? []
      : [`row ${mu + 1}, column ${labelColumn}: got ${label}, expected ${labelValues}`],
  );
}

/** A third value among −1 and 1 is more likely a hole in the data than a real value. */
function inputFaults(name: string, values: Float64Array): string[] {
  return isTernary(values) ? [`column ${name}: got -1, 0 and 1, expected -1 and 1, or 0 and 1, or real values`] : [];
}

/** Middle of the sorted values; the mean of the two middle ones where their number is even. */
function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
