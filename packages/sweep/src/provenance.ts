/** Where and with what a run was made: goes into the manifest and nowhere else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname } from 'node:os';
import type { Manifest } from '@fewbits/dataset';

/** Version of fewbits: all packages are released together. */
export const fewbitsVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** Versions, host and the commit of the checkout that `folder` lies in (null outside one, or without git). */
export function provenance(folder: string): Pick<Manifest, 'fewbits' | 'node' | 'v8' | 'git' | 'host'> {
  return {
    fewbits: fewbitsVersion,
    node: process.version,
    v8: process.versions.v8,
    git: gitState(folder),
    host: {
      name: hostname(),
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      threads: availableParallelism(),
    },
  };
}

function gitState(folder: string): Manifest['git'] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return null; // no git on this machine, or no checkout here: a run does not need one
  }
}
