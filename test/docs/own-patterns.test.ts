/** docs/your-own-patterns.md cannot lie: its sweep is the one beside it, its commands, its table and its error are executed. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Folder, folder, root } from '../e2e/cli.ts';
import { blockOf, shell } from './blocks.ts';

const page = 'docs/your-own-patterns.md';

let here: Folder;
beforeAll(() => {
  here = folder();
  cpSync(join(root, 'docs/examples'), join(here.path, 'docs/examples'), { recursive: true });
});
afterAll(() => here.remove());

it('shows the sweep that stands in the file', () => {
  const file = readFileSync(join(root, 'docs/examples/readings.yaml'), 'utf8');
  expect(file.trim().endsWith(blockOf(page, 'yaml', 'readings').trim())).toBe(true);
});

it('shows commands that work as written, and the table that they print', () => {
  const { status, stdout, stderr } = shell(blockOf(page, 'sh', 'npx fewbits run'), here.path);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /file +readings\.csv \(SHA-256 [0-9a-f]{12}…\): 45 patterns of 25 inputs, 25 of them real values/,
  );
  expect(stdout).toContain(blockOf(page, 'text', 'levels').trim());
  expect(here.read('summary.csv').toString()).toMatch(/^learner,/);
});

it('shows the error that its faulty file gets, and the one behind it', () => {
  const text = blockOf(page, 'csv', 'x1,x2');
  here.write('holes.csv', text);
  here.write(
    'holes.yaml',
    'experiment: storage-capacity\nfixed: { learner: rbp, weights: binary, patterns_file: holes.csv }\n',
  );
  const first = here.fewbits('run', 'holes.yaml');
  expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 2, stdout: '' });
  expect(first.stderr.trim()).toBe(blockOf(page, 'text', 'holes.yaml').trim());
  here.write('holes.csv', text.replace('-1,,', '-1,1,'));
  expect(here.fewbits('run', 'holes.yaml').stderr).toMatch(
    /row 3, column label: got 2, expected -1 or 1, 0 or 1, or true or false/,
  );
  expect(here.has('runs/holes')).toBe(false);
});
