/** Patterns of the user's own: known by content, read from three formats, refused with a place. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable, exportTable } from '@fewbits/dataset/tables';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folder, folder } from './cli.ts';

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

/** 12 patterns of 21 inputs by a fixed rule, labels from the first input and a few flips. */
const rows = Array.from({ length: 12 }, (_, mu) =>
  Array.from({ length: 22 }, (_, i) => ((mu * 37 + i * i * 11 + mu * i * 5) % 7 < 3 ? 1 : -1)),
);
const names = [...Array.from({ length: 21 }, (_, i) => `x${i}`), 'label'];
const csv = [names, ...rows].map((cells) => cells.join(',')).join('\n');
const arrow = tableToIPC(
  tableFromArrays(Object.fromEntries(names.map((name, k) => [name, Int8Array.from(rows, (row) => row[k] as number)]))),
  'file',
);
const spec = (file: string, more = ''): string =>
  `seed: 3\nexperiment: storage-capacity\nfixed: { weights: binary, patterns_file: ${file} }\ngrid: { learner: [sbpi, rbp] }\nreplicates: 3\n${more}`;
const trials = (out: string) => decodeTable(here.read(`${out}/trials.arrow`)).rows;

it('gives the same bytes wherever the file stands, and other trials for another content', () => {
  here.write('a.csv', csv);
  here.write('b.csv', csv);
  here.write('c.csv', `${csv}\n${rows[0]?.map((x) => -x).join(',')}`);
  for (const name of ['a', 'b', 'c']) {
    here.write(`${name}.yaml`, spec(`${name}.csv`));
    expect(here.fewbits('run', `${name}.yaml`, '--out', name, '-j', name === 'a' ? '1' : '2').code).toBe(0);
  }
  expect(here.sha256('a/trials.arrow')).toBe(here.sha256('b/trials.arrow'));
  const ids = new Set(trials('a').map((row) => row['trial_id']));
  expect(trials('c').some((row) => ids.has(row['trial_id'] as string))).toBe(false);
  for (const row of trials('a')) {
    expect(row).toMatchObject({
      patterns_file: here.sha256('a.csv'),
      size: 21,
      alpha: 12 / 21,
      patterns: 12,
      solved: true,
    });
  }
  // Tables hold no path.
  expect(here.read('a/trials.arrow').includes('a.csv')).toBe(false);
});

it('reads the same patterns from Arrow and Parquet', async () => {
  here.write('p.arrow', arrow);
  here.write('p.parquet', await exportTable(arrow, 'parquet'));
  here.write('p.csv', csv);
  here.write(
    's.yaml',
    spec('p.csv')
      .replace('patterns_file: p.csv', '')
      .replace('binary, ', 'binary')
      .replace('grid: {', 'grid: { patterns_file: [p.csv, p.arrow, p.parquet], '),
  );
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
  const found = trials('r');
  expect(found).toHaveLength(18);
  expect(found.every((row) => row['patterns'] === 12 && row['solved'] === true)).toBe(true);
});

it('reuses everything when the file is moved, and tells, reports and exports when it is gone', () => {
  here.write('a.csv', csv);
  here.write('s.yaml', spec('a.csv'));
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
  here.write('b.csv', csv);
  rmSync(join(here.path, 'a.csv'));
  const again = here.fewbits('run', 's.yaml', 'patterns_file=b.csv', '--out', 'r', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ trials: 6, done: 6, reused: 6 });
  rmSync(join(here.path, 'b.csv'));
  expect(JSON.parse(here.fewbits('status', 'r', '--json').stdout)).toMatchObject({ done: 6, failed: 0 });
  expect(here.fewbits('report', 'r').code).toBe(0);
  expect(here.fewbits('export', 'r', '--table', 'summary', '--format', 'csv').code).toBe(0);
  const id = trials('r')[0]?.['trial_id'] as string;
  expect(here.fewbits('explain', 'r', id).code).toBe(0);
});

it('says in the plan what the file holds', () => {
  here.write('a.csv', csv.replace(/^(-?1)/gm, '$1.5'));
  here.write('s.yaml', spec('a.csv'));
  expect(here.fewbits('run', 's.yaml', '-n').stdout).toMatch(
    /file +a\.csv \(SHA-256 [0-9a-f]{12}…\): 12 patterns of 21 inputs, 1 of them real values binarised at their medians/,
  );
});

it.each([
  ['that is missing', null, '', /3:42 +fixed\.patterns_file +p\.csv: no such file \(looked for .*p\.csv\)/],
  [
    'with a missing value',
    csv.replace('\n1,', '\n,'),
    '',
    /3:42 +fixed\.patterns_file +p\.csv: row \d+, column x0: missing value, expected a number/,
  ],
  [
    'with other labels',
    csv.replace(/1$/, '3'),
    '',
    /p\.csv: row 12, column label: got -?3, expected -1 or 1, 0 or 1, or true or false/,
  ],
  ['with a short row', `${csv}\n1,1`, '', /p\.csv: row 13: got 2 cells, expected 22 as in the header/],
  ['without labels', csv.replace('label', 'y'), '', /p\.csv: has no column label, expected one beside the inputs/],
  [
    'of another size',
    csv,
    'size=23',
    /size=23 +fixed\.size +got 23, expected 21, the number of inputs in patterns_file/,
  ],
  ['with too few patterns', csv, 'alpha=0.9', /alpha=0\.9 +fixed\.alpha +got 0\.9, expected at most 0\.571/],
])('refuses a file %s: where, what was expected, exit 2, nothing written', (_, text, override, message) => {
  if (text !== null) here.write('p.csv', text);
  here.write('s.yaml', spec('p.csv'));
  const { code, stdout, stderr } = here.fewbits('run', 's.yaml', ...(override ? [override] : []));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(here.has('runs')).toBe(false);
});
