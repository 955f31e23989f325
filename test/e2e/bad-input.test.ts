/** Bad input: exit code 2, where and what, and nothing written. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder, root, smallSpec } from './cli.ts';

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

const fixed = 'learner: sbpi, weights: binary, size: 101';
const spec = (line: string): string => `experiment: storage-capacity\nfixed: { ${fixed} }\n${line}\n`;

describe('a module', () => {
  const run = (module: string | null): { code: number | null; stdout: string; stderr: string } => {
    if (module !== null) here.write('mine.mjs', module);
    here.write('s.yaml', 'experiment: ./mine.mjs');
    return here.fewbits('run', 's.yaml');
  };

  it.each([
    ['that is missing', null, /mine.mjs: 1 problem\n +no such file/],
    ['that does not parse', 'export default {\n  name: 3 3\n};', /mine.mjs: 1 problem\n +2:11 +does not parse: /],
    ['that throws', 'throw new Error("not today");', /cannot be imported: Error: not today/],
    ['that imports what is missing', 'import "./gone.mjs";', /imports ".\/gone.mjs": no such file/],
    ['without a default export', 'export const name = 1;', /has no default export \(it exports name\)/],
    [
      'with an unknown type',
      'export default { name: "mine", parameters: {}, columns: { value: { type: "number" } }, run: () => ({}) };',
      /columns.value.type +unknown type "number"/,
    ],
  ])('%s', (_title, module, message) => {
    const { code, stdout, stderr } = run(module);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(here.has('runs')).toBe(false);
  });
});

describe('a spec', () => {
  it.each([
    [
      'with an unknown key',
      'experiment: storage-capacity\ngrids: { alpha: 0.5 }',
      /2:1 +grids +unknown key, did you mean grid\?/,
    ],
    [
      'with an unknown parameter',
      spec('grid: { alpha: 0.5, leaner: [rbp] }'),
      /3:21 +grid.leaner +unknown parameter of storage-capacity, did you mean learner\?/,
    ],
    [
      'with an unknown learner',
      spec('grid: { alpha: 0.5 }').replace('sbpi', 'spbi'),
      /2:19 +fixed.learner +unknown "spbi", did you mean sbpi\?/,
    ],
    [
      'with an unknown weight set',
      spec('grid: { alpha: 0.5 }').replace('binary', 'ternary'),
      /fixed.weights +unknown "ternary"\. Known: binary, unipolar, signed/,
    ],
    [
      'with one level',
      'experiment: storage-capacity\nfixed: { learner: rbp, weights: unipolar, size: 101, levels: 1, alpha: 0.5 }',
      /2:62 +fixed.levels +got 1, expected an integer from 2/,
    ],
    [
      'with even N, ±1 weights and zero threshold',
      spec('grid: { alpha: 0.5 }').replace('101', '100'),
      /2:48 +fixed.size +got 100, expected an odd number, e.g. 99 or 101/,
    ],
    [
      'with a load of zero',
      spec('grid: { alpha: [0.5, 0] }'),
      /3:22 +grid.alpha\[1\] +got 0, expected a number above 0/,
    ],
    [
      'with a search that starts below one pattern',
      spec('search: { alpha: { column: solved, from: 0.001, to: 1, within: 0.02 } }'),
      /3:42 +search.alpha.from +got 0.001, expected a load of at least one pattern/,
    ],
    [
      'with a search and replicates',
      spec('search: { alpha: { column: solved, from: 0.1, to: 1, within: 0.02 } }\nreplicates: 3'),
      /4:1 +replicates +stands beside search/,
    ],
    [
      'with a limit that is none',
      spec('grid: { alpha: 0.5 }\nlimits: { timeout: 60 }'),
      /4:20 +limits.timeout +got 60, expected a time or a multiple of the median, e.g. 60s, 2h, 10x/,
    ],
    ['with a negative load', spec('grid: { alpha: -0.5 }'), /grid.alpha +got -0.5, expected a number above 0/],
    [
      'with a load without a pattern',
      spec('grid: { alpha: 0.001 }'),
      /3:16 +grid.alpha +got 0.001, expected a load of at least one pattern/,
    ],
    [
      'with a text for a number',
      spec('grid: { alpha: [half] }'),
      /grid.alpha\[0\] +got "half", expected a number above 0/,
    ],
    [
      'whose conditions leave no point',
      spec('grid: { alpha: [0.3, 0.5, 0.7] }\nwhen: ["alpha < 0.6", "size > 10", "alpha > 0.9"]'),
      /2 problems\n +4:8 +when\[0\] +"alpha < 0.6" removes 1 of 3 points, and none is left\n +4:36 +when\[2\] +"alpha > 0.9" removes 2 of 3/,
    ],
    ['with an empty axis', spec('grid: { alpha: [] }'), /grid.alpha +got an empty list/],
    ['with a syntax error', 'experiment: [storage-capacity\nfixed: {', /YAML: /],
    [
      'with an unquoted function in flow style',
      spec('grid: { alpha: range(0.1,0.9,0.1) }'),
      /grid.alpha +a function in flow style must be quoted/,
    ],
    [
      'with a key in fixed and in grid',
      spec('grid: { alpha: 0.5, size: [101] }'),
      /3:21 +grid.size +stands in fixed and in grid/,
    ],
    ['without its required parameters', 'experiment: storage-capacity', /learner +missing, expected one of sbpi/],
    ['that is empty', '', /got an empty file/],
    [
      'with a model that is not there, and nothing else',
      'experiment: online-memory\nfixed: { modle: multi-chain, groups: 3, size: 1000 }',
      /^bad.yaml: 1 problem\n +2:10 +fixed.modle +unknown parameter of online-memory, did you mean model\?\n$/,
    ],
    [
      'without a model',
      'experiment: online-memory\nfixed: { size: 1000 }',
      /model +missing, expected one of multi-state/,
    ],
    [
      'with a key twice',
      'experiment: storage-capacity\nseed: 1\nseed: 2',
      /^bad.yaml: 1 problem\n +3:1 +seed +stands a second time, first at 2:1: give it once\n$/,
    ],
    [
      'for a learner that cannot',
      spec('grid: { alpha: 0.5 }').replace('sbpi', 'cp-r').replace('binary', 'unipolar, levels: 3'),
      /fixed.weights +got unipolar, expected binary with learner cp-r/,
    ],
  ])('%s', (_, text, message) => {
    here.write('bad.yaml', text);
    const { code, stdout, stderr } = here.fewbits('run', 'bad.yaml');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^bad\.yaml: \d+ problems?\n/);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(here.list()).toEqual(['bad.yaml']);
  });

  it('tells all its faults at once, also as JSON', () => {
    here.write(
      'bad.yaml',
      'sed: 1\nexperiment: storage-capacity\nfixed: { learner: sbpi, weights: binary, size: 100, alpha: -1 }',
    );
    const { code, stdout, stderr } = here.fewbits('run', 'bad.yaml', '--json');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const error = JSON.parse(stderr) as { event: string; problems: { key: string }[] };
    expect(error.event).toBe('error');
    expect(error.problems.map(({ key }) => key)).toEqual(['sed', 'fixed.size', 'fixed.alpha']);
  });

  it.each([
    ['that is no text', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1, 2)],
    ['that is no UTF-8', Uint8Array.of(0x6e, 0x3a, 0x20, 0xe9)],
  ])('%s is said to be none, without its bytes', (_, bytes) => {
    here.write('bad.yaml', bytes);
    const { code, stderr } = here.fewbits('run', 'bad.yaml');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'bad.yaml is no text, expected a sweep file (YAML or JSON, UTF-8)\n',
    });
  });

  it('that is missing or a directory is said to be so', () => {
    mkdirSync(join(here.path, 'folder'));
    expect(here.fewbits('run', 'folder')).toMatchObject({
      code: 2,
      stderr: 'folder is a directory, expected a sweep file\n',
    });
    expect(here.fewbits('run', 'none.yaml')).toMatchObject({ code: 2, stderr: 'none.yaml: no such file\n' });
  });
});

it('a file that cannot be written is refused in one line', () => {
  here.write('s.yaml', smallSpec(1));
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
  const before = here.list();
  for (const [path, reason] of [
    ['none/t.csv', 'no such folder'],
    ['s.yaml/t.csv', 'part of its path is no folder'],
    ['r', 'it is a folder'],
  ] as const) {
    const { code, stdout, stderr } = here.fewbits('export', 'r', '--table', 'trials', '--format', 'csv', '-o', path);
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: `-o ${path} cannot be written: ${reason}\n`,
    });
  }
  expect(here.list()).toEqual(before);
});

describe('an override', () => {
  it.each([
    [['alhpa=0.4'], /alhpa=0.4 +alhpa +unknown key, did you mean alpha\?/],
    [['alpha'], /expected key=value/],
    [['alpha=none'], /alpha=none +fixed.alpha +got "none", expected a number above 0/],
    [['alpha=0.4,x'], /alpha=0.4,x +grid.alpha\[1\] +got "x"/],
    [['size=100'], /size=100 +fixed.size +got 100, expected an odd number/],
    [['seed=-1'], /seed=-1 +seed +got -1, expected an integer from 0/],
  ])('%s', (overrides, message) => {
    here.write('s.yaml', smallSpec());
    const { code, stderr } = here.fewbits('run', 's.yaml', ...overrides);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(here.list()).toEqual(['s.yaml']);
  });
});

describe('a run directory', () => {
  beforeEach(() => here.write('s.yaml', smallSpec(1)));

  it('of another seed is refused, saying which', () => {
    expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
    const before = here.list();
    const { code, stderr } = here.fewbits('run', 's.yaml', 'seed=8', '--out', 'r');
    expect(stderr).toMatch(/belongs to seed 11, s.yaml says 8/);
    expect(code).toBe(2);
    expect(here.list()).toEqual(before);
  });

  it('of another experiment is refused, saying which', () => {
    expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
    const manifest = JSON.parse(here.read('r/manifest.json').toString()) as object;
    here.write('r/manifest.json', JSON.stringify({ ...manifest, experiment: 'online-memory' }));
    const { code, stderr } = here.fewbits('run', 's.yaml', '--out', 'r');
    expect(stderr).toContain('belongs to experiment online-memory, s.yaml says storage-capacity');
    expect(code).toBe(2);
  });

  it('that is none is refused and left alone', () => {
    mkdirSync(join(here.path, 'mine'));
    here.write('mine/thesis.txt', 'x');
    const { code, stderr } = here.fewbits('run', 's.yaml', '--out', 'mine');
    expect(stderr).toContain('is no run directory');
    expect(code).toBe(2);
    expect(here.list()).toEqual(['mine', 'mine/thesis.txt', 's.yaml']);
    expect(here.fewbits('run', 's.yaml', '--out', 's.yaml')).toMatchObject({ code: 2 });
    expect(here.fewbits('run', 's.yaml', '--out', 's.yaml/r')).toMatchObject({ code: 2 });
    for (const command of ['status', 'report']) expect(here.fewbits(command, 'mine').code).toBe(2);
  });

  // Permissions do not bind root, so root runs this as nobody, on a copy that nobody may read.
  it.runIf(process.platform === 'linux')('that cannot be written is refused at the start', () => {
    mkdirSync(join(here.path, 'locked'));
    chmodSync(join(here.path, 'locked'), 0o555);
    chmodSync(here.path, 0o755);
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const args = [join(root, 'packages/cli/bin/fewbits.js'), 'run', 's.yaml', '--out', 'locked/r'];
    const { status, stderr, error } = spawnSync(process.execPath, args, { cwd: here.path, encoding: 'utf8', ...user });
    expect(error).toBeUndefined();
    expect(stderr).toContain('is not writable');
    expect(status).toBe(2);
  });

  it.runIf(process.platform === 'linux')('that cannot be made, for any user, is refused and not tried for ever', () => {
    const { code, stderr } = here.fewbits('run', 's.yaml', '--out', '/proc/none/r');
    expect(stderr).toMatch(/\/proc\/none\/r (cannot be made|is not writable)/);
    expect(code).toBe(2);
  });
});

describe('the command line', () => {
  it.each([
    [['rnu', 's.yaml'], /unknown command "rnu", did you mean run\? Known: run, .*\nSee fewbits --help\n$/],
    [[], /a command is missing/],
    [['run'], /run: a sweep file is missing, e\.g\. fewbits run /],
    [['run', 's.yaml', '--cores', '4'], /unknown option --cores: use -j/],
    [['run', 's.yaml', '--job', '4'], /unknown option --job, did you mean --jobs\?/],
    [['run', 's.yaml', '-j', 'two'], /--jobs: got "two", expected an integer from 1 to 1024/],
    [['run', 's.yaml', 'alpha=0.3', 'alpha=0.4'], /alpha +is given twice, alpha=0\.3 and alpha=0\.4/],
    [['run', 's.yaml', '-j', '0'], /--jobs: got 0, expected an integer from 1/],
    [['run', 's.yaml', '--engine', 'slurm'], /^--engine: slurm is not available in this version, expected local\n$/],
    [['run', 's.yaml', '-n', '--engine', 'redis://:word@host'], /^--engine: redis is not available/],
    [['run', 's.yaml', '--out'], /Not enough arguments following: out/],
    [['run', 's.yaml', '--out', 'a', '--out', 'b'], /--out was given more than once/],
    [['export', 'r', '--table', 'trial', '--format', 'csv'], /--table: unknown "trial", did you mean trials\?/],
    [['list', 'learner'], /unknown kind "learner", did you mean learners\?/],
    [['theory', 'critical'], /unknown quantity "critical"/],
    [['theory', 'critical-load', 'weights=unipolar', 'levels=1'], /levels: got 1, expected an integer from 2/],
    [['theory', 'critical-load', 'weights=unipolar'], /levels: got nothing, expected an integer from 2/],
    [['theory', 'critical-load', 'weights=signed', 'levels=4', 'output_rate=1.3'], /output_rate: got 1.3, expected/],
    [['status', 'none'], /no run directory/],
  ])('%j is a usage error', (args, message) => {
    here.write('s.yaml', smallSpec());
    const { code, stdout, stderr } = here.fewbits(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});
