/** A table of a run in another format, with the same values: CSV writes lists as JSON text and null as empty. */
import { csvFormatRows } from 'd3-dsv';
import { type Cell, decodeTable, ipcStream } from './arrow-table.ts';

export const exportFormats = ['arrow', 'parquet', 'csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** `table`: bytes of an Arrow IPC file. Parquet is compressed with zstd and keeps schema and field metadata. */
export async function exportTable(table: Uint8Array, format: ExportFormat): Promise<Uint8Array> {
  switch (format) {
    case 'arrow':
      return table;
    case 'parquet':
      return toParquet(table);
    case 'csv':
      return Buffer.from(toCsv(table));
    case 'jsonl':
      return Buffer.from(toJsonLines(table));
  }
}

async function toParquet(table: Uint8Array): Promise<Uint8Array> {
  const { Compression, Table, WriterPropertiesBuilder, writeParquet } = await import('parquet-wasm');
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).build();
  return writeParquet(Table.fromIPCStream(ipcStream(table)), properties);
}

function toCsv(table: Uint8Array): string {
  const { names, rows } = decodeTable(table);
  const lines = rows.map((row) => names.map((name) => csvCell(row[name] ?? null)));
  return `${csvFormatRows([names.slice(), ...lines])}\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
}

function toJsonLines(table: Uint8Array): string {
  const { rows } = decodeTable(table);
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
