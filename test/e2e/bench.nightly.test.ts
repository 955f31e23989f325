/** `fewbits bench` measures everything it promises. Its figures are for people: nothing here depends on them. */
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
    const overheads = [
      'overhead-1ms-alone',
      'overhead-1ms',
      'overhead-1ms-cpu',
      'overhead-200us',
      'overhead-200us-cpu',
    ];
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

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('fewbits bench of the kernels', () => {
  it('compares the perceptron kernels and whole solves with NumPy, or says what is missing', {
    timeout: 300_000,
  }, () => {
    const wanted = ['scan', 'update', 'mills-ratio', 'sbpi', 'rbp'];
    const { code, stdout, stderr } = here.fewbits('bench', ...wanted, '--rounds', '1', '--json');
    expect(code, stderr).toBe(0);
    const { results, rates, skipped, voided, notes } = JSON.parse(stdout) as {
      results: { kernel: string; peer: string; ratio: number }[];
      rates: { kernel: string; median: number }[];
      skipped: { name: string; reason: string }[];
      voided: string[];
      notes: string[];
    };
    expect(voided).toEqual([]);
    expect([...new Set(rates.map(({ kernel }) => kernel))]).toEqual(wanted);
    expect(notes.join('\n')).toMatch(/^sbpi (wasm|ts): \S+ ms and \S+ epochs a trial, (5\d\d|600) of 600 solved$/m);
    const missing = skipped.map(({ name }) => name);
    const compared = missing.includes('NumPy')
      ? []
      : wanted.filter((name) => name !== 'mills-ratio' || !missing.includes('SciPy'));
    expect([...new Set(results.map(({ kernel }) => kernel))]).toEqual(compared);
    for (const { ratio } of results) expect(ratio).toBeGreaterThan(1);
    expect(here.list()).toEqual([]);
  });

  it('prints paired ratios of contenders that end in the same state', { timeout: 300_000 }, () => {
    const { code, stdout, stderr } = here.fewbits('bench', 'online-memory', '--rounds', '2', '--json');
    expect(code, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schemaVersion: 1, voided: [], host: { node: process.version } });
    const pairs = document.results.map(({ kernel, contender, peer }: Record<string, string>) =>
      [kernel, contender, peer].join(' '),
    );
    for (const model of ['direction-marker', 'partial-reset']) {
      for (const contender of ['wasm', 'typescript-u32'])
        expect(pairs).toContain(`online-memory ${model} ${contender} naive-typescript`);
    }
    for (const { ratio, low, high, rounds } of document.results) {
      expect(low).toBeGreaterThan(0);
      expect(ratio).toBeGreaterThanOrEqual(low);
      expect(ratio).toBeLessThanOrEqual(high);
      expect(rounds).toBe(2);
    }
    // NumPy and C are compared with, or left out with a reason.
    const peers = new Set(document.results.map(({ peer }: { peer: string }) => peer.split('-')[0]));
    for (const [peer, name] of [
      ['numpy', 'NumPy'],
      ['c', 'C'],
    ] as const) {
      const isSkipped = document.skipped.some((each: { name: string }) => each.name === name);
      expect(peers.has(peer)).toBe(!isSkipped);
    }
    expect(here.list()).toEqual([]);
  });
});
