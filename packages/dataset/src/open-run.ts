/** A finished or stopped run, opened for reading. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from './columns.ts';
import { RunError } from './errors.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { SummaryRow, TrialRecord } from './records.ts';
import { decodeSummary } from './summary-table.ts';
import type { TableName } from './table-names.ts';
import { decodeTrials } from './trials-table.ts';

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
