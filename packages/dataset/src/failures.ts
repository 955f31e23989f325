/** The failed trials of a run, as `failures.jsonl` has them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NullableValues } from './records.ts';

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
