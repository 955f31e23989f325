import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Contender, pairedRounds } from './paired-rounds.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fewbits-rounds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const contender = (name: string, program: string): Contender => ({
  ...{ name, command: process.execPath, args: ['-e', program, join(folder, 'order')] },
  env: { WHO: name },
});

it('runs every contender once a round, each in its own process, the order rotating', () => {
  const program = `
    require('node:fs').appendFileSync(process.argv[1], process.env.WHO);
    console.log(JSON.stringify({ who: process.env.WHO, pid: process.pid }));
  `;
  const seen: number[] = [];
  const reports = pairedRounds<{ who: string; pid: number }>(
    ['a', 'b', 'c'].map((name) => contender(name, program)),
    4,
    (round) => seen.push(round),
  );
  expect(readFileSync(join(folder, 'order'), 'utf8')).toBe('abcbcacababc');
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(reports.map((own) => own.map(({ who }) => who).join(''))).toEqual(['aaaa', 'bbbb', 'cccc']);
  expect(new Set(reports.flat().map(({ pid }) => pid)).size).toBe(12);
});

it('says which program failed, and with what words', () => {
  expect(() => pairedRounds([contender('d', 'throw new Error("no work")')], 1, () => undefined)).toThrow(
    /^d \(.*no work/s,
  );
});
