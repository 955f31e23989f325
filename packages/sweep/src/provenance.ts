/** Where and with what a run was made: goes into the manifest and nowhere else. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GitState, Manifest, Program } from '@fewbits/dataset';
import { moduleHashes } from '@fewbits/kernels/module-file';

/** Version of fewbits: all packages are released together. */
export const fewbitsVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** Versions, host, what the program is made of, and the commit of the checkout that `folder` lies in (null outside one, or without git). */
export function provenance(folder: string): Pick<Manifest, 'fewbits' | 'node' | 'v8' | 'git' | 'program' | 'host'> {
  return {
    fewbits: fewbitsVersion,
    node: process.version,
    v8: process.versions.v8,
    git: gitState(folder),
    program: programState(fileURLToPath(new URL('..', import.meta.url))),
    host: {
      name: hostname(),
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      threads: availableParallelism(),
    },
  };
}

/** `folder`: of a package of fewbits. */
export function programState(folder: string): Program {
  const lockfile = fileAbove(folder, 'package-lock.json');
  return {
    // Installed, it may lie in the checkout of another project, whose commit says nothing of it.
    git: gitState(folder, 'package.json'),
    wasm: moduleHashes(),
    lockfile: lockfile && createHash('sha256').update(readFileSync(lockfile)).digest('hex'),
  };
}

function fileAbove(folder: string, name: string): string | null {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? null : fileAbove(dirname(folder), name);
}

/** `tracked`: a file of `folder` that must belong to the checkout. */
function gitState(folder: string, tracked?: string): GitState | null {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (tracked !== undefined) git('ls-files', '--error-unmatch', tracked);
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return null; // no git on this machine, or no checkout here: a run does not need one
  }
}
