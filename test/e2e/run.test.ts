/** Equalities of orchestration: however a sweep is run, the tables are the same bytes. */

import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable } from '@fewbits/dataset/tables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder, pause, root, slowSpec, smallSpec } from './cli.ts';

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

const counts = (stdout: string): unknown => {
  const { points, trials, done, failed, reused, exitCode } = JSON.parse(stdout) as Record<string, number>;
  return { points, trials, done, failed, reused, exitCode };
};
const lockfileHash = (): string =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
const straight = (spec: string): string => {
  here.write('s.yaml', spec);
  expect(here.fewbits('run', 's.yaml', '-j', '1', '--out', 'straight').code).toBe(0);
  return here.sha256('straight/trials.arrow');
};

describe('a run', () => {
  it('writes the tables, figures and report, and prints the summary on stdout', () => {
    here.write('small.yaml', smallSpec());
    const { code, stdout, stderr } = here.fewbits('run', 'small.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/bits +trials .*95 % interval/);
    expect(stderr).toContain('24 of 24 trials ok');
    for (const name of [
      'manifest.json',
      'trials.arrow',
      'timings.arrow',
      'summary.arrow',
      'failures.jsonl',
      'report.html',
    ]) {
      expect(here.has(`runs/small/${name}`)).toBe(true);
    }
    expect(here.has('runs/small/figures/success-vs-load.svg')).toBe(true);
    const manifest = JSON.parse(here.read('runs/small/manifest.json').toString()) as Record<string, never>;
    expect(manifest['program']).toMatchObject({ lockfile: lockfileHash(), wasm: { perceptron: expect.any(String) } });
    expect(manifest['spec']).toMatchObject({
      fixed: { learner: 'sbpi', inputs: 'pm1', output_rate: 0.5, threshold: 'optimal' },
      limits: { timeout: null, memory: null, retries: 1 },
    });
    const { names, rows } = decodeTable(here.read('runs/small/trials.arrow'));
    expect(names.slice(0, 3)).toEqual(['trial_id', 'learner', 'weights']);
    expect(rows.length).toBe(24);
    const ids = rows.map((row) => row['trial_id'] as string);
    expect(ids).toEqual(ids.slice().sort());
  });

  it('gives the same bytes for one thread and for two', () => {
    const wanted = straight(smallSpec(20));
    expect(here.fewbits('run', 's.yaml', '-j', '2', '--engine', 'local', '--out', 'two').code).toBe(0);
    expect(here.sha256('two/trials.arrow')).toBe(wanted);
    expect(here.sha256('two/summary.arrow')).toBe(here.sha256('straight/summary.arrow'));
  });

  it('computes nothing again, and only what is new when an axis or the replicates grow', () => {
    here.write('s.yaml', smallSpec(2));
    expect(counts(here.fewbits('run', 's.yaml', '--json', '--out', 'r').stdout)).toEqual({
      ...{ points: 4, trials: 8, done: 8, failed: 0, reused: 0, exitCode: 0 },
    });
    const before = here.sha256('r/trials.arrow');
    const again = here.fewbits('run', 's.yaml', '--json', '--out', 'r');
    expect(counts(again.stdout)).toMatchObject({ trials: 8, reused: 8 });
    expect(here.sha256('r/trials.arrow')).toBe(before);
    const more = here.fewbits('run', 's.yaml', 'alpha=0.3,0.5,0.7,0.8,0.9', 'replicates=3', '--json', '--out', 'r');
    expect(counts(more.stdout)).toMatchObject({ points: 5, trials: 15, reused: 8 });
    // What left the plan leaves the table, which is said, and comes back without being computed.
    const note =
      '7 finished trials of this directory are not in this sweep; they stay in the journal and leave the tables';
    expect(here.fewbits('run', 's.yaml', '-n', '--out', 'r').stdout).toContain(note);
    expect(JSON.parse(here.fewbits('run', 's.yaml', '-n', '--json', '--out', 'r').stdout)).toMatchObject({ left: 7 });
    const narrowed = here.fewbits('run', 's.yaml', '--json', '--out', 'r');
    expect(counts(narrowed.stdout)).toMatchObject({ trials: 8, reused: 8 });
    expect(JSON.parse(narrowed.stderr.split('\n')[0] ?? '')).toMatchObject({ event: 'plan', left: 7 });
    expect(here.fewbits('run', 's.yaml', '--out', 'r').stderr).toContain(note);
    expect(more.stderr).toContain('"left":0');
    expect(here.sha256('r/trials.arrow')).toBe(before);
  });

  it('leaves the same counts for status as it prints, those of results that were there before included', () => {
    here.write('s.yaml', smallSpec(2));
    here.fewbits('run', 's.yaml', '--out', 'r');
    const { exitCode, ...printed } = JSON.parse(
      here.fewbits('run', 's.yaml', 'replicates=3', '--json', '--out', 'r').stdout,
    ) as Record<string, unknown>;
    expect(printed).toMatchObject({ trials: 12, done: 12, reused: 8 });
    expect(JSON.parse(here.fewbits('status', 'r', '--json').stdout)).toMatchObject(printed);
  });

  it('renamed with the same --out, or with its axes reordered, reuses everything', () => {
    here.write('s.yaml', smallSpec(2));
    here.fewbits('run', 's.yaml', '--out', 'r');
    const renamed = here.fewbits('run', 's.yaml', 'name=other', 'alpha=0.9,0.3,0.7,0.5', '--json', '--out', 'r');
    expect(counts(renamed.stdout)).toMatchObject({ trials: 8, reused: 8 });
  });

  it('with --json says one document on stdout and JSON lines on stderr', () => {
    here.write('s.yaml', smallSpec(2));
    const { stdout, stderr } = here.fewbits('run', 's.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, out: 'runs/small' });
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events[0]).toBe('plan');
    expect(events.at(-1)).toBe('progress');
  });

  it.each(['report.html', 'figures'])('where nothing is left to run makes good a deleted %s', (name) => {
    here.write('s.yaml', smallSpec(2));
    here.fewbits('run', 's.yaml', '--out', 'r');
    const wanted = here.sha256('r/report.html');
    rmSync(join(here.path, 'r', name), { recursive: true });
    expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
    expect(here.has('r/figures/success-vs-load.svg')).toBe(true);
    expect(here.sha256('r/report.html')).toBe(wanted);
  });

  it('writes summary and report anew where the last start ended between the tables and them', () => {
    here.write('s.yaml', smallSpec(2));
    here.fewbits('run', 's.yaml', '--out', 'r');
    const wanted = here.sha256('r/summary.arrow');
    const { isAnalysed, ...manifest } = JSON.parse(here.read('r/manifest.json').toString()) as { isAnalysed: boolean };
    expect(isAnalysed).toBe(true);
    here.write('r/manifest.json', JSON.stringify(manifest));
    here.write('r/summary.arrow', 'of an earlier start');
    expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
    expect(here.sha256('r/summary.arrow')).toBe(wanted);
  });

  it('with failed trials shows what went wrong, how often, and where to read on', () => {
    here.write(
      'faulty.mjs',
      `export default { name: 'faulty', columns: { solved: { type: 'bool' } },
         parameters: { size: { type: 'int' }, alpha: { type: 'float' } },
         summaries: [{ kind: 'transition', quantity: 'alpha50', column: 'solved', over: 'alpha', target: 0.5 }],
         run({ params }) {
           if (params.alpha > 0.6) throw new Error(params.alpha > 0.8 ? 'too hot' : 'not today\\nnor tomorrow');
           return { solved: true };
         } };`,
    );
    here.write(
      's.yaml',
      'experiment: ./faulty.mjs\ngrid: { size: [1, 2], alpha: [0.5, 0.7, 0.75, 0.9] }\nreplicates: 4',
    );
    const { code, stdout, stderr } = here.fewbits('run', 's.yaml', '--out', 'r');
    expect(code).toBe(3);
    expect(stdout).toContain('N 1: the transition is not known, 12 of 16 trials failed.');
    expect(stdout).not.toContain('upwards');
    expect(stderr).toMatch(
      /8 of 32 trials ok, 24 failed:\n +16 × not today \(trial [0-9a-f]{12}\)\n +8 × too hot \(trial/,
    );
    const [, command] =
      stderr.match(/all of them: r\/failures\.jsonl; one in full: fewbits (explain r [0-9a-f]+)\n/) ?? [];
    expect(here.fewbits(...(command ?? '').split(' ')).stdout).toMatch(/status +failed: it threw an error/);
  });

  it('keeps what a module prints out of its own output', () => {
    here.write(
      'loud.mjs',
      `console.log('loaded'); console.error('twice');
       export default { name: 'loud', columns: { value: { type: 'int' } }, parameters: {},
         run() { console.log('ran'); return { value: 1 }; } };`,
    );
    here.write('s.yaml', 'experiment: ./loud.mjs\nreplicates: 3');
    const { code, stdout, stderr } = here.fewbits('run', 's.yaml', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 3, done: 3 });
    expect(stderr).toContain('{"event":"output","line":"ran"}');
  });

  it('with -n prints the plan and writes nothing', () => {
    here.write('s.yaml', smallSpec(2));
    const { code, stdout } = here.fewbits('run', 's.yaml', 'size=101', '-n');
    expect(code).toBe(0);
    expect(stdout).toMatch(/points +4\n +trials +8, 0 done already, 8 to do\n +predicted/);
    expect(here.list()).toEqual(['s.yaml']);
    const planned = JSON.parse(here.fewbits('run', 's.yaml', '-n', '--json').stdout) as Record<string, unknown>;
    expect(planned).toMatchObject({ schemaVersion: 1, points: 4, trials: 8, done: 0, todo: 8 });
  });
});

it('with -n predicts the whole of a search, not its first round alone', () => {
  const searched = smallSpec().replace(
    /grid:.*\nreplicates: 6/,
    'search: { alpha: { column: solved, from: 0.2, to: 1, within: 0.05 } }',
  );
  here.write('s.yaml', searched);
  const { stdout } = here.fewbits('run', 's.yaml', '-n');
  expect(stdout).toMatch(/trials +16 asked for, 0 done already, 16 to do in the first round\n/);
  expect(stdout).toMatch(/whole search about \d+ trials \[\d+, \d+\], an estimate/);
  const { searchTrials, todo } = JSON.parse(here.fewbits('run', 's.yaml', '-n', '--json').stdout) as {
    searchTrials: { estimate: number; low: number; high: number };
    todo: number;
  };
  expect(todo).toBe(16);
  expect(searchTrials.estimate).toBeGreaterThan(todo);
  const { trials } = JSON.parse(here.fewbits('run', 's.yaml', '--json').stdout) as { trials: number };
  expect(searchTrials.low).toBeLessThanOrEqual(trials);
  expect(searchTrials.high).toBeGreaterThanOrEqual(trials);
});

describe('Ctrl-C', () => {
  it('twice ends at once', async () => {
    here.write('s.yaml', slowSpec.replace('size: 501', 'size: 4001'));
    const run = here.start(['run', 's.yaml', '--out', 'r']);
    await run.said(/40 trials/);
    await pause(500);
    run.child.kill('SIGINT');
    await run.said(/once more to stop at once/);
    const since = performance.now();
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    // A trial of this size takes many seconds; ending at once does not wait for one.
    expect(performance.now() - since).toBeLessThan(2000);
  });
});
