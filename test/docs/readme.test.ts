/** The README cannot lie: its snippets are executed, its table and its figure are those of the command beside them. */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Folder, folder, root } from '../e2e/cli.ts';
import { pythonWith } from '../readers/programs.ts';
import { blockOf, shell } from './blocks.ts';

const block = (language: string, part: string): string => blockOf('README.md', language, part);

let here: Folder;
beforeAll(() => {
  here = folder();
  symlinkSync(join(root, 'node_modules'), join(here.path, 'node_modules'));
  here.write('mine.yaml', block('yaml', 'experiment:'));
});
afterAll(() => here.remove());

it('prints the table that npm start prints, and shows its figure', () => {
  const table = block('text', 'levels');
  const { status, stdout } = shell(`npx fewbits run "${join(root, 'sweeps/few-bits.yaml')}" --out few-bits`, here.path);
  expect(status).toBe(0);
  expect(table.trim()).toBe(stdout.trim());
  const figure = readFileSync(join(root, 'docs/figures/capacity-vs-bits.svg'), 'utf8');
  expect(here.read('few-bits/figures/capacity-vs-bits.svg').toString()).toBe(figure);
}, 300_000);

it('shows commands that work as written', () => {
  const sweep = shell(block('sh', 'run mine.yaml'), here.path);
  expect(sweep.stderr).not.toMatch(/problem|Error/);
  expect(sweep.status).toBe(0);
  expect(sweep.stdout).toMatch(/quantity,coordinate,estimate/);
  expect(here.has('runs/mine/report.html')).toBe(true);
  const theory = shell(block('sh', 'theory critical-load'), here.path);
  expect(theory.status).toBe(0);
  expect(theory.stdout).toMatch(/16 .*0\.9542/);
});

it('shows a search that works as written', () => {
  here.write('turn.yaml', block('yaml', 'search:'));
  const { status, stdout } = shell('npx fewbits run turn.yaml', here.path);
  expect(status).toBe(0);
  expect(stdout).toMatch(/posterior interval of an adaptive search/);
});

it('shows a library snippet that works as written', () => {
  here.write('snippet.mjs', block('js', 'runSweep'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['snippet.mjs'], { cwd: here.path, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^(sbpi|rbp) 0\.\d (true|false)$/m);
});

const python = pythonWith('pandas');
it.skipIf(python === null)('shows a pandas snippet that works as written', () => {
  const text = block('python', 'pandas').replace(
    'npx fewbits',
    `'${process.execPath}' '${join(root, 'packages/cli/bin/fewbits.js')}'`,
  );
  const { status, stdout, stderr } = spawnSync(python as string, ['-c', text], { cwd: here.path, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/learner +estimate +lower +upper +theory/);
});

it('links to files that exist', () => {
  for (const page of [
    'README.md',
    'CONTRIBUTING.md',
    'docs/reproducing.md',
    'docs/concepts.md',
    'docs/file-format.md',
    'docs/your-own-patterns.md',
    'sweeps/README.md',
  ]) {
    const text = readFileSync(join(root, page), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(() => readFileSync(join(root, page, '..', target as string)), `${page} → ${target}`).not.toThrow(/ENOENT/);
    }
  }
});

it('has a schema and a file-format page that are what the declarations say', () => {
  const { status, stderr } = spawnSync(process.execPath, ['tools/schema/write.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
