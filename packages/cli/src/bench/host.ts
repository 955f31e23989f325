/** Where a measurement was made: what has to stand beside every time. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fewbitsVersion } from '@fewbits/sweep';
import { liesInMemory } from './processes.ts';

export interface Host {
  readonly cpu: string;
  readonly threads: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  readonly fewbits: string;
  /** Over 1, 5 and 15 minutes. */
  readonly loadBefore: readonly number[];
  /** Whether the journals lay in memory, where an fsync costs nothing. */
  readonly inMemory: boolean;
}

/** `scratch`: folder of the run directories, where there are any. */
export function host(scratch?: string): Host {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    fewbits: fewbitsVersion,
    loadBefore: loadavg().map((load) => Math.round(100 * load) / 100),
    inMemory: scratch !== undefined && liesInMemory(scratch),
  };
}

/** Of the repository that this program stands in; null in an installed package. */
export function commit(): string | null {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  if (!existsSync(join(root, 'nx.json'))) return null;
  const git = (...args: string[]): SpawnSyncReturns<string> => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return null;
  const changed = git('status', '--porcelain', '--', 'packages', 'tools').stdout !== '';
  return head.stdout.trim() + (changed ? ' (with uncommitted changes)' : '');
}
