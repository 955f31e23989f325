import type { SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { ScalingSummary } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import { figures } from './figures/figures.ts';
import { deviationOf } from './scaling.ts';
import { summaryTables } from './summary-table.ts';

const names = ['model', 'bits', 'size', 'way'];
const summary: ScalingSummary = {
  ...{ kind: 'scaling', quantity: 'capacity', column: 'capacity', over: 'size', error: 'sem', method: 'method' },
  ...{ procedure: ['way'], coordinate: 'synapse_bits', along: ['bits'] },
  fits: [
    { quantity: 'exponent', law: 'power' },
    { quantity: 'exponent_log', law: 'power', logarithms: -1 },
    { quantity: 'per_log', law: 'logarithm' },
  ],
};

const sizes = [100, 1000, 10_000, 100_000, 1e6, 1e7];
const exact = (model: string, size: number, capacity: number, bits: number | string = 2): TrialRecord => ({
  params: { model, bits, size, way: 'theory' },
  ...{ replicate: 0, status: 'ok' },
  values: { capacity, sem: null, method: 'exact', synapse_bits: Number(bits) || 9 },
});
const simulated = (model: string, size: number, capacity: number, sem: number, replicate: number = 0): TrialRecord => ({
  params: { model, bits: 2, size, way: 'simulation' },
  ...{ replicate, status: 'ok' },
  values: { capacity, sem, method: 'simulated', synapse_bits: 2 },
});

const records = [
  ...sizes.map((size) => exact('power', size, 3 * Math.sqrt(size))),
  ...sizes.map((size) => exact('power over log', size, (2 * size) / Math.log(size))),
  ...sizes.map((size) => exact('log', size, 5 + 0.7 * Math.log(size))),
  ...[1, 2, 3, 4].map((bits) => exact('power', 1000, 10 * bits, bits)).filter(({ params }) => params['bits'] !== 2),
  simulated('power', 100, 28, 3),
  simulated('power', 100, 34, 4, 1),
];
const rows = estimate(records, [summary], names);
const of = (quantity: string, model: string): SummaryRow[] =>
  rows.filter((row) => row.quantity === quantity && row.params['model'] === model);

describe('a scaling', () => {
  it('finds each law exactly, over the decades that it says, and how far the others miss', () => {
    const [power] = of('exponent', 'power');
    expect(power).toMatchObject({ method: 'exact', trials: 0, params: { size: null, way: 'theory' } });
    expect(power?.estimate).toBeCloseTo(0.5, 12);
    expect(power?.coordinate).toBeCloseTo(5, 12);
    expect(of(deviationOf('exponent'), 'power')[0]?.estimate).toBeCloseTo(0, 12);
    expect(of('exponent_log', 'power over log')[0]?.estimate).toBeCloseTo(1, 12);
    expect(of('exponent', 'power over log')[0]?.estimate).toBeLessThan(0.95);
    expect(of('per_log', 'log')[0]?.estimate).toBeCloseTo(0.7, 12);
    expect(of(deviationOf('per_log'), 'log')[0]?.estimate).toBeCloseTo(0, 12);
    expect(of(deviationOf('exponent'), 'log')[0]?.estimate).toBeGreaterThan(0.02);
  });

  it('keeps exact and simulated values apart, the latter with their errors in quadrature', () => {
    const point = of('capacity', 'power').find(({ method }) => method === 'simulated');
    expect(point).toMatchObject({ estimate: 31, trials: 2, coordinate: 2, params: { size: 100 } });
    expect(((point?.upper as number) - 31) / 1.959964).toBeCloseTo(2.5, 6);
    const line = of('capacity', 'power').find(({ method, params }) => method === 'exact' && params['size'] === 100);
    expect(line).toMatchObject({ estimate: 30, lower: null, upper: null, confidence: null, trials: 0 });
  });

  it('is not fitted to few values, nor to what is 0', () => {
    const few = estimate(
      [exact('few', 10, 0), exact('few', 100, 0), exact('few', 1000, 1), exact('few', 10_000, 2)],
      [summary],
      names,
    );
    expect(few.map(({ quantity }) => quantity)).toEqual(new Array(4).fill('capacity'));
  });

  it('has a table of values and one of laws, in which a law that misses by more than its values is left out', () => {
    const [values, laws] = summaryTables(rows, [summary]);
    expect(values?.title).toBe('capacity over N');
    expect(values?.columns.map(({ title }) => title)).toEqual(['model', 'bits', 'method', '100', '10000000']);
    expect(values?.rows.map((row) => row.slice(0, 3).join(' '))).toEqual([
      ...['log 2 exact', 'power 2 exact', 'power 2 simulated', 'power over log 2 exact'],
    ]);
    expect(values?.rows[2]?.[3]).toBe('31 [26.1, 35.9]');
    expect(laws?.rows.find(([model]) => model === 'power')).toEqual([
      'power',
      '2',
      '5',
      '0.5 (0 %)',
      expect.any(String),
      '–',
    ]);
  });

  it('is drawn against its parameter, and against its coordinate where that varies', () => {
    const context = { summaries: [summary], fields: {} };
    const drawn = figures(rows, context);
    expect(drawn.map(({ name }) => name)).toEqual(['capacity-vs-size', 'capacity-vs-synapse_bits']);
    const marks = drawn.map(({ spec }) => (spec['data'] as { values: { method: string; panel: string }[] }).values);
    // Three lines of six sizes and a point; at N = 1000 four bits of one model and the single ones of the others.
    expect(marks[0]).toHaveLength(3 * 6 + 1);
    expect(marks[1]).toHaveLength(4 + 2);
    expect(new Set(marks[1]?.map(({ panel }) => panel))).toEqual(new Set(['N 1000']));
    expect(drawn[0]?.caption).toContain('simulated (N 100, nothing scaled)');
  });
});
