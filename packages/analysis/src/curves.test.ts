import type { SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { CurveSummary } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import { figures } from './figures/figures.ts';
import { summaryTables } from './summary-table.ts';

const ages = [0, 1, 10, 100];
const names = ['model', 'levels', 'size', 'reported_size', 'ages'];
const summary: CurveSummary = {
  ...{ kind: 'curve', quantity: 'snr1', column: 'snr1', over: 'ages', error: 'snr1_sem' },
  theory: { quantity: 'snr', value: 'snr1', parameters: ['model', 'levels', 'ages'], fixed: { readout: 'binary' } },
  scaled: { quantity: 'snr', parameter: 'reported_size' },
};
const record = (
  replicate: number,
  snr1: number[],
  snr1_sem: number[] | null,
  size: number | null = 1e6,
): TrialRecord => ({
  params: { model: 'multi-state', levels: 16, size: 4096, reported_size: size, ages },
  ...{ replicate, status: 'ok', values: { snr1, snr1_sem } },
});
const rowsOf = (rows: readonly SummaryRow[], quantity: string, method: string): SummaryRow[] =>
  rows.filter((row) => row.quantity === quantity && row.method === method);

describe('a curve', () => {
  const records = [
    record(0, [0.1, 0.2, 0.3, 0.01], [0.03, 0.03, 0.03, 0.04]),
    record(1, [0.2, 0.2, 0.1, 0.03], [0.04, 0.04, 0.04, 0.03]),
  ];
  const rows = estimate(records, [summary], names);

  it('is averaged entry by entry, with the standard errors of its trials in quadrature', () => {
    const measured = rowsOf(rows, 'snr1', 'simulated');
    expect(measured.map(({ coordinate }) => coordinate)).toEqual(ages);
    expect(measured[0]?.estimate).toBeCloseTo(0.15, 12);
    // Two trials of errors 0.03 and 0.04: half of 0.05.
    expect(((measured[0]?.upper as number) - 0.15) / 1.959964).toBeCloseTo(0.025, 6);
    expect(measured[0]).toMatchObject({ bound: 'none', trials: 2, params: { ages: null, levels: 16 } });
  });

  it('has no estimate below the noise floor, only an upper end', () => {
    const faint = rowsOf(rows, 'snr1', 'simulated')[3];
    expect(faint).toMatchObject({ estimate: null, bound: 'below' });
    expect(faint?.upper).toBeCloseTo(0.02 + 1.959964 * 0.025, 6);
  });

  it('stands beside the exact one of the theory, and both are scaled by the square root of the size', () => {
    const exact = rowsOf(rows, 'snr1', 'exact');
    // Reference value of the multi-state synapse, M = 16, binary readout: 1/8 when fresh.
    expect(exact[0]?.estimate).toBeCloseTo(0.125, 12);
    expect(rowsOf(rows, 'snr1', 'simulated')[0]?.theory).toBe(exact[0]?.estimate);
    expect(rowsOf(rows, 'snr', 'exact')[0]?.estimate).toBeCloseTo(125, 9);
    expect(rowsOf(rows, 'snr', 'scaled')[0]?.estimate).toBeCloseTo(150, 9);
    expect(rowsOf(rows, 'snr', 'simulated')).toEqual([]);
  });

  it('measures its distance from the theory at what became of a parameter, and draws that of the parameter', () => {
    const correlated = (correlation: number, realised: number): TrialRecord => ({
      params: { model: 'multi-state', levels: 16, correlation, ages },
      ...{ replicate: 0, status: 'ok', values: { snr1: [0.1, 0.2, 0.3, 0.1], realised } },
    });
    const own: CurveSummary = {
      ...{ kind: 'curve', quantity: 'snr1', column: 'snr1', over: 'ages', realised: { correlation: 'realised' } },
      theory: { quantity: 'snr', value: 'snr1', parameters: ['model', 'levels', 'ages', 'correlation'] },
    };
    const theories = (correlation: number, realised: number): [unknown, unknown] => {
      const found = estimate([correlated(correlation, realised)], [own], ['model', 'levels', 'correlation', 'ages']);
      return [rowsOf(found, 'snr1', 'exact')[1]?.estimate, rowsOf(found, 'snr1', 'simulated')[1]?.theory];
    };
    const [at99, besideRealised] = theories(0.99, 0.98999);
    expect(at99).toBe(theories(0.99, 0.99)[1]);
    expect(besideRealised).toBe(theories(0.98999, 0.98999)[0]);
    expect(besideRealised).not.toBe(at99);
  });

  it('takes its error from the replicates where trials bring none, and has none with a single trial', () => {
    const several = estimate(
      [record(0, [10, 1, 1, 1], null, null), record(1, [11, 2, 2, 2], null, null)],
      [summary],
      names,
    );
    const [row] = rowsOf(several, 'snr1', 'simulated');
    expect(row?.estimate).toBe(10.5);
    // Student with one degree of freedom: 12.706 standard errors of 1/2.
    expect((row?.upper as number) - 10.5).toBeCloseTo(12.7062 / 2, 3);
    const [alone] = rowsOf(estimate([record(0, [1, 1, 1, 1], null, null)], [summary], names), 'snr1', 'simulated');
    expect(alone).toMatchObject({ estimate: 1, lower: null, upper: null });
    expect(several.some(({ quantity }) => quantity === 'snr')).toBe(false);
  });

  it('is shown in a table of a few places and in a figure that says exact, scaled and what is below the floor', () => {
    const [table] = summaryTables(rows, [summary]);
    expect(table?.columns.map(({ title }) => title)).toEqual(['method', '0', '1', '10', '100']);
    expect(table?.rows.map(([method, first]) => [method, first])).toEqual([
      ['scaled', '150'],
      ['exact', '125'],
    ]);
    const [figure] = figures(rows, { summaries: [summary], fields: {} });
    expect(figure?.name).toBe('snr-vs-ages');
    expect(figure?.caption).toContain('Lines: exact (theory, snr).');
    expect(figure?.caption).toContain('simulated (N 4096), scaled by sqrt(N) to N 1000000');
    expect(figure?.caption).toContain('below the noise floor');
    expect(figure?.caption).toContain('Age 0, which has no place on the axis, stands in the table.');
    if (!figure) throw new Error('no figure');
    const { values } = figure.spec['data'] as { values: { kind: string; x: number }[] };
    expect(values.filter(({ kind }) => kind === 'faint').map(({ x }) => x)).toEqual([100]);
    expect(values.some(({ x }) => x === 0)).toBe(false);
  });
});
