/** Programs of others that this machine can run: NumPy and C, their sources in the repository's tools/peers. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Skipped } from './measured.ts';
import { findNumpy, type Numpy, peersFolder } from './numpy.ts';

export interface Others {
  readonly numpy: Numpy | null;
  readonly c: { readonly command: string; readonly version: string } | null;
  /** Why one of them, or SciPy, is missing. */
  readonly skipped: readonly Skipped[];
}

const outside = 'its program is in the repository (tools/peers), not in the package';

/** `scratch`: where the C program is built, when it is `wanted`. */
export function findOthers(scratch: string, wanted: { readonly c: boolean }): Others {
  if (!existsSync(peersFolder)) {
    const skipped = ['NumPy', 'SciPy', 'C'].map((name) => ({ name, reason: outside }));
    return { numpy: null, c: null, skipped };
  }
  const numpy = findNumpy();
  const c = wanted.c ? buildC(scratch) : null;
  return {
    ...{ numpy, c },
    skipped: [
      ...(numpy === null ? [{ name: 'NumPy', reason: 'no Python with NumPy' }] : []),
      ...(numpy?.versions.scipy ? [] : [{ name: 'SciPy', reason: 'no Python with NumPy and SciPy' }]),
      ...(c === null ? [{ name: 'C', reason: 'no gcc' }] : []),
    ],
  };
}

function buildC(scratch: string): Others['c'] {
  const command = join(scratch, 'online-memory');
  const source = join(peersFolder, 'online-memory.c');
  const { status, stderr } = spawnSync('gcc', ['-O3', '-o', command, source], { encoding: 'utf8' });
  if (status === null) return null;
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
  const [version = ''] = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n');
  return { command, version: `${version}, -O3` };
}
