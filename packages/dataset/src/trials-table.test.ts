import { describe, expect, it } from 'vitest';
import { decodeTable } from './arrow-table.ts';
import type { SummaryRow } from './records.ts';
import { decodeSummary, encodeSummary } from './summary-table.ts';
import {
  decodeTrials,
  encodeTimings,
  encodeTrials,
  failureLines,
  type TableDeclarations,
  type TrialEntry,
} from './trials-table.ts';

const declarations: TableDeclarations = {
  experiment: 'toy',
  parameters: {
    learner: { type: 'string', values: ['slow', 'fast'], unit: '1', doc: 'rule' },
    size: { type: 'int', unit: 'synapses', doc: 'synapses' },
    threshold: { type: 'float', values: ['optimal'], unit: '1', doc: 'threshold' },
    rate: { type: 'float', unit: '1', doc: 'does not always apply' },
  },
  columns: {
    value: { type: 'float', unit: 'nats', doc: 'a value' },
    curve: { type: 'float[]', unit: '1', doc: 'a list' },
  },
  summaries: [{ kind: 'mean', quantity: 'value', column: 'value' }],
};
const timing = { attempts: 1, cpuMs: 1.5, wallMs: 2.5, worker: 'host:1' };
const entries: TrialEntry[] = [
  {
    ...{ id: 'c', params: { learner: 'fast', size: 3, threshold: 0.25 }, replicate: 1 },
    result: { id: 'c', status: 'ok', values: { value: 1, curve: [1, 2] }, ...timing },
  },
  {
    ...{ id: 'a', params: { learner: 'slow', size: 5, threshold: 'optimal', rate: 0.5 }, replicate: 0 },
    result: { id: 'a', status: 'ok', values: { value: Number.NaN, curve: null }, ...timing },
  },
  {
    ...{ id: 'b', params: { learner: 'slow', size: 5, threshold: 0, rate: 1 }, replicate: 0 },
    result: { id: 'b', status: 'failed', values: null, error: 'no\nway', stack: 'at x', ...timing, attempts: 2 },
  },
];
const metadata = { 'fewbits.summaries': JSON.stringify(declarations.summaries) };

describe('trials.arrow', () => {
  const bytes = encodeTrials(declarations, entries, metadata);

  it('has one row a trial, sorted by id, with null where a parameter does not apply or a trial failed', () => {
    const { names, rows } = decodeTable(bytes);
    expect(names).toEqual([
      'trial_id',
      'learner',
      'size',
      'threshold',
      'rate',
      'replicate',
      'status',
      'value',
      'curve',
    ]);
    expect(rows).toEqual([
      {
        trial_id: 'a',
        learner: 'slow',
        size: 5,
        threshold: 'optimal',
        rate: 0.5,
        replicate: 0,
        status: 'ok',
        value: Number.NaN,
        curve: null,
      },
      {
        trial_id: 'b',
        learner: 'slow',
        size: 5,
        threshold: 0,
        rate: 1,
        replicate: 0,
        status: 'failed',
        value: null,
        curve: null,
      },
      {
        trial_id: 'c',
        learner: 'fast',
        size: 3,
        threshold: 0.25,
        rate: null,
        replicate: 1,
        status: 'ok',
        value: 1,
        curve: [1, 2],
      },
    ]);
  });

  it('is the same bytes for any order of the entries, and free of timings', () => {
    const shuffled = [entries[1], entries[2], entries[0]] as TrialEntry[];
    const elsewhere = shuffled.map((entry) => ({
      ...entry,
      result: { ...entry.result, cpuMs: null, wallMs: 9, worker: 'b' },
    }));
    expect(Buffer.compare(encodeTrials(declarations, elsewhere, metadata), bytes)).toBe(0);
  });

  it('is read back as records, parameters and summaries', () => {
    const { records, parameters, summaries } = decodeTrials(bytes);
    expect(parameters).toEqual(Object.keys(declarations.parameters));
    expect(summaries).toEqual(declarations.summaries);
    expect(records[1]).toEqual({
      ...{ params: { learner: 'slow', size: 5, threshold: 0, rate: 1 }, replicate: 0, status: 'failed' },
      values: { value: null, curve: null },
    });
  });
});

it('timings.arrow holds what is true of one run alone', () => {
  expect(decodeTable(encodeTimings(entries, metadata)).rows[1]).toEqual({
    ...{ trial_id: 'b', cpu_ms: 1.5, wall_ms: 2.5, worker: 'host:1', attempts: 2 },
  });
});

it('failures.jsonl has one object a failed trial', () => {
  expect(
    failureLines(entries)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      ...{ trial_id: 'b', params: { learner: 'slow', size: 5, threshold: 0, rate: 1, replicate: 0 }, status: 'failed' },
      ...{ error: 'no\nway', stack: 'at x', attempts: 2 },
    },
  ]);
});

it('summary.arrow gives back its rows', () => {
  const row: SummaryRow = {
    params: { learner: 'slow', size: 5, threshold: 'optimal', rate: null },
    ...{ quantity: 'alpha50', coordinate: 2, estimate: null, lower: 0.5, upper: null, confidence: 0.95 },
    ...{
      method: 'simulated',
      bound: 'above',
      lower_sequential: null,
      upper_sequential: null,
      theory: 0.81,
      trials: 12,
    },
  };
  expect(decodeSummary(encodeSummary(declarations.parameters, [row], metadata))).toEqual([row]);
});
