/** `fewbits bench orchestrator` measures everything it promises. Its figures are for people: nothing here depends on them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder } from './cli.ts';

interface Interval {
  readonly low: number;
  readonly high: number;
}

let here: Folder;
beforeAll(() => {
  here = folder();
});
afterAll(() => here.remove());

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('fewbits bench orchestrator', () => {
  it('prints ratios, goals with a verdict and the host as one JSON document', { timeout: 900_000 }, () => {
    const { code, stdout, stderr } = here.fewbits('bench', 'orchestrator', '--rounds', '2', '--json');
    expect(code, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schemaVersion: 1, host: { node: process.version } });
    expect(document.results[0]).toMatchObject({
      ...{ kernel: 'null-trial', contender: 'fewbits', peer: 'Piscina alone', rounds: 2 },
    });
    const isLinux = process.platform === 'linux';
    const overheads = ['overhead-1ms', 'overhead-1ms-cpu', 'overhead-200us', 'overhead-200us-cpu'];
    const shown = overheads.filter((name) => isLinux || !name.endsWith('-cpu'));
    expect(document.goals.map(({ name }: { name: string }) => name)).toEqual([
      ...['null-trial', 'null-trials', ...shown, 'plan', 'plan-memory', 'resume', 'help', 'status', 'makespan'],
    ]);
    for (const { median, low, high, verdict } of document.goals) {
      expect(low).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(high);
      expect(['passed', 'missed', 'undecided']).toContain(verdict);
    }
    for (const { ratio, low, high } of document.results as (Interval & { ratio: number })[]) {
      expect(low).toBeGreaterThan(0);
      expect(ratio).toBeGreaterThanOrEqual(low);
      expect(ratio).toBeLessThanOrEqual(high);
    }
    // Seven peers, each measured or left out with a reason.
    expect(document.peers.length + document.skipped.length).toBe(7);
    expect(here.list()).toEqual([]);
  });
});
