/** The sweeps that are shipped: each is a valid plan, and the smoke ones run. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable } from '@fewbits/dataset';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder, root } from './cli.ts';

const files = readdirSync(join(root, 'sweeps'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

it.each(files)('%s is a valid plan without duplicates or idle parameters', (name) => {
  const { code, stdout } = here.fewbits('run', join(root, 'sweeps', name), '-n', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ duplicates: 0, unused: [] });
});

describe('smoke/storage-capacity.yaml', () => {
  it('runs every learner on what it solves', () => {
    const { code } = here.fewbits('run', join(root, 'sweeps/smoke/storage-capacity.yaml'), '--out', 'r');
    expect(code).toBe(0);
    const { rows } = decodeTable(here.read('r/trials.arrow'));
    const searching = rows.filter((row) => row['learner'] !== 'bp');
    expect(searching.every((row) => row['solved'] === true && row['errors'] === 0)).toBe(true);
    const averaging = rows.filter((row) => row['learner'] === 'bp');
    expect(averaging.length).toBeGreaterThan(0);
    for (const row of averaging) {
      expect(row['converged']).toBe(true);
      // Between nothing and the entropy of all weights.
      expect(row['entropy']).toBeGreaterThan(0);
      expect(row['entropy']).toBeLessThan(Math.log((row['levels'] as number | null) ?? 2));
    }
  });
});
