import type { NullableValues, SummaryRow, TrialRecord } from '@fewbits/dataset';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import { figures } from './figures/figures.ts';
import { summaryRow } from './summary-row.ts';
import { summaryTables } from './summary-table.ts';
import { fewBitsCells, fewBitsSummaries, parameterNames, syntheticRecords } from './testing/synthetic.ts';

const tablesOf = (cells: Parameters<typeof syntheticRecords>[0]): ReturnType<typeof summaryTables> =>
  summaryTables(estimate(syntheticRecords(cells), fewBitsSummaries, parameterNames), fewBitsSummaries);

describe('summaryTables', () => {
  it('has a line per precision with bits, trials, measured and critical load, ratio and share', () => {
    const [table, ...others] = tablesOf(fewBitsCells);
    expect(others).toEqual([]);
    expect(table.columns.map((column) => column.title)).toEqual([
      'levels',
      'bits',
      'trials',
      'α₅₀ [95 % interval]',
      'α_c',
      'α₅₀/α_c',
      'α_c/limit',
    ]);
    expect(table.rows.map((row) => row.slice(0, 3))).toEqual(
      ['1', '1.58', '2', '3', '4'].map((bits, i) => [
        String(fewBitsCells[i].levels),
        bits,
        String(5 * fewBitsCells[i].alphas.length),
      ]),
    );
    expect(table.rows.map((row) => row[4])).toEqual(['0.5897', '0.7412', '0.8106', '0.9080', '0.9542']);
    expect(table.rows.map((row) => row[6])).toEqual(['0.590', '0.741', '0.811', '0.908', '0.954']);
    for (const row of table.rows) expect(row[3]).toMatch(/^0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]$/);
    expect(table.notes.join(' ')).toContain('simulated');
    expect(table.notes.join(' ')).toContain('exact');
  });

  it('shows a bound, and says so below, where the loads do not bracket the transition', () => {
    const [table] = tablesOf(fewBitsCells.map((cell, i) => (i === 1 ? { ...cell, alphas: [0.3, 0.4, 0.5] } : cell)));
    expect(table.rows[1][3]).toBe('> 0.501');
    expect(table.rows[1][5]).toBe('> 0.676');
    expect(table.notes.filter((note) => note.includes('levels 3'))).toEqual([
      'levels 3: the transition lies above the measured α; extend α upwards.',
    ]);
  });

  it('says of a cell with failed trials that they failed, and gives no advice where to look', () => {
    const records = syntheticRecords(fewBitsCells.map((cell, i) => (i === 1 ? { ...cell, alphas: [0.3, 0.4] } : cell)));
    const failedAt = (i: number): NullableValues => {
      const { params } = records.find((record) => record.params['levels'] === fewBitsCells[i].levels) as TrialRecord;
      return { ...params, alpha: 0.9 };
    };
    const rows = estimate(records, fewBitsSummaries, parameterNames);
    const failed = [failedAt(1), failedAt(1), failedAt(2)];
    const [table] = summaryTables(rows, fewBitsSummaries, undefined, failed);
    expect(table?.notes.filter((note) => /levels [34]/.test(note))).toEqual([
      'levels 3: the transition is not known, 2 of 12 trials failed.',
      expect.stringMatching(/^levels 4: the transition is estimated without 1 of \d+ trials, which failed\.$/),
    ]);
  });

  it('says where the spacing of the loads limits the estimate', () => {
    const cell = { ...fewBitsCells[0], alphas: [0.4, 0.5, 0.6], size: 1000 };
    const steep = tablesOf([{ ...cell, alpha50: 0.55, scale: 1e-4 }])[0];
    expect(steep.rows[0][3]).toBe('0.550 [0.500, 0.600]');
    expect(steep.notes.at(-1)).toBe(
      'levels 2: the transition lies between α = 0.500 (all succeed) and 0.600 (none does), with none measured in between: the spacing limits what is known of it.',
    );
    // p(0.5) = 1/2 and five trials: with this seed neither all nor none of them.
    const mixed = tablesOf([{ ...cell, alpha50: 0.5, scale: 1e-4 }])[0];
    expect(mixed.rows[0][3]).toMatch(/^0\.\d{3} \[0\.400, 0\.600\]$/);
    expect(mixed.notes.at(-1)).toBe(
      'levels 2: the transition lies between α = 0.400 (all succeed) and 0.600 (none does), with only one measured in between: the spacing limits what is known of it.',
    );
  });

  it('names the parameters that differ, and only the telling ones', () => {
    const [table] = tablesOf([fewBitsCells[0], { ...fewBitsCells[0], learner: 'sbpi', size: 1001 }]);
    expect(table.columns[0].title).toBe('learner');
    expect(table.columns[1].title).toBe('levels');
    expect(table.rows.map((row) => row[0])).toEqual(['rbp', 'sbpi']);
  });

  it('lists means where there is no transition', () => {
    const records = syntheticRecords([{ ...fewBitsCells[0], alphas: [0.3, 0.5] }]);
    const [table] = summaryTables(estimate(records, [], parameterNames), []);
    expect(table.columns.map((column) => column.title)).toEqual(['α', 'quantity', 'trials', 'mean [95 % interval]']);
    expect(table.rows[0]).toEqual(['0.3', 'bits', '5', '1 [1, 1]']);
    const once = syntheticRecords([{ ...fewBitsCells[0], alphas: [0.3], replicates: 1 }]);
    const [single] = summaryTables(estimate(once, [], parameterNames), []);
    expect(single.rows.map((row) => row.at(-1))).toEqual([
      '1 (1 trial)',
      '150 (1 trial)',
      '0.2994 (1 trial)',
      '1 (1 trial)',
      '0 (1 trial)',
    ]);
  });
});

it('shows the first rows of a long table and says where the others are', () => {
  const rows = Array.from({ length: 250 }, (_, size) =>
    summaryRow({
      params: { size },
      quantity: 'value',
      estimate: size,
      confidence: 0.95,
      method: 'simulated',
      trials: 3,
    }),
  );
  const [table] = summaryTables(rows, [], 100);
  expect(table?.rows.length).toBe(100);
  expect(table?.notes[0]).toBe('… and 150 more: see summary.arrow (fewbits export --table summary).');
  expect(summaryTables(rows, [])[0]?.rows.length).toBe(250);
  expect(figures(rows, { summaries: [], fields: {} }).length).toBe(1);
  const many = Array.from({ length: 3000 }, (_, k) => ({ ...(rows[0] as SummaryRow), params: { size: k } }));
  expect(figures(many, { summaries: [], fields: {} })).toEqual([]);
});
