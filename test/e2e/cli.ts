/** The built command line, run in a temporary folder as a user runs it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'packages/cli/bin/fewbits.js');

// A test runner started through npx must not pass as the caller of the command under test.
const { INIT_CWD: _init, npm_lifecycle_script: _script, ...clean } = process.env;
const env = { ...clean, CI: '1', NO_COLOR: '1' };

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Folder {
  readonly path: string;
  /** Run `fewbits …` to its end. */
  fewbits(...args: string[]): Finished;
  /** Start `fewbits …` in a process group of its own. */
  start(args: readonly string[], options?: StartOptions): Started;
  write(name: string, text: string | Uint8Array): void;
  read(name: string): Buffer;
  has(name: string): boolean;
  list(): string[];
  sha256(name: string): string;
  remove(): void;
}

export interface StartOptions {
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** As a user without privileges, where the tests run as root. */
  readonly asNobody?: boolean;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Finished>;
  /** Resolves when stderr has matched. */
  said(pattern: RegExp): Promise<void>;
}

/** A new temporary folder. */
export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'fewbits-e2e-'));
  return {
    path,
    fewbits(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: path,
        env,
        encoding: 'utf8',
      });
      return { code: status, stdout, stderr };
    },
    start: (args, options) => start(path, args, options),
    write: (name, text) => writeFileSync(join(path, name), text),
    read: (name) => readFileSync(join(path, name)),
    has: (name) => existsSync(join(path, name)),
    list: () => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort(),
    sha256: (name) =>
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A user id that owns nothing. */
export const nobody = 65_534;

function start(cwd: string, args: readonly string[], options: StartOptions = {}): Started {
  const user = options.asNobody && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...env, ...options.env },
    ...user,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (data: Buffer) => {
      out[name] += data.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Finished>((done) => child.on('close', (code) => done({ code, ...out })));
  const said = (pattern: RegExp): Promise<void> =>
    new Promise((done, fail) => {
      const check = (): void => {
        if (!pattern.test(out.stderr)) return;
        listeners.delete(check);
        done();
      };
      listeners.add(check);
      check();
      void ended.then(() => fail(new Error(`ended before it said ${pattern}: ${out.stderr}`)));
    });
  return { child, ended, said };
}

/** Process ids of the direct children of `pid` (Linux). */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
}

/** Whether the process exists and is no zombie (Linux). */
export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A sweep of `replicates` × 4 quick trials (a few milliseconds each) in `name`.yaml. */
export const smallSpec = (replicates = 6): string => `
name: small
seed: 11
experiment: storage-capacity
fixed: { learner: sbpi, weights: binary, size: 101 }
grid: { alpha: [0.3, 0.5, 0.7, 0.9] }
replicates: ${replicates}
`;

/** A sweep of 40 trials of some 100 ms each. */
export const slowSpec = `
name: slow
seed: 12
experiment: storage-capacity
fixed: { learner: rbp, weights: unipolar, size: 501 }
grid: { levels: [4, 8], alpha: "linspace(0.8,1,5)" }
replicates: 4
`;
