/**
 * What coordinator, pool process and worker threads say to each other: plain data that a structured clone carries. Trials and
 * rows are texts, made at one end and read at the other, so that a short trial costs little on the way.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ParsedSpec } from './spec.ts';

/** Trials dispatched together. */
export interface Chunk {
  /** Counts from 1. */
  readonly index: number;
  /** `trialText` of the trials. */
  readonly trials: string;
  /** Wall time that each trial may take, ms, null for any; absent when none is limited. */
  readonly timeouts?: readonly (number | null)[];
  /** By what was measured of others it takes a moment: it may wait behind another one where that is short, too. */
  readonly short: boolean;
  /** Each trial is told to the slot file before it begins, not only the chunk: a trial of this chunk may have ended a process. */
  readonly marked: boolean;
}

/** What is the same for all chunks of a run. */
export interface Assignment {
  /** A built-in experiment, or a module with the content that was planned. */
  readonly experiment: { readonly name: string } | { readonly path: string; readonly sha256: string };
  /** The files that parameters name, with the content that was planned. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly seed: number;
  readonly host: string;
  /** Names of the result columns, in the order of the values in a row. */
  readonly columns: readonly string[];
  /** File that says what each thread is at. */
  readonly slots: string;
  /** Bytes that one trial may take; null: any. */
  readonly memory: number | null;
  /** After a trial that failed no thread begins another one. */
  readonly failFast: boolean;
}

/** `log`: folder of files that only live as long as the run. */
export function assignmentOf(
  { definition, module, files, seed, limits }: ParsedSpec,
  log: string,
  failFast: boolean = false,
): Assignment {
  const { name } = definition;
  const experiment = module ? { path: module.path, sha256: module.sha256 } : { name };
  const columns = Object.keys(definition.columns);
  const planned = files.map(({ path, sha256 }) => ({ path, sha256 }));
  const place = { host: hostname(), slots: join(log, 'slots.bin') };
  return { experiment, files: planned, seed, columns, ...place, memory: limits.memory, failFast };
}

/** What a thread made of a chunk: rows, or the index of a trial that was asked to stop; null where it did not begin it. */
export type ChunkEnd = string | number | null;

export type Receipt =
  /** `rows`: of the journal (`encodeRows`), one a trial, in order; of the first trials only where `failFast` cut it short. */
  | { readonly kind: 'done'; readonly chunk: number; readonly rows: string }
  /** The thread died in this chunk, or the whole process did while it was held. */
  | {
      readonly kind: 'suspect';
      readonly chunk: number;
      readonly reason: string;
      readonly died: 'thread' | 'process';
      /** Index of the trial that a thread was at; `some`: begun, and nobody knows at which; `none`: not begun. */
      readonly at: number | 'some' | 'none';
    }
  /** Handed back before a thread began it, because of `drain`. */
  | { readonly kind: 'dropped'; readonly chunk: number };

export type ToPool =
  | { readonly kind: 'chunks'; readonly chunks: readonly Chunk[] }
  /** What has been begun is finished: chunks, or only trials. */
  | { readonly kind: 'drain'; readonly finish: 'chunks' | 'trials' };
export type FromPool =
  | { readonly kind: 'ready' }
  /** `cpuMs`: CPU time of the pool's process so far. */
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[]; readonly cpuMs: number }
  /** Last words before the process ends itself. */
  | { readonly kind: 'dying'; readonly reason: string };
