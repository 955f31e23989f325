/**
 * The journal: append-only frames from which every table of a run is rebuilt. One writer at a time (the run's lock).
 *
 * Frame   magic "fbJ1" · payload length u32 LE · CRC-32 of the payload u32 LE · payload
 * Payload UTF-8 JSON: { at, columns: [names], rows: [[id, status, attempts, cpuMs, wallMs, worker, values | null, error?, stack?], …] }
 *         `at` = milliseconds since 1970 of the flush (for rates; never in a table). A double that JSON cannot hold is
 *         written as {"$": "NaN" | "Infinity" | "-Infinity"}.
 *
 * A cut at any byte loses the frames after it and nothing else: the reader stops at the first bad frame, and the writer
 * truncates that torn tail when it opens the file. Valid frames *after* a bad one mean corruption, which is an error.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeWhole } from './atomic-file.ts';
import type { Value } from './columns.ts';
import { RunError } from './errors.ts';
import type { NullableValues } from './records.ts';

export type TrialStatus = 'ok' | 'failed' | 'quarantined';

/** What one trial came to. */
export interface TrialResult {
  /** Trial id, 64 hexadecimal digits. */
  readonly id: string;
  readonly status: TrialStatus;
  /** Result columns; null unless `ok`. */
  readonly values: NullableValues | null;
  /** Message and stack of a failure. */
  readonly error?: string;
  readonly stack?: string;
  /** How often it was started in this invocation, the last time included. */
  readonly attempts: number;
  /** CPU time of its thread, ms; null where the platform cannot tell. */
  readonly cpuMs: number | null;
  readonly wallMs: number;
  /** Which worker ran it, e.g. `host:2`. */
  readonly worker: string;
}

const MAGIC = Buffer.from('fbJ1');
const HEADER = 12;

/** Path of the journal of a run directory. */
export function journalPath(dir: string): string {
  return join(dir, 'log', 'journal.bin');
}

export interface JournalFrame {
  /** Milliseconds since 1970 when it was flushed. */
  readonly at: number;
  readonly results: readonly TrialResult[];
}

/** All frames of a run's journal in the order written; a torn tail is passed over. A missing file has none. */
export function readJournal(dir: string): JournalFrame[] {
  const path = journalPath(dir);
  if (!existsSync(path)) return [];
  return scanFrames(readFileSync(path), path).payloads.map(decodePayload);
}

export interface JournalWriter {
  /**
   * Append one frame of rows (`encodeRows`, one or several such texts) and wait until it is on the disk. A frame that cannot
   * be written whole is cut off again.
   */
  append(rows: readonly string[], at: number): void;
  close(): void;
}

/** Open for appending, after cutting off a torn tail. `columns`: names of the values in the rows to come, in their order. */
export function openJournal(dir: string, columns: readonly string[]): JournalWriter {
  const path = journalPath(dir);
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+');
  let end = 0;
  try {
    const bytes = readFileSync(file);
    end = scanFrames(bytes, path).end;
    if (end < bytes.length) ftruncateSync(file, end);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  // Positioned by the file offset, which readFileSync left at the old end.
  closeSync(file);
  const out = openSync(path, 'a');
  return {
    append(rows, at): void {
      const frame = encodeFrame(rows, columns, at);
      try {
        writeWhole(out, frame);
        fsyncSync(out);
        end += frame.length;
      } catch (error) {
        ftruncateSync(out, end);
        throw new RunError(`${path}: cannot append (${(error as Error).message}). Rows flushed before are safe.`, {
          cause: error,
        });
      }
    },
    close: () => closeSync(out),
  };
}

/** At least one result as the text of its row, with the values of `columns`; the rows are parted by commas. */
export function encodeRows(results: readonly TrialResult[], columns: readonly string[]): string {
  // Filled one by one, arrays have no holes, and are written a quarter faster.
  const rows: EncodedRow[] = [];
  for (const result of results) rows.push(encodedRow(result, columns));
  return JSON.stringify(rows).slice(1, -1);
}

/** What `encodeRows` was given. */
export function decodeRows(rows: string, columns: readonly string[]): TrialResult[] {
  return (JSON.parse(`[${rows}]`) as EncodedRow[]).map((row) => decodedRow(row, columns));
}

/** One frame: header and payload. Exported for tests. */
export function encodeFrame(rows: readonly string[], columns: readonly string[], at: number): Buffer {
  const payload = Buffer.from(`{"at":${at},"columns":${JSON.stringify(columns)},"rows":[${rows.join()}]}`);
  const frame = Buffer.alloc(HEADER + payload.length);
  MAGIC.copy(frame, 0);
  frame.writeUInt32LE(payload.length, 4);
  frame.writeUInt32LE(crc32(payload), 8);
  payload.copy(frame, HEADER);
  return frame;
}

function scanFrames(bytes: Buffer, path: string): { payloads: Buffer[]; end: number } {
  const payloads: Buffer[] = [];
  let at = 0;
  for (let payload = payloadAt(bytes, at); payload !== null; payload = payloadAt(bytes, at)) {
    payloads.push(payload);
    at += HEADER + payload.length;
  }
  for (let next = bytes.indexOf(MAGIC, at + 1); next !== -1; next = bytes.indexOf(MAGIC, next + 1)) {
    if (payloadAt(bytes, next) !== null) {
      throw new RunError(
        `${path}: corrupt at byte ${at} (valid records follow at byte ${next}). Restore the file from a copy, or move the run directory away and start again.`,
      );
    }
  }
  return { payloads, end: at };
}

/** The payload of a whole and sound frame at `offset`, else null. */
function payloadAt(bytes: Buffer, offset: number): Buffer | null {
  if (offset + HEADER > bytes.length || MAGIC.compare(bytes, offset, offset + 4) !== 0) return null;
  const length = bytes.readUInt32LE(offset + 4);
  const payload = bytes.subarray(offset + HEADER, offset + HEADER + length);
  return payload.length === length && crc32(payload) === bytes.readUInt32LE(offset + 8) ? payload : null;
}

type EncodedRow = [string, TrialStatus, number, number | null, number, string, unknown[] | null, string?, string?];

function decodePayload(payload: Buffer): JournalFrame {
  const { at, columns, rows } = JSON.parse(payload.toString()) as { at: number; columns: string[]; rows: EncodedRow[] };
  return { at, results: rows.map((row) => decodedRow(row, columns)) };
}

function encodedRow(result: TrialResult, columns: readonly string[]): EncodedRow {
  const { id, status, attempts, cpuMs, wallMs, worker, values, error, stack } = result;
  const cells = values && cellsOf(values, columns);
  return error === undefined
    ? [id, status, attempts, cpuMs, wallMs, worker, cells]
    : [id, status, attempts, cpuMs, wallMs, worker, cells, error, stack ?? ''];
}

function cellsOf(values: NullableValues, columns: readonly string[]): unknown[] {
  const cells: unknown[] = [];
  for (const name of columns) cells.push(toJson(values[name] ?? null));
  return cells;
}

function decodedRow(row: EncodedRow, columns: readonly string[]): TrialResult {
  const [id, status, attempts, cpuMs, wallMs, worker, cells, error, stack] = row;
  const values = cells && valuesOf(cells, columns);
  if (error === undefined) return { id, status, attempts, cpuMs, wallMs, worker, values };
  return { id, status, attempts, cpuMs, wallMs, worker, values, error, stack: stack ?? '' };
}

function valuesOf(cells: readonly unknown[], columns: readonly string[]): NullableValues {
  const values: Record<string, Value | null> = {};
  for (let k = 0; k < columns.length; k++) values[columns[k] as string] = fromJson(cells[k]);
  return values;
}

function toJson(value: Value | null): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $: String(value) };
  if (Array.isArray(value)) return value.map(toJson);
  return value;
}

function fromJson(value: unknown): Value | null {
  if (Array.isArray(value)) return value.map((entry) => fromJson(entry) as number);
  if (typeof value === 'object' && value !== null) return Number((value as { $: string }).$);
  return (value ?? null) as Value | null;
}
