export { type DecodedTable, decodeTable } from './arrow-table.ts';
export { writeFileAtomic } from './atomic-file.ts';
export { RunError } from './errors.ts';
export { type ExportFormat, exportFormats, exportTable } from './export.ts';
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
export { openRun, type Run, readFailures, type TableName, type TrialFailure, tableNames } from './read.ts';
export type { NullableValues, SummaryRow, TrialRecord } from './records.ts';
export { encodeSummary } from './summary-table.ts';
export {
  encodeTimings,
  encodeTrials,
  failureLines,
  sortedById,
  type TableDeclarations,
  type TrialEntry,
  tableMetadata,
} from './trials-table.ts';
