/** What may happen to a sweep. Each leaves a run directory that the same command must finish with the same bytes. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { philoxRng } from '@fewbits/numerics';
import { expect } from 'vitest';
import { childrenOf, type Folder, isRunning, nobody, pause, type Started } from '../e2e/cli.ts';

/** A sweep under test: `start` and `finish` run it in the directory `out`. */
export interface Sweep {
  readonly here: Folder;
  /** Start it, with more arguments. */
  start(...more: string[]): Started;
  /** The same as a user without privileges (as who runs the tests, where that is one). */
  startAsNobody(...more: string[]): Started;
  /** Run it to its end; exit code 0 is expected. */
  finish(): void;
}

export interface Disturbance {
  readonly title: string;
  /** Why it cannot happen here, or null. */
  readonly skip?: string | null;
  /** With an adaptive sweep too. */
  readonly alsoSearched?: boolean;
  /** A longer sweep. */
  readonly long?: boolean;
  disturb(sweep: Sweep): Promise<void> | void;
}

const linux = process.platform === 'linux' ? null : 'needs /proc';
const pidOf = ({ child }: Started): number => child.pid as number;

/** As a terminal does: to the whole process group. */
const interrupt = (run: Started): boolean => process.kill(-pidOf(run), 'SIGINT');

async function midway({ start }: Sweep): Promise<Started> {
  const run = start('--json');
  await run.said(/"finished":[1-9]/);
  return run;
}

export const disturbances: readonly Disturbance[] = [
  {
    title: 'is interrupted by Ctrl-C: finishes what is in flight, exits 130',
    alsoSearched: true,
    async disturb(sweep) {
      const run = await midway(sweep);
      interrupt(run);
      const { code, stdout, stderr } = await run.ended;
      expect(code).toBe(130);
      expect(JSON.parse(stdout)).toMatchObject({ exitCode: 130, failed: 0 });
      expect(stderr).toContain('"event":"stop"');
    },
  },
  {
    title: 'is interrupted by SIGTERM: exits 143',
    async disturb(sweep) {
      const run = await midway(sweep);
      run.child.kill('SIGTERM');
      expect((await run.ended).code).toBe(143);
    },
  },
  {
    title: 'is killed, and leaves no orphan that computes on',
    alsoSearched: true,
    skip: linux,
    async disturb(sweep) {
      const run = await midway(sweep);
      const pools = childrenOf(pidOf(run));
      expect(pools.length).toBe(1);
      run.child.kill('SIGKILL');
      await run.ended;
      await pause(500);
      expect(pools.filter(isRunning)).toEqual([]);
    },
  },
  {
    title: 'loses the process of its pool, and lives on',
    skip: linux,
    async disturb(sweep) {
      const run = await midway(sweep);
      for (const pid of childrenOf(pidOf(run))) process.kill(pid, 'SIGKILL');
      const { code, stdout } = await run.ended;
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ failed: 0 });
    },
  },
  {
    title: 'is started twice: the second start names the first and exits 6',
    async disturb(sweep) {
      const first = await midway(sweep);
      const { code, stderr } = await sweep.start().ended;
      expect(code).toBe(6);
      expect(stderr).toContain(`in use by process ${first.child.pid}`);
      expect((await first.ended).code).toBe(0);
    },
  },
  {
    title: 'loses any part of the last record of its journal',
    async disturb(sweep) {
      const run = await midway(sweep);
      run.child.kill('SIGKILL');
      await run.ended;
      const journal = join(sweep.here.path, 'out/log/journal.bin');
      const bytes = readFileSync(journal);
      const last = bytes.lastIndexOf('fbJ1');
      const rowsAfter = (size: number): number => {
        truncateSync(journal, size);
        const { done } = JSON.parse(sweep.here.fewbits('status', 'out', '--json').stdout) as { done: number };
        writeFileSync(journal, bytes);
        return done;
      };
      const before = rowsAfter(last);
      // The reader's own test cuts at every byte; here, at the places where something else is cut.
      for (const size of [last + 1, last + 4, last + 11, last + 12, bytes.length - 1])
        expect(rowsAfter(size)).toBe(before);
      expect(rowsAfter(bytes.length)).toBeGreaterThan(before);
      truncateSync(journal, bytes.length - 7);
    },
  },
  {
    title: 'runs into a full disk, at the start and in its course',
    skip: process.getuid?.() === 0 ? linux : 'needs root, to mount a small file system',
    async disturb(sweep) {
      const { path } = sweep.here;
      const filler = join(path, 'out/log/filler');
      mkdirSync(join(path, 'out'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', join(path, 'out')]);
      try {
        mkdirSync(join(path, 'out/log'));
        fill(filler);
        const before = await sweep.start().ended;
        expect(before).toMatchObject({ code: 2, stdout: '' });
        expect(before.stderr).toMatch(/no space left/i);
        rmSync(filler);
        expect(sweep.here.list().filter((name) => /^out./.test(name))).toEqual(['out/log']);

        const run = await midway(sweep);
        fill(filler);
        const { code, stdout, stderr } = await run.ended;
        expect(code).toBe(1);
        expect(stdout).toBe('');
        const message = lastError(stderr);
        expect(message).toMatch(/no space left/i);
        expect(message).not.toMatch(/ at .*:\d+:\d+/);
        rmSync(filler);
        // What it had flushed is there, and can be gone on with where there is room.
        cpSync(join(path, 'out'), join(path, 'copy'), { recursive: true });
      } finally {
        execFileSync('umount', ['-l', join(path, 'out')]);
      }
      rmSync(join(path, 'out'), { recursive: true });
      renameSync(join(path, 'copy'), join(path, 'out'));
      expect(rowsIn(sweep)).toBeGreaterThan(0);
    },
  },
  {
    title: 'has no right to write, at the start and in its course',
    skip: process.getuid ? null : 'needs POSIX permissions',
    async disturb(sweep) {
      const { path } = sweep.here;
      const lock = (mode: number): void => {
        for (const name of ['out', 'out/log']) chmodSync(join(path, name), mode);
      };
      mkdirSync(join(path, 'out/log'), { recursive: true });
      own(path);
      lock(0o555);
      const before = await sweep.startAsNobody().ended;
      expect(before).toMatchObject({ code: 2, stdout: '' });
      expect(before.stderr).toMatch(/out is not writable/);
      lock(0o755);
      const run = sweep.startAsNobody('--json');
      await run.said(/"finished":[1-9]/);
      lock(0o555);
      const { code, stderr } = await run.ended;
      expect(code).toBe(1);
      expect(lastError(stderr)).toMatch(/permission denied.*the same command goes on/);
      lock(0o755);
      expect(rowsIn(sweep)).toBeGreaterThan(0);
    },
  },
  {
    title: 'is killed over and over, coordinator or pool, 50 times at random moments',
    skip: linux,
    long: true,
    async disturb(sweep) {
      const rng = philoxRng(Uint32Array.of(50, 1, 2, 3));
      let run = sweep.start('--json');
      for (let kills = 0; kills < 50; kills++) {
        await pause(150 + 700 * rng.uniform());
        expect(run.child.exitCode).toBe(null);
        const pools = rng.uniform() < 0.5 ? safeChildren(pidOf(run)) : [];
        for (const pid of pools) process.kill(pid, 'SIGKILL');
        if (pools.length > 0) continue;
        run.child.kill('SIGKILL');
        await run.ended;
        run = sweep.start('--json');
      }
      run.child.kill('SIGKILL');
      await run.ended;
    },
  },
];

function rowsIn({ here }: Sweep): number {
  return (JSON.parse(here.fewbits('status', 'out', '--json').stdout) as { done: number }).done;
}

/** Take all room that is left. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (const size of [65_536, 4096, 1]) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      }
    }
  } finally {
    closeSync(file);
  }
}

function lastError(stderr: string): string {
  const events = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return (
    events
      .map((line) => JSON.parse(line) as { event: string; message: string })
      .find(({ event }) => event === 'error') ?? { message: '' }
  ).message;
}

/** Give everything in `folder` to the user that `startAsNobody` runs as. */
function own(folder: string): void {
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
}

function safeChildren(pid: number): number[] {
  try {
    return childrenOf(pid);
  } catch {
    return []; // it has just begun, or ended
  }
}
