export { writeFileAtomic, writeOutput } from './atomic-file.ts';
export { isDiskFault, RunError } from './errors.ts';
export { readFailures, type TrialFailure } from './failures.ts';
export {
  decodeRows,
  encodeRows,
  type JournalFrame,
  type JournalWriter,
  openJournal,
  readJournal,
  type TrialResult,
  type TrialStatus,
} from './journal.ts';
export { latestResults } from './latest-results.ts';
export {
  type Counts,
  formatVersion,
  type GitState,
  type Manifest,
  manifestPath,
  type Program,
  readManifest,
  writeManifest,
} from './manifest.ts';
export { DataFileError } from './number-table.ts';
export { type PatternsFile, readPatternsFile } from './patterns-file.ts';
export type { NullableValues, SummaryRow, TrialRecord } from './records.ts';
export { type TableName, tableNames } from './table-names.ts';
