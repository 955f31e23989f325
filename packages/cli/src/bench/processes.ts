/** The processes that are measured: each runs alone, and tells its figures as JSON. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BarePoolSetting } from './bare-pool-process.ts';
import type { SweepReport, SweepSetting } from './sweep-process.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Experiments of the bench, as a spec names them. */
export const nullTrials: string = path('./null-trials.js');
export const busyTrials: string = path('./busy-trials.js');

/** A sweep of which nothing is left behind. */
export function measureSweep(setting: SweepSetting): SweepReport {
  const report = run([path('./sweep-process.js'), JSON.stringify(setting)]);
  rmSync(setting.out, { recursive: true });
  return JSON.parse(report) as SweepReport;
}

/** Microseconds of a task in the pool alone. */
export function measureBarePool(setting: BarePoolSetting): number {
  const { seconds } = JSON.parse(run([path('./bare-pool-process.js'), JSON.stringify(setting)])) as { seconds: number };
  return (1e6 * seconds) / setting.tasks;
}

export interface CommandReport {
  /** On the wall. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** `fewbits …` as a user runs it, from the start of Node to its end. */
export function measureCommand(...words: string[]): CommandReport {
  const start = performance.now();
  const { status, stderr, output } = spawnSync(
    process.execPath,
    ['--import', new URL('./peak-memory.js', import.meta.url).href, path('../../bin/fewbits.js'), ...words],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`fewbits ${words.join(' ')}: ${stderr}`);
  const { maxRSS, cpu } = JSON.parse(output[3] as string) as { maxRSS: number; cpu: number };
  return { seconds, cpuSeconds: cpu / 1e6, peakMiB: maxRSS / 1024 };
}

/** Seconds of `node -e 0`: what no command can be quicker than. */
export function measureNode(): number {
  const start = performance.now();
  run(['-e', '0']);
  return (performance.now() - start) / 1000;
}

/** Whether `path` lies in memory (tmpfs), where nothing is ever written to a disk. */
export function liesInMemory(folder: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'latin1')
      .split('\n')
      .map((line) => line.split(' '));
    const over = mounts.filter(([, at = '']) => folder === at || folder.startsWith(at.replace(/\/?$/, '/')));
    return over.sort(([, a = ''], [, b = '']) => b.length - a.length)[0]?.[2] === 'tmpfs';
  } catch {
    return false; // no Linux
  }
}

function run(args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error || status !== 0) throw new Error(`node ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}
