/** `trials.arrow` and `timings.arrow`: the canonical tables of a run, their schemas, and how they are read back. */
import { type Cell, decodeTable, encodeTable, type TableField } from './arrow-table.ts';
import type { Columns, ParameterDeclaration, Parameters, Params, Summary } from './columns.ts';
import type { TrialResult } from './journal.ts';
import type { NullableValues, TrialRecord } from './records.ts';

/** What the tables need to know of an experiment. */
export interface TableDeclarations {
  readonly experiment: string;
  readonly parameters: Parameters;
  readonly columns: Columns;
  readonly summaries: readonly Summary[];
}

/** One trial of the plan together with its result. */
export interface TrialEntry {
  readonly id: string;
  readonly params: Params;
  readonly replicate: number;
  readonly result: TrialResult;
}

const statusField: TableField = {
  name: 'status',
  type: 'string',
  unit: '1',
  doc: 'ok: result columns are valid; failed: the trial threw; quarantined: it killed its worker',
  nullable: false,
  words: ['ok', 'failed', 'quarantined'],
};

const idField: TableField = {
  name: 'trial_id',
  type: 'string',
  unit: '1',
  doc: 'SHA-256 of experiment, versions, parameters and replicate, hexadecimal',
  nullable: false,
};

/** A parameter's column: a number that may also be a keyword is stored as text. */
export function parameterField(name: string, declaration: ParameterDeclaration): TableField {
  const { unit, doc, values } = declaration;
  const field = { name, unit, doc, nullable: true };
  if (declaration.type === 'string') {
    return values ? { ...field, type: 'string', words: values } : { ...field, type: 'string' };
  }
  return values ? { ...field, type: 'string', numbersAsText: true } : { ...field, type: declaration.type };
}

/** Fields of `trials.arrow` in order: id, all parameters, replicate, status, result columns. */
export function trialFields(declarations: TableDeclarations): TableField[] {
  return [
    idField,
    ...Object.entries(declarations.parameters).map(([name, declaration]) => parameterField(name, declaration)),
    { name: 'replicate', type: 'int', unit: '1', doc: 'index of the independent repetition, from 0', nullable: false },
    statusField,
    ...Object.entries(declarations.columns).map(
      ([name, { type, unit, doc }]): TableField => ({ name, type, unit, doc, nullable: true }),
    ),
  ];
}

/** Schema metadata shared by the tables of a run. Nothing about time, host, engine or path. */
export function tableMetadata(
  declarations: TableDeclarations,
  fewbits: string,
  specSha256: string,
): Record<string, string> {
  return {
    'fewbits.version': fewbits,
    'fewbits.experiment': declarations.experiment,
    'fewbits.spec_sha256': specSha256,
    'fewbits.summaries': JSON.stringify(declarations.summaries),
  };
}

/** Bytes of `trials.arrow`: one row a trial, sorted by id. */
export function encodeTrials(
  declarations: TableDeclarations,
  entries: readonly TrialEntry[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const fields = trialFields(declarations);
  const parameters = fields.slice(1, 1 + Object.keys(declarations.parameters).length);
  const columns = Object.keys(declarations.columns);
  const cells = columnsOf(fields.length, entries, ({ id, params, replicate, result }, take) => {
    take(id);
    for (const field of parameters) take(parameterCell(params[field.name] ?? null, field));
    take(replicate);
    take(result.status);
    for (const name of columns) take(result.values?.[name] ?? null);
  });
  return encodeTable(fields, cells, metadata);
}

/** Bytes of `timings.arrow`: what is true of this run alone and therefore kept out of `trials.arrow`. */
export function encodeTimings(entries: readonly TrialEntry[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const fields: TableField[] = [
    idField,
    { name: 'cpu_ms', type: 'float', unit: 'ms', doc: 'CPU time of the thread; null where unknown', nullable: true },
    { name: 'wall_ms', type: 'float', unit: 'ms', doc: 'wall time', nullable: false },
    { name: 'worker', type: 'string', unit: '1', doc: 'host and thread that ran it', nullable: false },
    { name: 'attempts', type: 'int', unit: '1', doc: 'how often it was started', nullable: false },
  ];
  const cells = columnsOf(fields.length, entries, ({ id, result }, take) => {
    take(id);
    take(result.cpuMs);
    take(result.wallMs);
    take(result.worker);
    take(result.attempts);
  });
  return encodeTable(fields, cells, metadata);
}

/**
 * Cells by column, entries sorted by id; `write` gives those of one entry in order. Each entry is looked at once, since in the order
 * of ids they lie all over the memory.
 */
function columnsOf(
  width: number,
  entries: readonly TrialEntry[],
  write: (entry: TrialEntry, take: (cell: Cell) => void) => void,
): Cell[][] {
  const cells = Array.from({ length: width }, () => new Array<Cell>(entries.length).fill(null));
  let row = 0;
  let column = 0;
  const take = (cell: Cell): void => {
    (cells[column++] as Cell[])[row] = cell;
  };
  for (const entry of sortedById(entries)) {
    column = 0;
    write(entry, take);
    row++;
  }
  return cells;
}

/** Lines of `failures.jsonl`: one object a trial that is not ok. */
export function failureLines(entries: readonly TrialEntry[]): string {
  return sortedById(entries)
    .filter(({ result }) => result.status !== 'ok')
    .map(({ id, params, replicate, result }) =>
      JSON.stringify({
        trial_id: id,
        params: { ...params, replicate },
        status: result.status,
        error: result.error ?? '',
        stack: result.stack ?? '',
        attempts: result.attempts,
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Rows of a `trials.arrow`, split into parameters and result columns by the position of `replicate` and `status`. */
export function decodeTrials(bytes: Uint8Array): {
  records: TrialRecord[];
  summaries: Summary[];
  parameters: string[];
} {
  const { names, rows, metadata } = decodeTable(bytes);
  const cut = names.indexOf('replicate');
  const parameters = names.slice(1, cut);
  const columns = names.slice(cut + 2);
  const records = rows.map(
    (row): TrialRecord => ({
      params: pick(row, parameters),
      replicate: row['replicate'] as number,
      status: row['status'] as TrialRecord['status'],
      values: pick(row, columns),
    }),
  );
  return { records, parameters, summaries: JSON.parse(metadata.get('fewbits.summaries') ?? '[]') as Summary[] };
}

function pick(row: NullableValues, names: readonly string[]): NullableValues {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/** A parameter's value as its column holds it. */
export function parameterCell(value: Cell, field: TableField): Cell {
  return value !== null && field.type === 'string' ? String(value) : value;
}

/** The entries themselves where they are sorted already. */
export function sortedById(entries: readonly TrialEntry[]): readonly TrialEntry[] {
  const isSorted = entries.every(({ id }, k) => k === 0 || (entries[k - 1] as TrialEntry).id <= id);
  return isSorted ? entries : entries.slice().sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
