/**
 * What runs below an online memory: one in WebAssembly, one in TypeScript, bit for bit the same.
 *
 * Rows of inputs and patterns have 4 words a block, bit i of word n = synapse 32 n + i.
 */
import type { EventSource } from './event-law.ts';
import type { MemoryLayout, MemoryRule } from './memory-rule.ts';
import type { ReadoutPlan } from './readout.ts';

export interface CoreOptions {
  readonly rule: MemoryRule;
  readonly layout: MemoryLayout;
  readonly source: EventSource;
  readonly plusPlus: boolean;
  readonly size: number;
  readonly blocks: number;
  /** Synapses of the last block that exist, 4 words. */
  readonly mask: Uint32Array;
}

export interface MemoryCore {
  /** Live view of blocks × blockWords words, valid until the next call of anything. */
  state(): Uint32Array;
  /** Draw and apply `count` events; copy the inputs of the events numbered in `keep` (from 1, ascending) to rows of `kept`. */
  update(count: number, keep: Int32Array, kept: Uint32Array): void;
  /** Room inside for `rows` rows, contents unspecified; what was there is lost. */
  reserve(rows: number): void;
  /** As `update`, into the rows from `row` on of the room. */
  record(count: number, keep: Int32Array, row: number): void;
  /** As `distances`, of these rows of the room. */
  recall(plan: ReadoutPlan, rows: Int32Array, out: Float64Array, ones: Float64Array): void;
  /** Apply `count` rows of inputs. */
  apply(inputs: Uint32Array, count: number): void;
  /** Weighted distance of each of `count` patterns to the digits, and its set bits. Lengths count. */
  distances(plan: ReadoutPlan, patterns: Uint32Array, count: number, out: Float64Array, ones: Float64Array): void;
  /** `out`[i J + j] = synapses where digits i and j are both set. */
  pairs(plan: ReadoutPlan, out: Float64Array): void;
  release(): void;
}

/** A last group that is also the first has hard bounds at every event: it is a plain counter of so many bits, else 0. */
export function counterBits(rule: MemoryRule): number {
  if (rule.name === 'multi-state') return rule.bits;
  if (rule.name === 'multi-chain' || rule.groups > 1 || rule.last === 'cyclic') return 0;
  return rule.name === 'direction-marker' ? 2 : 3;
}
