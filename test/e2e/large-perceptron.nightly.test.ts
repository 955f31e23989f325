/** The largest perceptron that is promised, N = 100 001 with 50 001 patterns, is solved by `sbpi` in 1 GiB. A core-minute. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { childrenOf, folder, pause } from './cli.ts';

const measurable = process.env['FEWBITS_NIGHTLY'] === '1' && process.platform === 'linux';

describe.runIf(measurable)('a perceptron of 100 001 synapses', () => {
  it('is solved at load 0.5 by sbpi in at most 1 GiB of resident memory', { timeout: 900_000 }, async () => {
    const here = folder();
    try {
      here.write(
        'large.yaml',
        'experiment: storage-capacity\nfixed: { learner: sbpi, weights: binary, size: 100001, alpha: 0.5 }\n',
      );
      const { child, ended } = here.start(['run', 'large.yaml', '--out', 'large']);
      const peaks = new Map<number, number>();
      let running = true;
      const finished = ended.then((end) => {
        running = false;
        return end;
      });
      while (running) {
        for (const pid of processesOf(child.pid as number)) {
          peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakMiB(pid)));
        }
        await pause(100);
      }
      const { code, stderr } = await finished;
      expect(code, stderr).toBe(0);
      const peak = [...peaks.values()].reduce((sum, each) => sum + each, 0);
      console.log(`peak ${peak.toFixed(0)} MiB in ${peaks.size} processes`);
      // The patterns alone, one bit each, take 597 MiB.
      expect(peak).toBeGreaterThan(597);
      expect(peak).toBeLessThanOrEqual(1024);
      const table = here.fewbits('export', 'large', '--table', 'trials', '--format', 'csv').stdout;
      const [names = '', row = ''] = table.split('\n');
      const column = (name: string) => row.split(',')[names.split(',').indexOf(name)];
      expect([column('solved'), column('errors'), column('patterns')]).toEqual(['true', '0', '50001']);
    } finally {
      here.remove();
    }
  });
});

/** The process and its children; none once it has ended. */
function processesOf(pid: number): number[] {
  try {
    return [pid, ...childrenOf(pid)];
  } catch {
    return [];
  }
}

/** Largest resident size so far; 0 once the process has ended. */
function peakMiB(pid: number): number {
  try {
    const [, kiB = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kiB) / 1024;
  } catch {
    return 0;
  }
}
