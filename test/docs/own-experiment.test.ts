/** docs/your-own-experiment.md cannot lie: its sweep is the one beside it, its commands and its error are executed. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable } from '@fewbits/dataset/tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Folder, folder, root } from '../e2e/cli.ts';
import { blockOf, shell } from './blocks.ts';

const page = 'docs/your-own-experiment.md';

let here: Folder;
beforeAll(() => {
  here = folder();
  cpSync(join(root, 'docs/examples'), join(here.path, 'docs/examples'), { recursive: true });
});
afterAll(() => here.remove());

it('shows the sweep that stands in the file', () => {
  const file = readFileSync(join(root, 'docs/examples/clipped-hopfield.yaml'), 'utf8');
  expect(file.trim().endsWith(blockOf(page, 'yaml', 'clipped-hopfield').trim())).toBe(true);
});

it('shows commands that work as written: more bits recall at a higher load', () => {
  const { status, stdout, stderr } = shell(blockOf(page, 'sh', 'npx fewbits run'), here.path);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/code +runs \.\/clipped-hopfield\.mjs \(SHA-256 [0-9a-f]{12}…\)/);
  expect(stdout).toMatch(/trials +480, 0 done already, 480 to do/);
  const rows = decodeTable(here.read('runs/clipped-hopfield/summary.arrow')).rows as {
    quantity: string;
    bits: number | null;
    estimate: number;
    upper: number;
    lower: number;
  }[];
  const at = (bits: number | null) => rows.find((row) => row.quantity === 'alpha50' && row.bits === bits);
  // One bit stores clearly less than exact weights; the intervals do not touch.
  expect(at(1)?.upper).toBeLessThan(at(null)?.lower as number);
});

it('shows the error that its broken module gets', () => {
  here.write('broken.mjs', blockOf(page, 'js', "name: 'broken'"));
  here.write('broken.yaml', 'experiment: ./broken.mjs\n');
  const { code, stdout, stderr } = here.fewbits('run', 'broken.yaml');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trim().endsWith(blockOf(page, 'text', 'broken.mjs').trim())).toBe(true);
  expect(here.has('runs/broken')).toBe(false);
});
