/** A finished or stopped run, opened for reading. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from './columns.ts';
import { RunError } from './errors.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { NullableValues, SummaryRow, TrialRecord } from './records.ts';
import { decodeSummary } from './summary-table.ts';
import { decodeTrials } from './trials-table.ts';

export const tableNames = ['trials', 'timings', 'summary'] as const;
export type TableName = (typeof tableNames)[number];

export interface Run {
  readonly dir: string;
  readonly manifest: Manifest;
  /** Rows of `trials.arrow`, the names of its parameters, and how the experiment wants its columns condensed. */
  trials(): { readonly records: TrialRecord[]; readonly parameters: string[]; readonly summaries: Summary[] };
  /** Rows of `summary.arrow`. */
  summary(): SummaryRow[];
  /** Bytes of one table, an Arrow IPC file. */
  table(name: TableName): Uint8Array;
}

/** Open the run directory `dir`. Throws a `RunError` that says what is missing when it is none. */
export function openRun(dir: string): Run {
  const manifest = readManifest(dir);
  if (manifest === null) throw new RunError(`${dir}: not a run directory (it has no manifest.json)`);
  const table = (name: TableName): Uint8Array => {
    const path = join(dir, `${name}.arrow`);
    if (!existsSync(path)) {
      throw new RunError(`${path}: not there yet; it is written when \`fewbits run\` ends or is interrupted`);
    }
    return readFileSync(path);
  };
  return {
    dir,
    manifest,
    table,
    trials: () => decodeTrials(table('trials')),
    summary: () => decodeSummary(table('summary')),
  };
}

/** One line of `failures.jsonl`. */
export interface TrialFailure {
  readonly trial_id: string;
  readonly params: NullableValues;
  readonly status: 'failed' | 'quarantined';
  readonly error: string;
  readonly stack: string;
  readonly attempts: number;
}

/** The failures of the run in `dir`; none when the file is missing. */
export function readFailures(dir: string): TrialFailure[] {
  const path = join(dir, 'failures.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as TrialFailure);
}
