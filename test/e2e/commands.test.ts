/** status, export, report, theory, list, completion and the library, as a user calls them. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable } from '@fewbits/dataset/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, type Folder, folder, root, smallSpec } from './cli.ts';

let here: Folder;
beforeAll(() => {
  here = folder();
  here.write('s.yaml', smallSpec(8));
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
});
afterAll(() => here.remove());

const json = ({ stdout }: Finished): never => JSON.parse(stdout) as never;

describe('status', () => {
  it('counts by status, for people and as JSON', () => {
    expect(here.fewbits('status', 'r').stdout).toMatch(/small \(storage-capacity\): 4 points, 32 trials\n +ok +32/);
    expect(json(here.fewbits('status', 'r', '--json'))).toMatchObject({
      ...{ schemaVersion: 1, points: 4, trials: 32, done: 32, failed: 0, running: null, rate: null, eta: null },
    });
  });
});

describe('explain', () => {
  const explain = (...words: string[]): Finished => here.fewbits('explain', 'r', ...words);

  it('says what a trial is, that it is done, and where it ran', () => {
    const [first] = decodeTable(here.read('r/trials.arrow')).rows as { trial_id: string; alpha: number }[];
    const id = first?.trial_id as string;
    const { stdout } = explain(id.slice(0, 12));
    expect(stdout).toContain(`trial       ${id}\nstatus      ok: its row is in the journal`);
    expect(stdout).toMatch(/versions +storage-capacity=\d+ problem=\d+ sbpi=\d+/);
    expect(stdout).toContain(`alpha=${first?.alpha}`);
    expect(stdout).toMatch(/ran +on .+:\d+, attempt 1/);
    expect(json(explain(id, '--json'))).toMatchObject({ trial_id: id, status: 'ok', seed: 11 });
  });

  it('finds a trial by its parameters, and lists what fits when several do', () => {
    expect(json(explain('alpha=0.5', 'replicate=3', '--json'))).toMatchObject({
      identity: { params: { alpha: 0.5, size: 101 }, replicate: 3 },
    });
    const several = explain('alpha=0.5');
    expect(several.code).toBe(2);
    expect(several.stderr).toMatch(
      /8 trials in r \(32 trials\) match alpha=0.5:\n +[0-9a-f]{12} {2}alpha=0.5 replicate=0/,
    );
    expect(explain('alfa=0.5').stderr).toBe('unknown parameter "alfa", did you mean alpha?\n');
    expect(explain('zz').stderr).toBe('no trial zz in r (32 trials)\n');
  });

  it('tells a trial that has not been run, and one that left the plan, from the others', () => {
    const bigger = here.fewbits(
      'run',
      's.yaml',
      'replicates=9',
      'alpha=0.3,0.5',
      '--budget',
      '1ms',
      '--json',
      '--out',
      'r2',
    );
    expect(bigger.code).toBe(5);
    expect(json(bigger)).toMatchObject({ trials: 18, failed: 0, exitCode: 5 });
    expect(bigger.stderr).toContain('{"event":"stop","reason":"budget","resumable":true}');
    expect(here.fewbits('explain', 'r2', 'alpha=0.5', 'replicate=8').stdout).toMatch(
      /status +pending: no start has come to it/,
    );
    here.fewbits('run', 's.yaml', 'replicates=9', 'alpha=0.3,0.5', '--out', 'r2');
    const done = decodeTable(here.read('r2/trials.arrow')).rows as { trial_id: string; alpha: number }[];
    here.fewbits('run', 's.yaml', 'replicates=9', 'alpha=0.3', '--out', 'r2');
    const gone = done.find(({ alpha }) => alpha === 0.5)?.trial_id as string;
    expect(here.fewbits('explain', 'r2', gone).stdout).toMatch(/status +left: it has a row in the journal/);
  });
});

describe('export', () => {
  it.each(['trials', 'timings', 'summary'])('of %s says the same in every format', async (table) => {
    const arrow = decodeTable(here.read(`r/${table}.arrow`));
    const text = here.fewbits('export', 'r', '--table', table, '--format', 'jsonl').stdout;
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual(arrow.rows);
    const csv = here.fewbits('export', 'r', '--table', table, '--format', 'csv').stdout;
    expect(csv.split('\n')[0]).toBe(arrow.names.join(','));
    expect(csv.trim().split('\n').length).toBe(1 + arrow.rows.length);
    expect(here.fewbits('export', 'r', '--table', table, '--format', 'parquet', '-o', 'x.parquet').code).toBe(0);
    const { readParquet } = await import('parquet-wasm');
    expect(decodeTable(readParquet(here.read('x.parquet')).intoIPCStream()).rows).toEqual(arrow.rows);
    here.fewbits('export', 'r', '--table', table, '--format', 'arrow', '-o', 'x.arrow');
    expect(here.sha256('x.arrow')).toBe(here.sha256(`r/${table}.arrow`));
  });

  it.runIf(existsSync('/dev/full'))('writes through a link, and says which file a full disk did not take', () => {
    symlinkSync('/dev/full', join(here.path, 'full'));
    const { code, stderr } = here.fewbits('export', 'r', '--table', 'trials', '--format', 'csv', '-o', 'full');
    expect(stderr).toBe(`ENOSPC: no space left on device, write '${join(here.path, 'full')}'\n`);
    expect(code).toBe(1);
    expect(lstatSync(join(here.path, 'full')).isSymbolicLink()).toBe(true);
  });

  it('survives a reader that stops early', () => {
    const shell = `${process.execPath} ${join(root, 'packages/cli/bin/fewbits.js')} export r --table trials --format jsonl | head -n 1`;
    const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', shell], { cwd: here.path, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('report', () => {
  it('writes the same figures and page again, byte for byte', () => {
    const names = ['report.html', 'figures/success-vs-load.svg', 'summary.arrow', 'trials.arrow'].map(
      (name) => `r/${name}`,
    );
    const before = names.map((name) => here.sha256(name));
    expect(here.fewbits('report', 'r').code).toBe(0);
    expect(names.map((name) => here.sha256(name))).toEqual(before);
  });

  it('opens without a network', () => {
    const page = here.read('r/report.html').toString();
    const outside = page.match(/(?:src|href)="(?!#|data:)[^"]*"|url\((?!#|data:)[^)]*\)|@import/g);
    expect(outside).toBeNull();
  });
});

describe('theory', () => {
  it('prints a table, and numbers as JSON for one value of everything', () => {
    const args = ['theory', 'critical-load', 'weights=unipolar', 'levels=4'];
    expect(here.fewbits(...args).stdout).toMatch(/alpha_c +0\.8105/);
    const { schemaVersion, quantity, params, values } = json(here.fewbits(...args, '--json')) as Record<string, never>;
    expect({ schemaVersion, quantity }).toEqual({ schemaVersion: 1, quantity: 'critical-load' });
    expect(params).toEqual({ weights: 'unipolar', levels: 4, output_rate: 0.5 });
    // Reference value of the physics document, 2e-5.
    expect(Math.abs((values as { alpha_c: number }).alpha_c - 0.810554)).toBeLessThan(2e-5);
    expect((values as { occupancy: number[] }).occupancy.length).toBe(4);
  });

  it('gives arrays over a list, and nested occupancies', () => {
    const { values } = json(here.fewbits('theory', 'critical-load', 'weights=unipolar', 'levels=2,4', '--json')) as {
      values: { alpha_c: number[]; occupancy: number[][] };
    };
    expect(values.alpha_c.map((x) => x.toFixed(4))).toEqual(['0.5897', '0.8106']);
    expect(values.occupancy.map((each) => each.length)).toEqual([2, 4]);
  });

  it('gives the product of several lists, with the coordinates beside the values', () => {
    const args = ['theory', 'entropy', 'weights=unipolar', 'levels=3,4', 'alpha=0.2,0.3', '--json'];
    const { values } = json(here.fewbits(...args)) as { values: Record<string, number[]> };
    expect(values).toMatchObject({ levels: [3, 3, 4, 4], alpha: [0.2, 0.3, 0.2, 0.3] });
    expect(Math.abs((values['entropy']?.[3] as number) - 0.98807)).toBeLessThan(2e-6);
  });

  it('gives null with a reason where a combination is outside the theory', () => {
    const args = ['theory', 'critical-load', 'weights=unipolar,binary', 'levels=4', 'output_rate=0.2', '--json'];
    const { values } = json(here.fewbits(...args)) as { values: Record<string, unknown[]> };
    expect(values['alpha_c']?.[1]).toBeNull();
    expect(values['reason']?.[0]).toBeNull();
    expect(values['reason']?.[1]).toEqual(expect.stringContaining('2 with binary weights'));
  });
});

describe('list', () => {
  it.each([
    ['experiments', 'storage-capacity'],
    ['learners', 'rbp'],
    ['quantities', 'critical-load'],
  ])('shows %s with parameters, ranges, defaults and source', (kind, name) => {
    const text = here.fewbits('list', kind).stdout;
    expect(text).toContain(name);
    const entries = (
      json(here.fewbits('list', kind, '--json')) as Record<
        string,
        { name: string; source: string; parameters: object[] }[]
      >
    )[kind];
    const entry = entries?.find((each) => each.name === name);
    expect(entry?.source).toMatch(/\d{4}/);
    expect(entry?.parameters[0]).toMatchObject({
      name: expect.any(String),
      type: expect.any(String),
      unit: expect.any(String),
      doc: expect.any(String),
    });
  });

  it('lists the models of synapses, and finds the sweeps of the folder', () => {
    const models = here.fewbits('list', 'models').stdout;
    for (const name of ['multi-chain', 'direction-marker', 'biological', 'serial'])
      expect(models).toContain(`${name}  `);
    const { status, stdout } = spawnSync(process.execPath, ['packages/cli/bin/fewbits.js', 'list', 'sweeps'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/sweeps\/few-bits\.yaml +How many bits/);
    expect(status).toBe(0);
  });
});

describe('the shell', () => {
  it('gets a completion script and completions', () => {
    expect(here.fewbits('completion').stdout).toContain('fewbits');
    expect(here.fewbits('--get-yargs-completions', 'fewbits', 'ru').stdout).toContain('run');
  });

  it('gets help and a version', () => {
    expect(here.fewbits('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('fewbits run <spec>') });
    expect(here.fewbits('run', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--dry-run') });
    expect(here.fewbits('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('the library', () => {
  it('runs a sweep as an async iterator that can be aborted and gone on with', () => {
    const script = `
      import { openRun, parseSpec, runSweep, theory } from 'fewbits';
      const spec = parseSpec(process.argv[2]);
      const stop = new AbortController();
      let seen = 0;
      for await (const { params, status } of runSweep(spec, { out: 'lib', jobs: 1, signal: stop.signal })) {
        if (status !== 'ok' || params.size !== 101) throw new Error('wrong row');
        if (++seen === 1) stop.abort();
      }
      let more = 0;
      for await (const _ of runSweep(spec, { out: 'lib', jobs: 2 })) more++;
      const { records } = openRun('lib').trials();
      const [point] = theory('critical-load', { weights: 'binary' }).points;
      console.log(JSON.stringify({ seen, more, rows: records.length, alpha_c: point.values.alpha_c.toFixed(4) }));
    `;
    symlinkSync(join(root, 'node_modules'), join(here.path, 'node_modules'));
    here.write('library.mjs', script);
    const { stdout, stderr } = spawnSync(process.execPath, ['library.mjs', smallSpec(60)], {
      cwd: here.path,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { seen, more, rows, alpha_c } = JSON.parse(stdout) as Record<string, number>;
    expect({ all: (seen as number) + (more as number), rows, alpha_c }).toEqual({
      all: 240,
      rows: 240,
      alpha_c: '0.8331',
    });
    expect(seen).toBeGreaterThan(0);
  });
});
