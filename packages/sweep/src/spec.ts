/** A sweep specification: what a user asked, validated, with every default written in. */

import { createHash } from 'node:crypto';
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { canonicalJson } from './canonical-json.ts';
import { type Limits, writeLimits } from './limits.ts';
import type { TrialMemory } from './points.ts';
import { type SpecSearch, writeSearch } from './read-search.ts';
import type { SpecFile } from './spec-files.ts';
import type { SpecModule } from './spec-module.ts';

/** Values of several parameters: one, or one per list entry. */
export type Axes = Readonly<Record<string, readonly Value[]>>;

/** The resolved spec: plain data, what `manifest.json` holds. Functions are expanded, defaults of its keys filled in. */
export interface SweepSpec {
  readonly name: string;
  /** Integer in [0, 2^53). */
  readonly seed: number;
  readonly experiment: string;
  readonly fixed: Params;
  /** Product of its axes, the last one fastest. */
  readonly grid: Axes;
  /** Axes that advance together. */
  readonly zip: Axes;
  /** Explicit points, each completed by `fixed`; a list stands for each of its values. */
  readonly points: readonly Axes[];
  readonly when: readonly string[];
  /** Instead of replicates; null: none. */
  readonly search: SpecSearch | null;
  /** 1 beside a search, whose rounds number them. */
  readonly replicates: number;
  /** Of a single trial. */
  readonly limits: Limits;
}

/** A spec together with the experiment it names, and where each of its values was written. */
export interface ParsedSpec extends SweepSpec {
  /** Path of the file as given; null for a text that came from elsewhere. */
  readonly path: string | null;
  readonly text: string;
  readonly overrides: readonly string[];
  readonly definition: Experiment;
  /** Where the experiment comes from; null for a built-in one. */
  readonly module: SpecModule | null;
  /** The files that its parameters name; the values themselves are their SHA-256. */
  readonly files: readonly SpecFile[];
  /** The trial that takes most memory; null where its experiment declares none. What a machine has of it is asked at the start. */
  readonly largest: TrialMemory | null;
  /** Parameters that nobody gave and that have the same default at every point: part of the canonical spec. */
  readonly defaults: Params;
  /**
   * Where a parameter's value was written, for faults that show only in combination: `line:column` or the argument,
   * and the key by path. `block` is an index into `points`, or −1 for grid and zip. `recovered`: the value stands in
   * for one whose fault is already known.
   */
  locate(
    block: number,
    parameter: string,
    value: Value | undefined,
  ): { readonly where: string | null; readonly key: string; readonly recovered: boolean } | null;
}

/** A spec before its points have been looked at. */
export type UncheckedSpec = Omit<ParsedSpec, 'largest' | 'defaults'>;

/**
 * The plain data of a spec without anything about its file, defaults written in, such that `parseSpec` reads it back: what is
 * stored and hashed.
 */
export function canonicalSpec(spec: SweepSpec & Pick<ParsedSpec, 'defaults'>): Readonly<Record<string, unknown>> {
  const { name, seed, experiment, fixed, grid, zip, points, when, replicates, search } = spec;
  const limits = writeLimits(spec.limits);
  const known = { ...fixed, ...spec.defaults };
  const repeated = search ? { search: writeSearch(search) } : { replicates };
  return { name, seed, experiment, fixed: known, grid, zip, points, when, ...repeated, limits };
}

/** SHA-256 of the canonical spec without its name, and with the content of its module. */
export function specHash(spec: ParsedSpec): string {
  const { name: _, ...rest } = canonicalSpec(spec);
  const content = spec.module ? { ...rest, module: spec.module.sha256 } : rest;
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
