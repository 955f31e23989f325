import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LockedError } from './errors.ts';
import { acquireLock, lockHolder } from './lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fewbits-lock-'));
  mkdirSync(join(dir, 'log'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const plant = (generation: number, owner: object): string => {
  const path = join(dir, 'log', `lock.${generation}`);
  writeFileSync(
    path,
    JSON.stringify({ host: hostname(), pid: 1, started: null, since: 'then', released: false, ...owner }),
  );
  return path;
};

it('is held by one, named to the second, and free again after release', () => {
  const lock = acquireLock(dir);
  expect(lockHolder(dir)).toMatchObject({ pid: process.pid, host: hostname() });
  expect(() => acquireLock(dir)).toThrow(LockedError);
  expect(() => acquireLock(dir)).toThrow(`in use by process ${process.pid} on ${hostname()}`);
  lock.release();
  expect(lockHolder(dir)).toBeNull();
  const again = acquireLock(dir);
  expect(again.takenOver).toBeNull();
  again.release();
});

it('of a process that is gone is taken over at once, with a notice', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  plant(3, { pid: gone });
  const lock = acquireLock(dir);
  expect(lock.takenOver).toContain(`process ${gone}`);
  expect(readdirSync(join(dir, 'log'))).toEqual(['lock.4']);
  lock.release();
});

it('of a process that only has the same number is taken over', () => {
  plant(1, { pid: process.pid, started: '1' });
  if (process.platform === 'linux') acquireLock(dir).release();
});

it('of another host is alive while it beats, dead after a minute without', () => {
  const path = plant(1, { host: 'elsewhere' });
  expect(() => acquireLock(dir)).toThrow('process 1 on elsewhere since then');
  const old = new Date(Date.now() - 61_000);
  utimesSync(path, old, old);
  acquireLock(dir).release();
});

it('that a crash of the machine cut short does not block', () => {
  writeFileSync(join(dir, 'log', 'lock.7'), '{"ho');
  acquireLock(dir).release();
});
