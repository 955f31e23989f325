/**
 * Whatever happens to a sweep, no finished trial is lost, none has two rows, and the tables end as the same bytes. One
 * table of disturbances and one of trials that go wrong, for every engine that carries trials to workers.
 */

import { join } from 'node:path';
import { readFailures } from '@fewbits/dataset';
import { decodeTable } from '@fewbits/dataset/tables';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder, smallSpec } from '../e2e/cli.ts';
import { type Disturbance, disturbances, type Sweep } from './disturbances.ts';
import { chunkTrials, failingEnv, failingIndex, failingModule, failingSpec } from './failing.ts';
import { pacedEnv, pacedModule, pacedSpec, searchedSpec } from './paced.ts';
import { type Poison, poisonModule, poisonSpec, poisons } from './poisons.ts';

interface EngineUnderTest {
  readonly engine: string;
  readonly args: readonly string[];
}

const engines: readonly EngineUnderTest[] = [{ engine: 'local', args: ['-j', '2'] }];

const plain = pacedSpec(8);
/** Longer than the pauses between the kills come to, on two threads. */
const long = pacedSpec(80);

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

/** The tables of an undisturbed run on one thread. */
function undisturbed(spec: string): string {
  const straight = folder();
  try {
    straight.write('paced.mjs', pacedModule);
    straight.write('s.yaml', spec);
    const { code, stderr } = straight.fewbits('run', 's.yaml', '-j', '1', '--out', 'out');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return hashes(straight);
  } finally {
    straight.remove();
  }
}

const hashes = (folder: Folder): string =>
  ['trials.arrow', 'summary.arrow'].map((name) => folder.sha256(`out/${name}`)).join(' ');

describe.each(engines)('on engine $engine a sweep that', ({ args }) => {
  const sweepOf = (spec: string): Sweep => {
    here.write('paced.mjs', pacedModule);
    here.write('s.yaml', spec);
    const all = ['run', 's.yaml', '--out', 'out', ...args];
    return {
      here,
      start: (...more) => here.start([...all, ...more], { env: pacedEnv }),
      startAsNobody: (...more) => here.start([...all, ...more], { env: pacedEnv, asNobody: true }),
      finish: () => {
        const { code, stderr } = here.fewbits(...all);
        expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      },
    };
  };
  const wanted = new Map<string, string>();
  const bytesOf = (spec: string): string => {
    const known = wanted.get(spec) ?? undisturbed(spec);
    wanted.set(spec, known);
    return known;
  };

  const test = (title: string, { skip = null, disturb }: Disturbance, spec: string): void => {
    it.skipIf(skip !== null)(skip === null ? title : `${title} (${skip})`, async () => {
      const sweep = sweepOf(spec);
      await disturb(sweep);
      sweep.finish();
      expect(hashes(here)).toBe(bytesOf(spec));
    });
  };
  const short = disturbances.filter((each) => !each.long);
  for (const each of disturbances) test(each.title, each, each.long ? long : plain);
  for (const each of short.filter(({ alsoSearched }) => alsoSearched))
    test(`searches and ${each.title}`, each, searchedSpec);

  it('finds a changed byte inside its journal says where, and chooses nothing', async () => {
    const sweep = sweepOf(smallSpec());
    sweep.finish();
    here.fewbits('run', 's.yaml', 'replicates=7', '--out', 'out', ...args);
    const journal = here.read('out/log/journal.bin');
    journal[40] = (journal[40] as number) ^ 1;
    here.write('out/log/journal.bin', journal);
    const { code, stderr } = here.fewbits('run', 's.yaml', 'replicates=8', '--out', 'out', ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/journal.bin: corrupt at byte 0/);
  });
});

describe.each(engines)('on engine $engine with --fail-fast a sweep', ({ args }) => {
  it('begins no trial after the first that fails, keeps what finished, says how to go on, and goes on', async () => {
    here.write('failing.mjs', failingModule);
    here.write('s.yaml', failingSpec);
    const command = ['run', 's.yaml', '--out', 'out', ...args];
    const { code, stderr } = await here.start([...command, '--fail-fast'], { env: failingEnv }).ended;
    expect(code).toBe(3);
    const rows = decodeTable(here.read('out/trials.arrow')).rows as {
      trial_id: string;
      index: number;
      status: string;
    }[];
    const indices = rows.map(({ index }) => index).sort((a, b) => a - b);
    // Its own chunk ends with it; the one on the other thread, in the course of its 25 trials, with the trial it is at.
    expect(indices.filter((index) => index < chunkTrials)).toEqual([0, 1, 2, failingIndex]);
    const others = indices.filter((index) => index >= chunkTrials);
    expect(others).toEqual(others.map((_, k) => chunkTrials + k));
    expect(others.length).toBeLessThan(chunkTrials / 2);
    const [failed, ...more] = rows.filter(({ status }) => status !== 'ok');
    expect(more).toEqual([]);
    expect(stderr).toContain(
      `stopped because of --fail-fast: trial ${failed?.trial_id.slice(0, 12)} (index=${failingIndex} replicate=0) failed: no luck`,
    );
    expect(stderr).toMatch(/the same command goes on.*without --fail-fast/);

    const { stdout } = here.fewbits(...command, '--json', '--fail-fast');
    expect(JSON.parse(stdout)).toMatchObject({ trials: 100, done: 100, reused: rows.length - 1, exitCode: 0 });
    expect(here.fewbits('run', 's.yaml', '-j', '1', '--out', 'straight').code).toBe(0);
    expect(here.sha256('out/trials.arrow')).toBe(here.sha256('straight/trials.arrow'));
  });
});

describe.each(engines)('on engine $engine a trial in a hundred that', ({ args }) => {
  it.each(poisons)(
    '$kind is $status after $attempts attempts, and the others are ok',
    ({ kind, status, error, attempts }: Poison) => {
      here.write('poison.mjs', poisonModule);
      here.write('s.yaml', poisonSpec(kind));
      const { code, stdout } = here.fewbits('run', 's.yaml', '--json', '--out', 'out', ...args);
      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({ trials: 100, done: 99, failed: 1, exitCode: 3 });
      const rows = decodeTable(here.read('out/trials.arrow')).rows as {
        index: number;
        status: string;
        value: number;
      }[];
      const bad = rows.filter((row) => row.status !== 'ok');
      expect(bad).toMatchObject([{ index: 37, status, value: null }]);
      const [failure, ...more] = readFailures(join(here.path, 'out'));
      expect(more).toEqual([]);
      expect(failure).toMatchObject({ status, attempts, params: { index: 37, kind } });
      expect(failure?.error).toMatch(error);
      // Tried again by the next start, alone or not, with the same end.
      const again = here.fewbits('run', 's.yaml', '--json', '--out', 'out', ...args);
      expect(JSON.parse(again.stdout)).toMatchObject({ done: 99, failed: 1, reused: 99, exitCode: 3 });
    },
  );
});
