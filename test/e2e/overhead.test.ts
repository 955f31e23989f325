/** What trials that do nothing cost, in counts that do not depend on the machine. Times: `fewbits bench orchestrator`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readJournal } from '@fewbits/dataset';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Folder, folder, root } from './cli.ts';

interface Counts {
  readonly hashes: number;
  readonly fsyncs: number;
  /** Messages to and from the process of the pool. */
  readonly sent: number;
  readonly received: number;
}

const bench = join(root, 'packages/cli/dist/bench');
const preload = join(import.meta.dirname, 'count-calls.mjs');
const points = 100;
const specOf = (replicates: number): string =>
  JSON.stringify({
    experiment: join(bench, 'null-trials.js'),
    grid: { row: `range(0,${points},1)` },
    replicates,
  });

let here: Folder;
beforeAll(() => {
  here = folder();
});
afterAll(() => here.remove());

/** Run a program of Node and count. */
function counted(program: string, ...args: string[]): Counts {
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', preload, program, ...args], {
    cwd: here.path,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(output[3] as string) as Counts;
}

const fewbits = (...words: string[]): Counts => counted(join(root, 'packages/cli/bin/fewbits.js'), ...words);

/** A frame every 250 ms, and one whenever 4096 rows wait; at the end what is left. */
function framesAllowed(seconds: number, rows: number): number {
  return Math.ceil(seconds / 0.25) + Math.ceil(rows / 4096) + 1;
}

it('hashes a trial twice and writes 10 000 of them in few frames, messages and fsyncs', () => {
  here.write('many.json', specOf(100));
  const trials = 100 * points;
  const { hashes, fsyncs, sent, received } = fewbits('run', 'many.json', '--out', 'many', '-j', '2', '--json');
  const frames = readJournal(join(here.path, 'many'));
  const rows = frames.flatMap(({ results }) => results);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(trials);
  const seconds = ((frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)) / 1000;
  expect(frames.length).toBeLessThanOrEqual(framesAllowed(seconds, trials));
  // One a frame; the other files (manifest, tables, summary, report) and their folder are written whole, a few times.
  expect(fsyncs).toBeGreaterThanOrEqual(frames.length);
  expect(fsyncs).toBeLessThanOrEqual(frames.length + 25);
  // The id of a trial when it is dealt and when the tables are written; that of a point a few times.
  expect(hashes).toBeGreaterThan(2 * trials);
  expect(hashes).toBeLessThan(2 * trials + 4 * points + 100);
  // Hundreds of trials travel together.
  expect(sent).toBeLessThan(trials / 20);
  expect(received).toBeLessThan(trials / 20);
});

it('gathers the messages of chunks that hold one trial each', () => {
  const setting = { spec: specOf(40), out: join(here.path, 'single'), threads: 2, chunkTrials: 1 };
  const trials = 40 * points;
  const { sent, received } = counted(join(bench, 'sweep-process.js'), JSON.stringify(setting));
  // 64 chunks are in flight at most, and a quarter of them makes a message; some fewer at the beginning and the end.
  expect(received).toBeLessThan(trials / 8);
  expect(sent).toBeLessThan(trials / 8);
});

// Node takes some 0.6 ms a module: what `status` waits for is mostly that.
it('loads for `status` and the help no more modules than they need', () => {
  const modulesOf = (...words: string[]): string[] => {
    const args = [
      '--import',
      join(import.meta.dirname, 'loaded-modules.mjs'),
      join(root, 'packages/cli/bin/fewbits.js'),
    ];
    const { status, output, stderr } = spawnSync(process.execPath, [...args, ...words], {
      cwd: here.path,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return (output[3] as string).trim().split('\n');
  };
  const ofStatus = modulesOf('status', 'many');
  expect(
    ofStatus.filter((url) => /\/(apache-arrow|parquet-wasm|piscina|vega|vega-lite|cli-table3)\//.test(url)),
  ).toEqual([]);
  // The catalogs of experiments with all that they import, and the check of the spec.
  expect(ofStatus.length).toBeGreaterThan(100);
  expect(ofStatus.length).toBeLessThan(450);
  const ofHelp = modulesOf('--help');
  expect(ofHelp.length).toBeGreaterThan(10);
  expect(ofHelp.length).toBeLessThan(100);
});

it('writes nothing and hashes a trial once where all of them are done', () => {
  const before = here.sha256('many/manifest.json');
  const { hashes, fsyncs, sent } = fewbits('run', 'many.json', '--out', 'many', '-j', '2', '--json');
  expect(hashes).toBeLessThan(100 * points + 4 * points + 100);
  expect(sent).toBe(0);
  expect(fsyncs).toBeLessThan(5);
  expect(here.sha256('many/manifest.json')).toBe(before);
});
