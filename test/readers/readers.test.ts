/** The tables opened by the programs that people use: the same numbers there. */
import { spawnSync } from 'node:child_process';
import { decodeTable } from '@fewbits/dataset/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder, smallSpec } from '../e2e/cli.ts';
import { pythonWith, readerPackage, rscript } from './programs.ts';

let here: Folder;
let epochs = 0;
beforeAll(() => {
  here = folder();
  here.write('s.yaml', smallSpec(4));
  expect(here.fewbits('run', 's.yaml', '--out', 'r').code).toBe(0);
  for (const table of ['trials', 'summary']) {
    for (const format of ['csv', 'parquet']) {
      const args = ['export', 'r', '--table', table, '--format', format, '-o', `${table}.${format}`];
      expect(here.fewbits(...args).code).toBe(0);
    }
  }
  epochs = decodeTable(here.read('r/trials.arrow')).rows.reduce((sum, row) => sum + (row['epochs'] as number), 0);
});
afterAll(() => here.remove());

/** The JSON that a script prints. */
function answer(program: string, args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: here.path, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('CSV', () => {
  const python = pythonWith('pandas');
  it.skipIf(python === null)('opens in pandas', () => {
    const script = `
import pandas, json
t, s = pandas.read_csv("trials.csv"), pandas.read_csv("summary.csv")
print(json.dumps([len(t), int(t.epochs.sum()), bool(t.levels.isna().all()), str(t.solved.dtype), str(t.alpha.dtype), int((s.quantity == "alpha50").sum())]))`;
    expect(answer(python as string, ['-c', script])).toEqual([16, epochs, true, 'bool', 'float64', 1]);
  });

  const r = rscript();
  it.skipIf(r === null)('opens in R', () => {
    const script =
      't <- read.csv("trials.csv"); cat(sprintf("[%d, %d, %d]", nrow(t), sum(t$epochs), sum(is.na(t$levels))))';
    expect(answer(r as string, ['-e', script])).toEqual([16, epochs, 16]);
  });
});

describe('Arrow and Parquet', () => {
  const polars = readerPackage('nodejs-polars');
  it.skipIf(polars === null)('open in polars', () => {
    here.write(
      'polars.cjs',
      `const { readFileSync } = require('node:fs');
       const polars = require(${JSON.stringify(polars)});
       const arrow = polars.readIPC(readFileSync('r/trials.arrow'));
       const parquet = polars.readParquet(readFileSync('trials.parquet'));
       const summary = polars.readIPC(readFileSync('r/summary.arrow'));
       console.log(JSON.stringify([arrow.height, arrow.getColumn('epochs').sum(), parquet.getColumn('epochs').sum(), summary.height]));`,
    );
    const rows = decodeTable(here.read('r/summary.arrow')).rows.length;
    expect(answer(process.execPath, ['polars.cjs'])).toEqual([16, epochs, epochs, rows]);
  });

  const duckdb = readerPackage('@duckdb/node-api');
  it.skipIf(duckdb === null)('(the latter) opens in DuckDB', () => {
    here.write(
      'duckdb.cjs',
      `const { DuckDBInstance } = require(${JSON.stringify(duckdb)});
       (async () => {
         const connection = await (await DuckDBInstance.create(':memory:')).connect();
         const query = "select count(*)::int, sum(epochs)::int, (select count(*)::int from 'summary.parquet' where quantity = 'alpha50') from 'trials.parquet' where learner = 'sbpi'";
         console.log(JSON.stringify((await connection.runAndReadAll(query)).getRows()[0]));
       })();`,
    );
    expect(answer(process.execPath, ['duckdb.cjs'])).toEqual([16, epochs, 1]);
  });
});
