/**
 * A file of numbers under named columns: CSV with a header line, an Arrow IPC file or stream, or Parquet.
 *
 * CSV is read by d3-dsv (RFC 4180), Arrow by apache-arrow, Parquet by parquet-wasm. A cell may be a number, true or false (1, 0),
 * or a text that is one of these. Every other cell, an empty one included, is a fault with its place.
 */
import { csvParseRows } from 'd3-dsv';

export interface NumberTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** By column, each `rows` long. */
  readonly columns: readonly Float64Array[];
}

/** What is wrong with a file that the user named: all that was found, up to a limit. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.faults = faults;
  }
}

const formats = 'CSV (.csv), Arrow (.arrow, .arrows, .feather, .ipc) or Parquet (.parquet)';
/** Faults that are told one by one. */
const mostTold = 10;
const missingTexts = ['', 'na', 'n/a', 'nan', 'null', 'none'];

/** What a column holds, for the message about a cell that does not. */
export type Expected = (column: string) => string;

/** `name` says the format where the first bytes do not. Throws a `DataFileError`. */
export async function readNumberTable(
  bytes: Uint8Array,
  name: string,
  expected: Expected = () => 'a number',
): Promise<NumberTable> {
  const magic = Buffer.from(bytes.subarray(0, 6)).toString('latin1');
  if (magic.startsWith('PAR1')) return readParquet(bytes, expected);
  if (magic === 'ARROW1' || /\.(arrows?|feather|ipc)$/i.test(name)) return readArrow(bytes, expected);
  if (/\.(csv|txt)$/i.test(name)) return readCsv(bytes, expected);
  throw new DataFileError([`is in no format that can be read, expected ${formats}`]);
}

function readCsv(bytes: Uint8Array, expected: Expected): NumberTable {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DataFileError([`is no UTF-8 text: ${(error as Error).message}`]);
  }
  const lines = csvParseRows(text).filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  const [header, ...rows] = lines;
  if (header === undefined) throw new DataFileError(['is empty, expected a header line and one line a pattern']);
  const names = header.map((cell) => cell.trim());
  const [separator] = names.length === 1 ? (/[;\t|]/.exec(names[0] as string) ?? []) : [];
  if (separator !== undefined)
    throw new DataFileError([
      `has ${separator === '\t' ? 'tabs' : `"${separator}"`} between its cells, expected commas`,
    ]);
  if (names.every((cell) => typeof cellNumber(cell) === 'number')) {
    throw new DataFileError(['has numbers in its first line, expected a header with the names of the columns']);
  }
  const told = teller();
  rows.forEach((cells, r) => {
    if (cells.length !== names.length)
      told.add(`row ${r + 1}: got ${count(cells.length, 'cell')}, expected ${names.length} as in the header`);
  });
  told.throwIfAny();
  return numbers(names, rows.length, (column, row) => rows[row]?.[column], expected);
}

async function readArrow(bytes: Uint8Array, expected: Expected): Promise<NumberTable> {
  const { tableFromIPC } = await import('apache-arrow');
  try {
    const table = tableFromIPC(bytes);
    const vectors = table.schema.fields.map((_, k) => table.getChildAt(k));
    const names = table.schema.fields.map((field) => field.name);
    return numbers(names, table.numRows, (column, row) => vectors[column]?.get(row), expected);
  } catch (error) {
    if (error instanceof DataFileError) throw error;
    throw new DataFileError([`cannot be read as an uncompressed Arrow file: ${(error as Error).message}`]);
  }
}

async function readParquet(bytes: Uint8Array, expected: Expected): Promise<NumberTable> {
  const parquet = await import('parquet-wasm');
  let stream: Uint8Array;
  try {
    stream = parquet.readParquet(bytes).intoIPCStream();
  } catch (error) {
    throw new DataFileError([`cannot be read as Parquet: ${String(error)}`]);
  }
  return readArrow(stream, expected);
}

function numbers(
  names: readonly string[],
  rows: number,
  cell: (column: number, row: number) => unknown,
  expected: Expected,
): NumberTable {
  const told = teller();
  names.forEach((name, k) => {
    if (name === '') told.add(`column ${k + 1} has no name`);
    else if (names.indexOf(name) !== k) told.add(`two columns have the name ${name}`);
  });
  const columns = names.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < names.length; k++) {
      const value = cellNumber(cell(k, row));
      if (typeof value === 'number') (columns[k] as Float64Array)[row] = value;
      else told.add(`row ${row + 1}, column ${names[k]}: ${value.fault}, expected ${expected(names[k] as string)}`);
    }
  }
  told.throwIfAny();
  return { names, rows, columns };
}

function cellNumber(cell: unknown): number | { readonly fault: string } {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  const text = String(cell ?? '').trim();
  if (missingTexts.includes(text.toLowerCase())) return { fault: 'missing value' };
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true' ? 1 : 0;
  const value = typeof cell === 'string' ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : { fault: `got ${text.slice(0, 40)}` };
}

/** Collects faults, and counts those that there is no room for. */
function teller(): { add(fault: string): void; throwIfAny(): void } {
  const faults: string[] = [];
  let more = 0;
  return {
    add(fault) {
      if (faults.length < mostTold) faults.push(fault);
      else more++;
    },
    throwIfAny() {
      if (faults.length > 0) throw new DataFileError(more > 0 ? [...faults, `… and ${more} more faults`] : faults);
    },
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
