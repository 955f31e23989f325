/** The tables opened by the programs that people use: the same numbers there. */
import { spawnSync } from 'node:child_process';
import { decodeTable } from '@fewbits/dataset';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder, smallSpec } from '../e2e/cli.ts';
import { pythonWith, rscript } from './programs.ts';

let here: Folder;
let epochs = 0;
beforeAll(() => {
  here = folder();
  here.write('s.yaml', smallSpec(4));
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
  for (const format of ['csv', 'parquet']) {
    expect(here.fewbits('export', 'r', '--table', 'trials', '--format', format, '-o', `trials.${format}`).code).toBe(0);
  }
  epochs = decodeTable(here.read('r/trials.arrow')).rows.reduce((sum, row) => sum + (row['epochs'] as number), 0);
});
afterAll(() => here.remove());

const answer = (program: string, args: readonly string[]): unknown => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: here.path, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
};

describe('CSV', () => {
  const python = pythonWith('pandas');
  it.skipIf(python === null)('opens in pandas', () => {
    const script = `
import pandas, json
t = pandas.read_csv("trials.csv")
print(json.dumps([len(t), int(t.epochs.sum()), bool(t.levels.isna().all()), str(t.solved.dtype), str(t.alpha.dtype)]))`;
    expect(answer(python as string, ['-c', script])).toEqual([16, epochs, true, 'bool', 'float64']);
  });

  const r = rscript();
  it.skipIf(r === null)('opens in R', () => {
    const script =
      't <- read.csv("trials.csv"); cat(sprintf("[%d, %d, %d]", nrow(t), sum(t$epochs), sum(is.na(t$levels))))';
    expect(answer(r as string, ['-e', script])).toEqual([16, epochs, 16]);
  });
});

describe('Parquet', () => {
  const python = pythonWith('pandas, pyarrow');
  it.skipIf(python === null)('opens in pandas with pyarrow', () => {
    const script = `
import pandas, json
t = pandas.read_parquet("trials.parquet")
print(json.dumps([len(t), int(t.epochs.sum()), t.learner.unique().tolist()]))`;
    expect(answer(python as string, ['-c', script])).toEqual([16, epochs, ['sbpi']]);
  });

  const polars = pythonWith('polars');
  it.skipIf(polars === null)('and the Arrow file open in polars', () => {
    const script = `
import polars, json
a, p = polars.read_ipc("r/trials.arrow"), polars.read_parquet("trials.parquet")
print(json.dumps([a.height, a["epochs"].sum(), a.equals(p)]))`;
    expect(answer(polars as string, ['-c', script])).toEqual([16, epochs, true]);
  });

  const duckdb = pythonWith('duckdb');
  it.skipIf(duckdb === null)('opens in DuckDB', () => {
    const script = `
import duckdb, json
print(json.dumps(list(duckdb.sql("select count(*), sum(epochs) from 'trials.parquet'").fetchone())))`;
    expect(answer(duckdb as string, ['-c', script])).toEqual([16, epochs]);
  });
});
