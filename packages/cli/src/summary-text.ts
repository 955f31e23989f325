/** What a run found, as tables for the terminal. */
import { type SummaryTable, summaryTables } from '@fewbits/analysis';
import { readFailures } from '@fewbits/dataset';
import { existingRun } from './existing-run.ts';
import { styled } from './print.ts';
import { formatTable } from './table-text.ts';

/** More rows than a terminal shows at a glance belong into a file. */
const mostRows = 100;

export function summaryText(dir: string): string {
  const run = existingRun(dir);
  const { summaries } = run.trials();
  const failed = readFailures(dir).map(({ params }) => params);
  return summaryTables(run.summary(), summaries, mostRows, failed).map(tableText).join('\n');
}

function tableText({ title, columns, rows, notes }: SummaryTable): string {
  const table = formatTable(
    columns.map((column) => column.title),
    rows,
    columns.map(({ align }) => align),
  );
  return `${styled('bold', title)}\n\n${table}\n${notes.map((line) => `${styled('dim', line)}\n`).join('')}`;
}
