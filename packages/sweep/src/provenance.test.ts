import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programState } from './provenance.ts';

let checkout: string;
let head: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: checkout, encoding: 'utf8' });

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'fewbits-provenance-'));
  mkdirSync(join(checkout, 'packages/own'), { recursive: true });
  mkdirSync(join(checkout, 'node_modules/installed'), { recursive: true });
  for (const folder of ['packages/own', 'node_modules/installed'])
    writeFileSync(join(checkout, folder, 'package.json'), '{}');
  writeFileSync(join(checkout, 'package-lock.json'), 'locked');
  git('init', '-q');
  git('add', 'packages');
  git('commit', '-qm', 'first');
  head = git('rev-parse', 'HEAD').trim();
});
afterAll(() => rmSync(checkout, { recursive: true }));

it('tells the commit of a program that runs from its checkout, with a flag for changes, and the hash of the lock file', () => {
  const own = join(checkout, 'packages/own');
  const lockfile = createHash('sha256').update('locked').digest('hex');
  expect(programState(own)).toMatchObject({ git: { commit: head, dirty: false }, lockfile });
  writeFileSync(join(own, 'package.json'), '{ "changed": true }');
  expect(programState(own).git).toEqual({ commit: head, dirty: true });
});

it('does not take the commit of the project that a program is installed in for its own', () => {
  expect(programState(join(checkout, 'node_modules/installed')).git).toBe(null);
});

it('knows every WebAssembly module by its content', () => {
  const { wasm } = programState(checkout);
  expect(Object.keys(wasm)).toEqual(['belief', 'online-memory', 'perceptron']);
  for (const hash of Object.values(wasm)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});
