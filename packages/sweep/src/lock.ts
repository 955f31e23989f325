/**
 * One coordinator per run directory. `log/lock.<g>` with the highest generation g is the lock; it holds host, pid and
 * start time of its owner, whose heartbeat is the file's modification time. A generation is created by `link`, which
 * one process alone wins; a dead or released one is followed by the next, never edited.
 *
 * Dead: same host, and the process is gone or started at another time; other host, and no beat for 60 s by the file
 * server's clock.
 */
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LockedError } from './errors.ts';

const beatMs = 5_000;
const deadMs = 60_000;

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in clock ticks since boot; null where the platform does not tell. */
  readonly started: string | null;
  readonly since: string;
  readonly released: boolean;
}

export interface Lock {
  /** The dead owner whose lock was taken over, for a notice; null when the directory was free. */
  readonly takenOver: string | null;
  release(): void;
}

/** Take the lock of the run directory `dir`. Throws a `LockedError` that names the holder. */
export function acquireLock(dir: string): Lock {
  const log = join(dir, 'log');
  for (;;) {
    const highest = generations(log).at(-1);
    const holder = highest === undefined ? null : readOwner(log, highest);
    if (highest !== undefined && holder !== null && isAlive(holder, join(log, `lock.${highest}`), log)) {
      throw new LockedError(`${dir} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}`);
    }
    const mine = (highest ?? 0) + 1;
    if (!create(log, mine) || generations(log).at(-1) !== mine) continue;
    for (const old of generations(log)) if (old < mine) rmSync(join(log, `lock.${old}`), { force: true });
    const path = join(log, `lock.${mine}`);
    const beat = setInterval(() => beatOnce(path), beatMs);
    beat.unref();
    return {
      takenOver: holder && !holder.released ? `process ${holder.pid} on ${holder.host}, started ${holder.since}` : null,
      release() {
        clearInterval(beat);
        release(path);
      },
    };
  }
}

function beatOnce(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The folder is gone or not reachable: the run itself will say so at its next flush, the beat cannot help it.
  }
}

function release(path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify({ ...self(), released: true }));
    renameSync(temporary, path);
  } catch {
    // A full disk or a folder that is gone: the lock is dead all the same once this process has ended.
    rmSync(temporary, { force: true });
  }
}

/** Who holds the lock of `dir` right now; null when nobody does. */
export function lockHolder(
  dir: string,
): { readonly host: string; readonly pid: number; readonly since: string } | null {
  const log = join(dir, 'log');
  const highest = generations(log).at(-1);
  const owner = highest === undefined ? null : readOwner(log, highest);
  return owner && isAlive(owner, join(log, `lock.${highest}`), null) ? owner : null;
}

function generations(log: string): number[] {
  let names: string[];
  try {
    names = readdirSync(log);
  } catch {
    return []; // no log folder: nothing has run here
  }
  return names
    .flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

function create(log: string, generation: number): boolean {
  const path = join(log, `lock.${generation}`);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify(self()));
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function self(): Owner {
  return {
    host: hostname(),
    pid: process.pid,
    started: startTime(process.pid),
    since: new Date().toISOString(),
    released: false,
  };
}

function readOwner(log: string, generation: number): Owner | null {
  try {
    return JSON.parse(readFileSync(join(log, `lock.${generation}`), 'utf8')) as Owner;
  } catch {
    return null; // removed by its successor, or cut by a crash of the machine: not a living owner
  }
}

function isAlive(owner: Owner, path: string, log: string | null): boolean {
  if (owner.released) return false;
  if (owner.host !== hostname()) return serverNow(log) - modified(path) < deadMs;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return owner.started === null || owner.started === startTime(owner.pid);
}

/** Milliseconds by the clock of the file server, read off a file made there now; the local clock without a folder. */
function serverNow(log: string | null): number {
  if (log === null) return Date.now();
  const probe = join(log, `clock.${process.pid}.tmp`);
  writeFileSync(probe, '');
  const now = modified(probe);
  rmSync(probe, { force: true });
  return now;
}

function modified(path: string): number {
  return statSync(path).mtimeMs;
}

/** Start time in clock ticks since boot; null elsewhere than on Linux, when the process is gone, or a zombie not yet reaped. */
function startTime(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, field 2, may hold spaces; state is field 3, the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null; // the process is gone
  }
}
