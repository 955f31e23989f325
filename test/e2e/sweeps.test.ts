/** The sweeps that are shipped: each is a valid plan, and the smoke ones run. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable } from '@fewbits/dataset/tables';
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

interface Estimate {
  readonly quantity: string;
  readonly model: string;
  readonly readout: string;
  readonly flip: string | number | null;
  readonly coordinate: number | null;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly method: string;
  readonly bound: string;
  readonly theory: number | null;
}

const estimates = (): Estimate[] => decodeTable(here.read('r/summary.arrow')).rows as unknown as Estimate[];

/** Distances of the simulated estimates from theory in standard errors; intervals are 95 %. */
function scores(rows: readonly Estimate[]): number[] {
  return rows.flatMap(({ method, estimate, lower, upper, theory }) =>
    method === 'exact' || estimate === null || theory === null
      ? []
      : [(estimate - theory) / (((upper ?? Number.NaN) - (lower ?? Number.NaN)) / (2 * 1.959964))],
  );
}

describe('smoke/online-memory.yaml', () => {
  it('has every curve of every model beside the exact one', () => {
    const { code } = here.fewbits('run', join(root, 'sweeps/smoke/online-memory.yaml'), '--out', 'r');
    expect(code).toBe(0);
    const rows = estimates().filter(({ quantity }) => quantity === 'snr1');
    expect(new Set(rows.map(({ model }) => model)).size).toBe(9);
    // 19 points of 9 ages, fewer those below the noise floor; the largest of so many is beyond 4.5 once in a thousand seeds.
    const z = scores(rows);
    expect(z.length).toBeGreaterThan(100);
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4.5);
    expect(here.has('r/figures/snr-vs-ages.svg')).toBe(true);
  });

  it('marks what is below the noise floor in table and figure, without a number', () => {
    here.fewbits('run', join(root, 'sweeps/smoke/online-memory.yaml'), '--out', 'r');
    const faint = estimates().filter(({ bound }) => bound === 'below');
    expect(faint.length).toBeGreaterThan(5);
    expect(faint.every(({ estimate, upper }) => estimate === null && upper !== null)).toBe(true);
    const figure = here.read('r/figures/snr-vs-ages.svg').toString();
    expect(figure).toContain('below the noise floor');
    expect(figure).toMatch(/aria-label="[^"]*: SNR at 128 = below/);
  });
});

describe('smoke/memory-capacity.yaml', () => {
  it('gives the exponents that memory-capacity.yaml states, and simulated points on its lines', () => {
    const { code } = here.fewbits('run', join(root, 'sweeps/smoke/memory-capacity.yaml'), '--out', 'r');
    expect(code).toBe(0);
    const rows = estimates();
    const slope = (quantity: string, model: string, flip: string | number | null = null): number => {
      const found = rows.filter((row) => row.quantity === quantity && row.model === model && row.flip === flip);
      expect(found.map(({ coordinate }) => coordinate)).toEqual([expect.closeTo(7, 9)]);
      return found[0]?.estimate ?? Number.NaN;
    };
    // Eight values, not fifteen: best sizes are whole numbers, which moves a fitted exponent by a few hundredths.
    for (const model of ['multi-chain', 'direction-marker', 'partial-reset']) {
      expect(Math.abs(slope('capacity_exponent_log', model) - 1.01), model).toBeLessThan(0.04);
      expect(slope('capacity_exponent', model), model).toBeLessThan(0.96);
      expect(Math.abs(slope('initial_snr_exponent_log', model) - 0.5), model).toBeLessThan(0.01);
    }
    for (const model of ['multi-state', 'soft-bounds']) {
      expect(Math.abs(slope('capacity_exponent', model) - 1), model).toBeLessThan(0.02);
      expect(Math.abs(slope('initial_snr_exponent', model)), model).toBeLessThan(0.03);
    }
    expect(Math.abs(slope('capacity_exponent', 'stochastic-binary', 'best') - 0.506)).toBeLessThan(0.005);
    expect(slope('capacity_per_log', 'stochastic-binary', 0.5)).toBeCloseTo(1 / (2 * Math.LN2), 9);
    const z = scores(rows);
    expect(z).toHaveLength(12);
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4.5);
    // Synapses of one bit lie on the envelope for large N, below it elsewhere.
    const bound = rows.find(({ quantity, model }) => quantity === 'capacity' && model === 'envelope');
    expect(bound?.estimate).toBeCloseTo(Math.sqrt(1000) / Math.E, 6);
    expect(here.list()).toEqual(
      expect.arrayContaining(['capacity-vs-size', 'initial_snr-vs-size'].map((name) => `r/figures/${name}.svg`)),
    );
  });
});
