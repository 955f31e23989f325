import type { SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { Summary } from '@fewbits/dataset/columns';
import { philoxRng } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import type { SearchedCell } from './searched.ts';
import {
  fewBitsCells,
  fewBitsSummaries,
  loads,
  parameterNames,
  type SyntheticCell,
  syntheticRecords,
} from './testing/synthetic.ts';

const rowsOf = (rows: readonly SummaryRow[], quantity: string): SummaryRow[] =>
  rows.filter((row) => row.quantity === quantity);

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const rng = philoxRng(Uint32Array.of(seed, 0, 0, 1));
  return values
    .map((value) => ({ value, key: rng.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

const cell: SyntheticCell = {
  learner: 'rbp',
  weights: 'unipolar',
  levels: 2,
  size: 501,
  alpha50: 0.535,
  scale: 0.02,
  alphas: loads(0.589738),
  replicates: 5,
};

describe('a transition summary', () => {
  const dense = fewBitsCells.map((sparse) => ({ ...sparse, replicates: 40 }));
  const rows = estimate(syntheticRecords(dense), fewBitsSummaries, parameterNames);

  // Five 99.9 % intervals: false alarm below 0.5 % once, with this seed never.
  it('recovers the loads that the trials were drawn from', () => {
    const wide = estimate(syntheticRecords(dense), fewBitsSummaries, parameterNames, { confidence: 0.999 });
    const found = rowsOf(wide, 'alpha50');
    expect(found.map((row) => row.params.levels)).toEqual([2, 3, 4, 8, 16]);
    found.forEach((row, i) => {
      const { alpha50, scale, alphas } = dense[i];
      expect(row).toMatchObject({ bound: 'none', method: 'simulated', confidence: 0.999, trials: 40 * alphas.length });
      expect(row.lower).toBeLessThan(alpha50);
      expect(row.upper).toBeGreaterThan(alpha50);
      expect((row.upper ?? 1) - (row.lower ?? 0)).toBeLessThan(0.04);
      const width = rowsOf(wide, 'transition_width')[i];
      expect(width.lower).toBeLessThan(scale);
      expect(width.upper).toBeGreaterThan(scale);
    });
  });

  // Critical loads of the physics notes' table (an independent computation), five decimals.
  it('sets the critical load of theory beside each, and their ratio with its interval', () => {
    const critical = [0.58974, 0.74115, 0.81055, 0.90801, 0.95424];
    rowsOf(rows, 'alpha50').forEach((row, i) => {
      expect(Math.abs((row.theory ?? 0) - critical[i])).toBeLessThan(2e-5);
      const ratio = rowsOf(rows, 'alpha50_over_theory')[i];
      for (const end of ['estimate', 'lower', 'upper'] as const) {
        expect(ratio[end]).toBeCloseTo((row[end] ?? 0) / critical[i], 4);
      }
    });
  });

  it('draws the line of theory through every number of levels, and its share of the continuous limit', () => {
    const line = rowsOf(rows, 'alpha_c');
    expect(line.map((row) => row.params.levels)).toEqual(Array.from({ length: 15 }, (_, i) => i + 2));
    for (const row of line) {
      expect(row).toMatchObject({ method: 'exact', trials: 0, lower: null, upper: null, confidence: null });
      expect(row.coordinate).toBeCloseTo(Math.log2(Number(row.params.levels)), 12);
      expect(row.params).toMatchObject({
        weights: 'unipolar',
        output_rate: 0.5,
        learner: null,
        size: null,
        alpha: null,
      });
    }
    // Non-negative continuous weights: alpha_c = 1 (half of Gardner's 2), so share and load coincide.
    expect(rowsOf(rows, 'alpha_c_limit').map((row) => row.estimate)).toEqual([expect.closeTo(1, 10)]);
    rowsOf(rows, 'theory_over_limit').forEach((row, i) => {
      expect(row.estimate).toBeCloseTo(line[i].estimate ?? 0, 10);
    });
  });

  it('counts successes at the load that was really applied, with Wilson intervals', () => {
    const proportions = rowsOf(rows, 'solved').filter((row) => row.params.levels === 2);
    expect(proportions.map((row) => row.params.alpha)).toEqual(dense[0].alphas);
    for (const row of proportions) {
      expect(row.coordinate).toBe(Math.floor(Number(row.params.alpha) * 501 + 0.5) / 501);
      expect(row.trials).toBe(40);
      expect(row.lower).toBeLessThanOrEqual(row.estimate ?? 0);
      expect(row.upper).toBeGreaterThanOrEqual(row.estimate ?? 1);
    }
  });

  it('gives the same rows in the same order for any order of the records', () => {
    const records = syntheticRecords(fewBitsCells);
    const straight = JSON.stringify(estimate(records, fewBitsSummaries, parameterNames));
    for (const seed of [1, 2, 3]) {
      expect(JSON.stringify(estimate(shuffled(records, seed), fewBitsSummaries, parameterNames))).toBe(straight);
    }
  });

  it('takes the load asked for where the experiment has no column for the load', () => {
    const records = syntheticRecords([cell]).map(
      ({ values: { load: _, ...values }, ...record }): TrialRecord => ({ ...record, values }),
    );
    for (const row of rowsOf(estimate(records, fewBitsSummaries, parameterNames), 'solved')) {
      expect(row.coordinate).toBe(row.params.alpha);
    }
  });

  it('gives failed trials no weight', () => {
    const records = syntheticRecords([cell]);
    const failed = records.map((record): TrialRecord => {
      const values = Object.fromEntries(Object.keys(record.values).map((name) => [name, null]));
      return {
        ...record,
        replicate: record.replicate + 5,
        status: record.replicate === 0 ? 'failed' : 'quarantined',
        values,
      };
    });
    expect(estimate([...records, ...failed], fewBitsSummaries, parameterNames)).toEqual(
      estimate(records, fewBitsSummaries, parameterNames),
    );
  });

  it('says nothing but theory about a cell in which every trial failed', () => {
    const records = syntheticRecords([cell]).map(
      (record): TrialRecord => ({ ...record, status: 'failed', values: {} }),
    );
    const silent = estimate(records, fewBitsSummaries, parameterNames);
    expect(rowsOf(silent, 'solved')).toEqual([]);
    expect(rowsOf(silent, 'alpha50')).toMatchObject([
      { estimate: null, lower: null, upper: null, bound: 'none', trials: 0 },
    ]);
    expect(rowsOf(silent, 'alpha_c')[0].estimate).toBeCloseTo(0.58974, 4);
  });

  it('bounds a transition that the loads do not bracket', () => {
    const below = { ...cell, alphas: [0.2, 0.25, 0.3] };
    const above = { ...cell, alphas: [0.8, 0.85, 0.9] };
    const at = (one: SyntheticCell, quantity: string): SummaryRow =>
      rowsOf(estimate(syntheticRecords([one]), fewBitsSummaries, parameterNames), quantity)[0];
    const highest = Math.floor(0.3 * 501 + 0.5) / 501;
    expect(at(below, 'alpha50')).toMatchObject({ estimate: null, lower: highest, upper: null, bound: 'above' });
    expect(at(above, 'alpha50')).toMatchObject({ estimate: null, lower: null, bound: 'below' });
    expect(at(below, 'alpha50_over_theory')).toMatchObject({ estimate: null, upper: null, bound: 'above' });
    expect(at(below, 'alpha50_over_theory').lower).toBeCloseTo(highest / 0.58974, 4);
  });

  it('holds in its interval all between the neighbours of a single mixed load', () => {
    const at = (alphas: readonly number[], solved: readonly number[], replicates: number): SummaryRow => {
      const records = syntheticRecords([{ ...cell, alphas, replicates }]).map(
        (record): TrialRecord => ({
          ...record,
          values: {
            ...record.values,
            load: null,
            solved: record.replicate < solved[alphas.indexOf(Number(record.params.alpha))],
          },
        }),
      );
      return rowsOf(estimate(records, fewBitsSummaries, parameterNames), 'alpha50')[0];
    };
    expect(at([0.4, 0.5, 0.6], [20, 15, 0], 20)).toMatchObject({ lower: 0.4, upper: 0.6, bound: 'none' });
    // p(0.5) = 3/4 at the smallest scale, 0.001.
    expect(at([0.4, 0.5, 0.6], [20, 15, 0], 20).estimate).toBeCloseTo(0.5 + 0.001 * Math.log(3), 6);
    expect(at([0.4, 0.5], [1, 0], 1).estimate).toBeCloseTo(0.45, 12);
  });

  it('gives ±1 weights the critical load of two levels and the limit of signed ones', () => {
    const binary = { ...cell, weights: 'binary' as const, levels: null, alpha50: 0.74, alphas: loads(0.833079) };
    const found = estimate(syntheticRecords([binary]), fewBitsSummaries, parameterNames);
    expect(rowsOf(found, 'alpha50')[0].theory).toBeCloseTo(0.833079, 5);
    expect(rowsOf(found, 'alpha_c')).toHaveLength(1);
    expect(rowsOf(found, 'alpha_c_limit')[0].estimate).toBeCloseTo(2, 8);
    expect(rowsOf(found, 'theory_over_limit')[0].estimate).toBeCloseTo(0.833079 / 2, 5);
  });

  it('caps the line of theory where levels go to the thousands, keeping the swept ones', () => {
    const wide = [2, 7, 4096].map((levels) => ({ ...cell, levels, alphas: [0.5], replicates: 1 }));
    const line = rowsOf(estimate(syntheticRecords(wide), fewBitsSummaries, parameterNames), 'alpha_c');
    const levels = line.map((row) => Number(row.params.levels));
    expect(levels.length).toBeLessThan(30);
    expect(levels).toEqual(expect.arrayContaining([2, 7, 4096]));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });

  it('is silent where a theory does not apply, or is not known here', () => {
    const [transition] = fewBitsSummaries;
    if (transition.kind !== 'transition' || transition.theory === undefined) return expect.fail();
    const narrow = { ...transition, theory: { ...transition.theory, applies: { inputs: ['01'] } } };
    const foreign = { ...transition, theory: { ...transition.theory, quantity: 'of-the-future' } };
    for (const summary of [narrow, foreign]) {
      const found = estimate(syntheticRecords([cell]), [summary], parameterNames);
      expect(rowsOf(found, 'alpha50')[0]).toMatchObject({ theory: null, bound: 'none' });
      expect(rowsOf(found, 'alpha50_over_theory')).toEqual([]);
      expect(rowsOf(found, 'alpha_c')).toEqual([]);
    }
  });
});

describe('means', () => {
  const values = (y: number | null, good: boolean): TrialRecord['values'] => ({ y, good, word: 'a', list: [1, 2] });
  const record = (x: number, replicate: number, y: number | null, good: boolean): TrialRecord => ({
    params: { x },
    replicate,
    status: 'ok',
    values: values(y, good),
  });
  const records = [
    record(1, 0, 1, true),
    record(1, 1, 2, true),
    record(1, 2, 3, true),
    record(1, 3, 4, false),
    record(2, 0, 5, false),
  ];

  it('averages every number and truth value where no summary says what to do', () => {
    const rows = estimate(records, [], ['x']);
    expect(rows.map((row) => [row.quantity, row.params.x, row.estimate, row.trials])).toEqual([
      ['y', 1, 2.5, 4],
      ['y', 2, 5, 1],
      ['good', 1, 0.75, 4],
      ['good', 2, 0, 1],
    ]);
    // 2.5 ± t(0.95, 3) sqrt(5/12), t = 3.18245; Wilson of 3 out of 4, by hand with z = 1.959964.
    expect(rows[0].upper).toBeCloseTo(2.5 + 3.18245 * Math.sqrt(5 / 12), 5);
    expect(rows[1]).toMatchObject({ lower: null, upper: null });
    const z2 = 1.959964 ** 2;
    const half = 1.959964 * Math.sqrt(3 / 4 + z2 / 4);
    expect(rows[2].lower).toBeCloseTo((3 + z2 / 2 - half) / (4 + z2), 5);
    expect(rows[2].upper).toBeCloseTo((3 + z2 / 2 + half) / (4 + z2), 5);
  });

  it('names a declared mean by its quantity and leaves out points without a value', () => {
    const summaries: Summary[] = [{ kind: 'mean', quantity: 'mean_y', column: 'y' }];
    const rows = estimate([...records, record(3, 0, null, true)], summaries, ['x']);
    expect(rows.map((row) => [row.quantity, row.params.x])).toEqual([
      ['mean_y', 1],
      ['mean_y', 2],
    ]);
  });

  it('takes a summary of an unknown kind as the mean of its column', () => {
    const summaries = [{ kind: 'median', quantity: 'median_y', column: 'y' }] as unknown as Summary[];
    expect(estimate(records, summaries, ['x'])[0]).toMatchObject({ quantity: 'median_y', estimate: 2.5 });
  });

  it('gives no mean where a trial diverged', () => {
    const rows = estimate([...records, record(1, 4, Number.POSITIVE_INFINITY, true)], [], ['x']);
    expect(rows[0]).toMatchObject({ quantity: 'y', estimate: null, lower: null, upper: null, trials: 5 });
  });

  // Replica entropy of ±1 at alpha = 0.3, physics notes: 0.474829.
  it('sets theory beside a mean', () => {
    const summaries: Summary[] = [
      {
        kind: 'mean',
        quantity: 'entropy',
        column: 'entropy',
        theory: { quantity: 'entropy', value: 'entropy', parameters: ['weights', 'alpha'] },
      },
    ];
    const trial: TrialRecord = {
      params: { weights: 'binary', alpha: 0.3 },
      replicate: 0,
      status: 'ok',
      values: { entropy: 0.478 },
    };
    const [row] = estimate([trial], summaries, ['weights', 'alpha']);
    expect(row).toMatchObject({ quantity: 'entropy', estimate: 0.478 });
    expect(Math.abs((row.theory ?? 0) - 0.474829)).toBeLessThan(2e-6);
  });

  it('has no rows for no records', () => {
    expect(estimate([], [], ['x'])).toEqual([]);
    expect(estimate([], fewBitsSummaries, parameterNames)).toEqual([]);
  });
});

describe('an adaptive search', () => {
  const { learner, weights, levels, size } = cell;
  const found: SearchedCell = {
    params: { learner, weights, levels, size, inputs: null, output_rate: null, threshold: null },
    ...{ over: 'alpha', column: 'solved', target: 0.5, confidence: 0.9 },
    midpoint: { estimate: 0.5, lower: 0.4, upper: 0.6, bound: 'undecided' },
    sequential: { lower: 0.3, upper: null },
    scale: { estimate: 0.05, lower: 0.01, upper: 0.2, bound: 'none' },
  };
  const records = syntheticRecords([cell, { ...cell, levels: 3 }]);
  const { alpha: _, ...given } = records[0]?.params ?? {};
  const rows = estimate(records, fewBitsSummaries, parameterNames, { searched: [{ ...found, params: given }] });

  it('says where the transition of its cell is, in place of the fit; the others are fitted', () => {
    const [searched, fitted] = rowsOf(rows, 'alpha50');
    expect(searched).toMatchObject({
      ...{ estimate: 0.5, lower: 0.4, upper: 0.6, bound: 'undecided', confidence: 0.9 },
      ...{ lower_sequential: 0.3, upper_sequential: null },
    });
    expect(fitted).toMatchObject({ bound: 'none', confidence: 0.95, lower_sequential: null });
    expect(rowsOf(rows, 'transition_width')[0]).toMatchObject({ estimate: 0.05, lower: 0.01, upper: 0.2 });
  });

  it('is set against theory with both of its intervals', () => {
    const [ratio] = rowsOf(rows, 'alpha50_over_theory');
    const [row] = rowsOf(rows, 'alpha50');
    const theory = row?.theory as number;
    expect(ratio?.estimate).toBeCloseTo(0.5 / theory, 12);
    expect(ratio?.lower_sequential).toBeCloseTo(0.3 / theory, 12);
    expect(ratio?.upper_sequential).toBe(null);
  });

  it('is no answer to a summary with another target', () => {
    const other = fewBitsSummaries.map((summary) => ({ ...summary, target: 0.9 }) as Summary);
    const [row] = rowsOf(estimate(records, other, parameterNames, { searched: [found] }), 'alpha50');
    expect(row?.bound).toBe('none');
  });
});
