/**
 * Rows to Arrow IPC bytes and back. The bytes are a pure function of fields, rows and metadata: dictionaries are
 * complete and in declared order, batches have a fixed size, metadata keep their order, nothing is compressed
 * (apache-arrow 21 writes compressed buffers that other readers refuse).
 */
import {
  Field as ArrowField,
  Bool,
  type Data,
  Dictionary,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Vector,
} from 'apache-arrow';
import type { Value, ValueType } from './columns.ts';

export const batchSize = 65_536;

/** One column of a table. `words` makes a string column a dictionary with exactly these entries. */
export interface TableField {
  readonly name: string;
  readonly type: ValueType;
  readonly unit: string;
  readonly doc: string;
  readonly nullable: boolean;
  readonly words?: readonly string[];
  /** Numbers stored as text, because keywords stand among them: they are read back as numbers. */
  readonly numbersAsText?: boolean;
}

export type Cell = Value | null;

export interface DecodedTable {
  readonly names: readonly string[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Arrow IPC file of `columns` (one for each of `fields`, in their order, all of one length), with schema metadata. */
export function encodeTable(
  fields: readonly TableField[],
  columns: readonly (readonly Cell[])[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  return tableToIPC(buildTable(fields, columns, metadata), 'file');
}

/** Rows of an Arrow IPC file or stream as plain objects; 64-bit integers come back as numbers. */
export function decodeTable(bytes: Uint8Array): DecodedTable {
  const table = tableFromIPC(bytes);
  const names = table.schema.fields.map((field) => field.name);
  const vectors = table.schema.fields.map((_, k) => table.getChildAt(k) as Vector);
  const mixed = table.schema.fields.map((field) => field.metadata.get('numbers') === 'as text');
  const rows = Array.from({ length: table.numRows }, (_, i) =>
    Object.fromEntries(names.map((name, k) => [name, plain(vectors[k]?.get(i), mixed[k] === true)])),
  );
  return { names, rows, metadata: table.schema.metadata };
}

/** The same bytes as a stream, which is what parquet-wasm reads. */
export function ipcStream(file: Uint8Array): Uint8Array {
  return tableToIPC(tableFromIPC(file), 'stream');
}

function buildTable(
  fields: readonly TableField[],
  columns: readonly (readonly Cell[])[],
  metadata: Readonly<Record<string, string>>,
): Table {
  const rows = columns[0]?.length ?? 0;
  const dictionaries = fields.map((field) => (field.words ? new Vector([utf8(field.words)]) : null));
  const arrowFields = fields.map((field, k) => {
    const about = new Map([
      ['unit', field.unit],
      ['description', field.doc],
      ...(field.numbersAsText ? [['numbers', 'as text'] as const] : []),
    ]);
    return new ArrowField(field.name, arrowType(field, k), field.nullable, about);
  });
  const schema = new Schema(arrowFields, new Map(Object.entries(metadata)));
  const batches: RecordBatch[] = [];
  for (let start = 0; start < rows || start === 0; start += batchSize) {
    const length = Math.min(batchSize, rows - start);
    const children = fields.map((field, k) => {
      const cells = (columns[k] ?? []).slice(start, start + length);
      return columnData(field, arrowFields[k]?.type as never, cells, dictionaries[k] ?? null);
    });
    const data = makeData({ type: new Struct(arrowFields), length, nullCount: 0, children });
    batches.push(new RecordBatch(schema, data));
  }
  return new Table(schema, batches);
}

function arrowType(field: TableField, id: number): Utf8 | Dictionary<Utf8, Int32> | Int64 | Float64 | Bool | List {
  switch (field.type) {
    case 'string':
      return field.words ? new Dictionary(new Utf8(), new Int32(), id) : new Utf8();
    case 'int':
      return new Int64();
    case 'float':
      return new Float64();
    case 'bool':
      return new Bool();
    case 'int[]':
      return new List(new ArrowField('item', new Int64(), false));
    case 'float[]':
      return new List(new ArrowField('item', new Float64(), false));
  }
}

function columnData(field: TableField, type: never, cells: readonly Cell[], dictionary: Vector<Utf8> | null): Data {
  const length = cells.length;
  const { nullBitmap, nullCount } = validity(cells);
  const shape = { type, length, nullCount, nullBitmap };
  switch (field.type) {
    case 'string':
      if (dictionary && field.words) {
        return makeData({ ...shape, data: codes(field, cells), dictionary } as never);
      }
      return utf8(
        cells.map((cell) => (cell === null ? '' : String(cell))),
        nullBitmap,
        nullCount,
      );
    case 'int':
      return makeData({
        ...shape,
        data: BigInt64Array.from(cells, (cell) => BigInt((cell as number | null) ?? 0)),
      } as never);
    case 'float':
      return makeData({ ...shape, data: Float64Array.from(cells, (cell) => (cell as number | null) ?? 0) } as never);
    case 'bool':
      return makeData({ ...shape, data: bits(cells, (cell) => cell === true) } as never);
    case 'int[]':
    case 'float[]': {
      const lists = cells.map((cell) => (cell as readonly number[] | null) ?? []);
      const flat = lists.flat();
      const values =
        field.type === 'int[]'
          ? makeData({ type: new Int64(), length: flat.length, nullCount: 0, data: BigInt64Array.from(flat, BigInt) })
          : makeData({ type: new Float64(), length: flat.length, nullCount: 0, data: Float64Array.from(flat) });
      return makeData({ ...shape, valueOffsets: offsets(lists.map((list) => list.length)), child: values } as never);
    }
  }
}

function codes(field: TableField, cells: readonly Cell[]): Int32Array {
  const index = new Map((field.words ?? []).map((word, k) => [word, k]));
  return Int32Array.from(cells, (cell) => {
    if (cell === null) return 0;
    const code = index.get(String(cell));
    if (code === undefined)
      throw new RangeError(`column ${field.name}: "${cell}" is none of ${field.words?.join(', ')}`);
    return code;
  });
}

function utf8(texts: readonly string[], nullBitmap?: Uint8Array | undefined, nullCount = 0): Data<Utf8> {
  const all = texts.join('');
  const together = new TextEncoder().encode(all);
  const shape = { type: new Utf8(), length: texts.length, nullCount, nullBitmap };
  const isAscii = together.length === all.length;
  if (isAscii) return makeData({ ...shape, valueOffsets: offsets(texts.map(({ length }) => length)), data: together });
  const encoded = texts.map((text) => Buffer.from(text));
  const valueOffsets = offsets(encoded.map((bytes) => bytes.length));
  return makeData({ ...shape, valueOffsets, data: new Uint8Array(Buffer.concat(encoded)) });
}

function offsets(lengths: readonly number[]): Int32Array {
  const out = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) out[i + 1] = (out[i] ?? 0) + (lengths[i] ?? 0);
  return out;
}

function validity(cells: readonly Cell[]): { nullBitmap: Uint8Array | undefined; nullCount: number } {
  const nullCount = cells.reduce((count: number, cell) => count + (cell === null ? 1 : 0), 0);
  return { nullBitmap: nullCount === 0 ? undefined : bits(cells, (cell) => cell !== null), nullCount };
}

function bits(cells: readonly Cell[], test: (cell: Cell) => boolean): Uint8Array {
  const out = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((cell, i) => {
    if (test(cell)) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return out;
}

function plain(value: unknown, numbersAsText: boolean): Cell {
  if (numbersAsText && typeof value === 'string') return Number.isFinite(Number(value)) ? Number(value) : value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Vector) return Array.from(value, Number);
  return (value ?? null) as Cell;
}
