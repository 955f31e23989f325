import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeFileAtomic, writeOutput } from './atomic-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fewbits-atomic-'));
});
afterEach(() => {
  chmodSync(dir, 0o755);
  rmSync(dir, { recursive: true });
});

it('replaces a file and leaves no temporary one', () => {
  const path = join(dir, 'a');
  writeFileSync(path, 'old');
  writeFileAtomic(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(dir)).toEqual(['a']);
});

it('leaves the old file alone when it cannot finish', () => {
  const path = join(dir, 'folder');
  writeFileSync(join(dir, 'keep'), 'old');
  // A folder cannot be replaced by a file: the rename fails after the temporary file was written.
  mkdtempSync(`${path}-`);
  const target = readdirSync(dir).find((name) => name.startsWith('folder')) as string;
  expect(() => writeFileAtomic(join(dir, target), 'new')).toThrow();
  expect(readdirSync(dir).sort()).toEqual([target, 'keep'].sort());
});

it('writes through a link that a user points at, and replaces a plain file in one step', () => {
  const [file, link] = [join(dir, 'file'), join(dir, 'link')];
  writeOutput(file, Buffer.from('first, and longer'));
  symlinkSync(file, link);
  writeOutput(link, Buffer.from('second'));
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('second');
  writeOutput(file, Buffer.from('third'));
  expect(readFileSync(link, 'utf8')).toBe('third');
  expect(readdirSync(dir).sort()).toEqual(['file', 'link']);
});
