/** The rules about who may import whom are enforced: a planted violation fails the lint. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'fewbits-boundaries-'));
  for (const path of ['packages/theory/package.json', 'packages/dataset/package.json', 'package.json']) {
    cpSync(join(root, path), join(copy, path));
  }
  const biome = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { vcs: object };
  writeFileSync(join(copy, 'biome.json'), JSON.stringify({ ...biome, vcs: { enabled: false } }));
  mkdirSync(join(copy, 'packages/theory/src'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

function lint(source: string): { status: number | null; output: string } {
  writeFileSync(join(copy, 'packages/theory/src/planted.ts'), source);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', 'packages'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

const use = (name: string): string => `export const planted: unknown = ${name};\n`;

describe('in packages/theory the lint', () => {
  it('accepts what is allowed', () => {
    const { status, output } = lint(`import { logH } from '@fewbits/numerics';\n${use('logH')}`);
    expect(output).not.toContain('noRestrictedImports');
    expect(status).toBe(0);
  });

  it.each([
    [
      'a package that theory must not see',
      "import { learners as x } from '@fewbits/learners';",
      '@fewbits/theory may import numerics',
    ],
    ['a package through a path', "import { x } from '../../learners/src/bp.ts';", 'reach another package by its name'],
    [
      'the inside of a package',
      "import { x } from '@fewbits/numerics/src/root.ts';",
      '@fewbits/theory may import numerics',
    ],
    ['the file system', "import { readFileSync as x } from 'node:fs';", 'touches no files and no processes'],
    ['a table format', "import { Table as x } from 'apache-arrow';", 'may not import apache-arrow'],
    ['a dependency that is not declared', "import { parse as x } from 'yaml';", 'noUndeclaredDependencies'],
  ])('refuses %s', (_, line, message) => {
    const { status, output } = lint(`${line}\n${use('x')}`);
    expect(output).toContain(message);
    expect(status).toBe(1);
  });
});

it('packages agree with tools/boundaries.json, and the rules are made from it', () => {
  const check = spawnSync(process.execPath, ['tools/boundaries.mjs', '--check'], { cwd: root, encoding: 'utf8' });
  expect(check.stderr).toBe('');
  expect(check.status).toBe(0);
});
