/** Other tools that run N tasks which do nothing (`tools/peers/null-trials` of the repository), where they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threads } from './measurements.ts';

export interface Peer {
  readonly name: string;
  /** Program and arguments; it prints seconds and tasks. */
  readonly command: readonly string[];
  /** What of ours it stands beside: a task dispatched alone, or as many together as it likes. */
  readonly beside: 'null-trial' | 'null-trials';
}

export interface PeerReport {
  readonly version: string;
  /** Microseconds a task, wall. */
  readonly us: number;
}

const folder = fileURLToPath(new URL('../../../../tools/peers/null-trials', import.meta.url));
// Debian's packages are for Debian's Python, which need not be the first in the path.
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const script = (name: string, tasks: number, ...mode: string[]): string[] => [
  ...(name.endsWith('.R') ? ['Rscript'] : [python, '-B']),
  join(folder, name),
  String(tasks),
  String(threads),
  ...mode,
];

/** Whether the scripts are here: they are no part of the package. */
export function hasPeers(): boolean {
  return existsSync(folder);
}

export const peers: readonly Peer[] = [
  { name: 'joblib, a task at a time', command: script('run_joblib.py', 5000, 'one'), beside: 'null-trial' },
  { name: 'Dask distributed', command: script('run_dask.py', 2000), beside: 'null-trial' },
  { name: 'GNU parallel', command: script('run_parallel.py', 500), beside: 'null-trial' },
  { name: 'Snakemake', command: script('run_snakemake.py', 100), beside: 'null-trial' },
  { name: 'future.apply, a task a future', command: script('run_future.R', 100, 'one'), beside: 'null-trial' },
  { name: 'joblib, automatic batches', command: script('run_joblib.py', 100_000, 'auto'), beside: 'null-trials' },
  { name: 'future.apply, a chunk a worker', command: script('run_future.R', 200_000, 'auto'), beside: 'null-trials' },
];

/** One measurement of a peer, or why there is none. */
export function measurePeer({ command }: Peer): PeerReport | { readonly reason: string } {
  const [program, ...args] = command as [string, ...string[]];
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  if (error) return { reason: (error as NodeJS.ErrnoException).code === 'ENOENT' ? `no ${program}` : error.message };
  if (status !== 0) return { reason: stderr.trim().split('\n').at(-1) ?? `exit code ${status}` };
  const { version, seconds, tasks } = JSON.parse(stdout) as { version: string; seconds: number; tasks: number };
  return { version, us: (1e6 * seconds) / tasks };
}
