/** The tables of a run, written and read: all of this package that needs Arrow, which takes Node a tenth of a second to load. */
export { type DecodedTable, decodeTable } from './arrow-table.ts';
export { type ExportFormat, exportFormats, exportTable } from './export.ts';
export { openRun, type Run } from './open-run.ts';
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
