/** The completion script, sourced by a shell that has the built `fewbits` in its path. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder, root, smallSpec } from './cli.ts';

let here: Folder;
beforeAll(() => {
  here = folder();
  here.write('s.yaml', smallSpec(1));
  here.write('fewbits', `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'packages/cli/bin/fewbits.js')}" "$@"\n`);
  chmodSync(join(here.path, 'fewbits'), 0o755);
});
afterAll(() => here.remove());

const hasBash = spawnSync('bash', ['--version']).status === 0;

/** What bash offers for the last of `words`. */
function offered(...words: string[]): string[] {
  const quoted = ['fewbits', ...words].map((word) => `'${word}'`).join(' ');
  const script = `source <(fewbits completion bash); COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _fewbits
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, PATH: `${here.path}:${process.env['PATH']}` };
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: here.path, env, encoding: 'utf8' });
  expect(stderr).not.toMatch(/error/i);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.runIf(hasBash)('completion in bash', () => {
  it.each([
    [['ex'], ['explain', 'export']],
    [['theory', ''], expect.arrayContaining(['critical-load', 'snr', 'teacher-student'])],
    [['theory', 'crit'], ['critical-load']],
    [['theory', 'critical-load', 'we'], ['weights=']],
    [['theory', 'critical-load', 'weights', '=', ''], []],
    [['list', 'm'], ['models']],
    [
      ['run', '--j'],
      ['--jobs', '--json'],
    ],
    [['run', 's.yaml', '--d'], ['--dry-run']],
    [['run', '-n', 's.yaml', 'alp'], ['alpha=']],
    [['run', '-j', '2', 's.yaml', 'alp'], ['alpha=']],
    [['run', ''], []],
    [
      ['export', 'r', '--table', ''],
      ['trials', 'timings', 'summary'],
    ],
    [['bench', 'orch'], ['orchestrator']],
  ])('of %j', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });

  it('leaves out an option that stands there', () => {
    expect(offered('run', '--json', '--j')).toEqual(['--jobs']);
  });
});

it('has help of its own, and a script for zsh', () => {
  expect(here.fewbits('completion', '--help').stdout).toMatch(/^fewbits completion \[shell\]\n/);
  expect(here.fewbits('completion', 'zsh').stdout).toMatch(/^#compdef fewbits\n/);
});
