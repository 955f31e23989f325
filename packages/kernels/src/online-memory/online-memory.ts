/**
 * Synapses under one-shot storage: every event potentiates or depresses each of them once, by a rule on a few bits.
 *
 * Source: Benna & Fusi, "Efficient online learning with low-precision synaptic variables", Asilomar 2017. Rules and packing:
 * memory-rule.ts; law of the events: event-law.ts; random bits: random-events.ts; lazy carries: direction-marker.ts.
 *
 * The events of a synapse depend on the key, the number of its block of 128 and its place in it alone: any split of a
 * population into parts, of events into calls and either implementation gives the same bits.
 */
import { kernelImplementation } from '../implementation.ts';
import { type EventLaw, type EventSource, eventSource } from './event-law.ts';
import type { MemoryCore } from './memory-core.ts';
import {
  BLOCK,
  BLOCK_WORDS,
  blocksOf,
  type MemoryLayout,
  type MemoryRule,
  memoryLayout,
  PLANES_OFFSET,
} from './memory-rule.ts';
import { fillEvents, seedGenerators } from './random-events.ts';
import {
  momentsOf,
  type OverlapLaw,
  outputDigits,
  overlapLaw,
  type Readout,
  type ReadoutPlan,
  readoutPlan,
} from './readout.ts';
import { tsCore } from './ts-core.ts';
import { wasmCore } from './wasm-core.ts';

export interface OnlineMemoryOptions {
  readonly rule: MemoryRule;
  /** N: synapses of this part. At most 2^27. */
  readonly size: number;
  /** Stream key of the whole population: 4 words. */
  readonly key: Uint32Array;
  /** Default: balanced, uncorrelated. */
  readonly law?: EventLaw;
  /** Number of this part's first block of 128 synapses in the population; all parts but the last hold whole blocks. */
  readonly firstBlock?: number;
  /** Default xoshiro128+; ++ for audits. */
  readonly scrambler?: '+' | '++';
  /** Default: that of the thread (`kernelImplementation`). */
  readonly implementation?: 'wasm' | 'ts';
}

/**
 * Rows (patterns, kept inputs) have `rowWords` words, synapse i in bit i & 31 of word i >> 5, 1 = +1; bits past N are
 * ignored when read and unspecified when written. Arrays are the caller's.
 */
export interface OnlineMemory {
  readonly size: number;
  /** m. */
  readonly groups: number;
  /** Words of a row: 4 ceil(N / 128). */
  readonly rowWords: number;
  /** Words of a snapshot. */
  readonly stateWords: number;
  /** What `law` became with 16-bit probabilities. */
  readonly realisedLaw: EventLaw;
  readonly implementation: 'wasm' | 'ts';
  /**
   * `events` events. The inputs of the events numbered in `keep` (from 1, strictly ascending) are copied to the rows of
   * `kept`. 0 to 2^30 events.
   */
  update(events: number, keep?: Int32Array, kept?: Uint32Array): void;
  /** Room inside for `rows` rows of kept inputs, which are then read where they lie. What was there is lost. */
  reserve(rows: number): void;
  /** As `update`, but the inputs are kept in rows `row`, `row` + 1, … of that room. */
  record(events: number, keep: Int32Array, row: number): void;
  /** As `overlap`, of the patterns in these rows of that room. Length out = rows. */
  recall(rows: Int32Array, out: Float64Array, readout?: Readout): void;
  /** As many given events as `inputs` has rows, instead of random ones. */
  apply(inputs: Uint32Array): void;
  /** `out`[r] = sum_i xi_i w_i for row r of `patterns`, exact. Length out = rows. w: `Readout`, half-integers if graded. */
  overlap(patterns: Uint32Array, out: Float64Array, readout?: Readout): void;
  /** `out` = [sum_i w_i, sum_i w_i^2]. */
  moments(out: Float64Array, readout?: Readout): void;
  /** Codes of all synapses (memory-rule.ts), N × m, row-major. */
  readCodes(out: Uint32Array): void;
  writeCodes(codes: Uint32Array): void;
  /** Last input of every synapse, ±1, the predecessor of the next event: drawn from its marginal law at the start. Length N. */
  readLastInput(out: Int8Array): void;
  writeLastInput(inputs: Int8Array): void;
  /** All that the future depends on, the generators included; the same for both implementations. Length stateWords. */
  snapshot(out: Uint32Array): void;
  restore(snapshot: Uint32Array): void;
  /** Give the memory back; the object is of no more use. */
  release(): void;
}

/** Keeps sums of 31 per synapse below 2^32. */
const MAX_SIZE = 2 ** 27;
const MAX_EVENTS = 2 ** 30;
const MAX_BYTES = 2 ** 32 - 2 ** 26;

/** All codes are 0; the generators are seeded. */
export function createOnlineMemory(options: OnlineMemoryOptions): OnlineMemory {
  const { rule, size, key, firstBlock = 0, scrambler = '+' } = options;
  const implementation = options.implementation ?? kernelImplementation().name;
  const layout = memoryLayout(rule);
  const blocks = blocksOf(size);
  checkOptions(options, layout, blocks);
  const source = eventSource(options.law ?? { correlation: 0, plus: 0.5 });
  const plusPlus = scrambler === '++';
  const mask = new Uint32Array(BLOCK_WORDS);
  for (let i = (blocks - 1) * BLOCK; i < size; i++) mask[(i >>> 5) & 3] |= 1 << (i & 31);
  const coreOptions = { rule, layout, source, plusPlus, size, blocks, mask };
  const core = implementation === 'wasm' ? wasmCore(coreOptions) : tsCore(coreOptions);
  const seeded = core.state();
  seedGenerators(key, firstBlock, blocks, seeded, layout.blockWords);
  drawFirstInputs(seeded, blocks, layout.blockWords, source, plusPlus);
  return memoryOn(core, { rule, layout, source, size, blocks, implementation });
}

function checkOptions({ size, key, firstBlock = 0 }: OnlineMemoryOptions, layout: MemoryLayout, blocks: number): void {
  checkInteger('size', size, 1, MAX_SIZE);
  if (key.length !== 4) throw new RangeError(`a stream key has 4 words, got ${key.length}`);
  checkInteger('firstBlock', firstBlock, 0, 2 ** 32 - blocks);
  const bytes = 4 * layout.blockWords * blocks;
  if (bytes > MAX_BYTES) {
    throw new RangeError(
      `size: ${size} synapses of ${layout.planes} bits need ${bytes} bytes, at most ${MAX_BYTES} are possible`,
    );
  }
}

/** One draw of each lane from the marginal law. */
function drawFirstInputs(
  state: Uint32Array,
  blocks: number,
  blockWords: number,
  source: EventSource,
  plusPlus: boolean,
): void {
  const marginal: EventSource = source.kind === 'fresh' ? { ...source, change: 65536 } : { ...source, kind: 'coins' };
  const signed = new Int32Array(state.buffer, state.byteOffset, state.length);
  const event = new Int32Array(1);
  for (let word = 0; word < BLOCK_WORDS * blocks; word++) {
    const last = (word >>> 2) * blockWords + (word & 3);
    fillEvents(signed, last, last + BLOCK_WORDS, marginal, plusPlus, event, 1);
    signed[last] = event[0];
  }
}

interface MemoryFacts {
  readonly rule: MemoryRule;
  readonly layout: MemoryLayout;
  readonly source: EventSource;
  readonly size: number;
  readonly blocks: number;
  readonly implementation: 'wasm' | 'ts';
}

function memoryOn(core: MemoryCore, facts: MemoryFacts): OnlineMemory {
  const { rule, layout, source, size, blocks, implementation } = facts;
  const { groups, blockWords } = layout;
  const rowWords = BLOCK_WORDS * blocks;
  const stateWords = blocks * blockWords;
  const none = new Int32Array(0);
  const nothing = new Uint32Array(0);
  const plans = new Map<Readout, { readonly plan: ReadoutPlan; readonly law: OverlapLaw }>();
  let ones = new Float64Array(0);
  function planOf(readout: Readout): { readonly plan: ReadoutPlan; readonly law: OverlapLaw } {
    let known = plans.get(readout);
    if (known === undefined) {
      const plan = readoutPlan(rule, layout, readout);
      known = { plan, law: overlapLaw(plan, size) };
      plans.set(readout, known);
    }
    return known;
  }
  let room = 0;
  function distancesToOverlaps(law: OverlapLaw, out: Float64Array): void {
    const { constant, perDistance, perOne } = law;
    for (let row = 0; row < out.length; row++) out[row] = constant + perDistance * out[row] + perOne * ones[row];
  }
  return {
    size,
    groups,
    rowWords,
    stateWords,
    realisedLaw: source.law,
    implementation,
    update(events, keep = none, kept = nothing): void {
      checkInteger('events', events, 0, MAX_EVENTS);
      checkKeep(keep, events);
      checkLength('kept', kept, keep.length * rowWords);
      if (events > 0) core.update(events, keep, kept);
    },
    reserve(rows): void {
      checkInteger('rows', rows, 0, Math.floor(MAX_BYTES / 4 / rowWords));
      core.reserve(rows);
      room = rows;
    },
    record(events, keep, row): void {
      checkInteger('events', events, 0, MAX_EVENTS);
      checkKeep(keep, events);
      checkInteger('row', row, 0, room - keep.length);
      if (events > 0) core.record(events, keep, row);
    },
    recall(rows, out, readout = 'sum'): void {
      checkLength('out', out, rows.length);
      for (let k = 0; k < rows.length; k++) {
        if (rows[k] < 0 || rows[k] >= room) checkInteger(`rows[${k}]`, rows[k], 0, room - 1);
      }
      const { plan, law } = planOf(readout);
      if (ones.length < rows.length) ones = new Float64Array(rows.length);
      core.recall(plan, rows, out, ones);
      distancesToOverlaps(law, out);
    },
    apply(inputs): void {
      checkRows('inputs', inputs, rowWords);
      if (inputs.length > 0) core.apply(inputs, inputs.length / rowWords);
    },
    overlap(patterns, out, readout = 'sum'): void {
      checkRows('patterns', patterns, rowWords);
      const count = patterns.length / rowWords;
      checkLength('out', out, count);
      const { plan, law } = planOf(readout);
      if (ones.length < count) ones = new Float64Array(count);
      core.distances(plan, patterns, count, out, ones);
      distancesToOverlaps(law, out);
    },
    moments(out, readout = 'sum'): void {
      checkLength('out', out, 2);
      const { plan } = planOf(readout);
      const pairs = new Float64Array(outputDigits(plan) ** 2);
      core.pairs(plan, pairs);
      momentsOf(plan, size, pairs, out);
    },
    readCodes(out): void {
      checkLength('out', out, size * groups);
      unpackCodes(core.state(), layout, size, out);
    },
    writeCodes(codes): void {
      checkLength('codes', codes, size * groups);
      checkCodes(rule, layout, codes);
      packCodes(codes, layout, size, core.state());
    },
    readLastInput(out): void {
      checkLength('out', out, size);
      const state = core.state();
      for (let i = 0; i < size; i++) out[i] = (state[lastWord(i, blockWords)] >>> (i & 31)) & 1 ? 1 : -1;
    },
    writeLastInput(inputs): void {
      checkLength('inputs', inputs, size);
      const state = core.state();
      for (let i = 0; i < size; i++) setBit(state, lastWord(i, blockWords), i & 31, inputs[i] > 0 ? 1 : 0);
    },
    snapshot(out): void {
      checkLength('out', out, stateWords);
      out.set(core.state());
    },
    restore(snapshot): void {
      checkLength('snapshot', snapshot, stateWords);
      core.state().set(snapshot);
    },
    release: () => core.release(),
  };
}

const lastWord = (i: number, blockWords: number): number => (i >>> 7) * blockWords + ((i >>> 5) & 3);

function setBit(words: Uint32Array, at: number, place: number, bit: number): void {
  words[at] = (words[at] & ~(1 << place)) | (bit << place);
}

function unpackCodes(state: Uint32Array, { planesOf, blockWords }: MemoryLayout, size: number, out: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    let plane = lastWord(i, blockWords) + PLANES_OFFSET;
    for (let k = 0; k < planesOf.length; k++) {
      let code = 0;
      for (let b = 0; b < planesOf[k]; b++, plane += BLOCK_WORDS) code |= ((state[plane] >>> (i & 31)) & 1) << b;
      out[i * planesOf.length + k] = code;
    }
  }
}

function packCodes(codes: Uint32Array, { planesOf, blockWords }: MemoryLayout, size: number, state: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    let plane = lastWord(i, blockWords) + PLANES_OFFSET;
    for (let k = 0; k < planesOf.length; k++) {
      const code = codes[i * planesOf.length + k];
      for (let b = 0; b < planesOf[k]; b++, plane += BLOCK_WORDS) setBit(state, plane, i & 31, (code >>> b) & 1);
    }
  }
}

function checkCodes(rule: MemoryRule, { groups, planesOf }: MemoryLayout, codes: Uint32Array): void {
  const signed = rule.name === 'direction-marker' && rule.last === 'hard';
  const limits = Float64Array.from(planesOf, (planes) => 2 ** planes);
  for (let first = 0; first < codes.length; first += groups) {
    for (let k = 0; k < groups; k++) {
      if (codes[first + k] < limits[k]) continue;
      throw new RangeError(`codes[${first + k}]: got ${codes[first + k]}, expected an integer below ${limits[k]}`);
    }
    const last = first + groups - 1;
    if (signed && codes[last] >>> 2 !== ((codes[last] >>> 1) & 1)) {
      throw new RangeError(
        `codes[${last}]: got ${codes[last]}, but the marker of a hard last group is its sign: 0, 1, 6 or 7`,
      );
    }
  }
}

function checkKeep(keep: Int32Array, events: number): void {
  for (let j = 0; j < keep.length; j++) {
    if (!(keep[j] > (j === 0 ? 0 : keep[j - 1]) && keep[j] <= events)) {
      throw new RangeError(`keep[${j}]: got ${keep[j]}, expected ascending event numbers from 1 to ${events}`);
    }
  }
}

function checkRows(what: string, rows: Uint32Array, rowWords: number): void {
  if (rows.length % rowWords !== 0) {
    throw new RangeError(`${what}: rows of ${rowWords} words expected, got ${rows.length} words`);
  }
}

function checkLength(what: string, array: { readonly length: number }, length: number): void {
  if (array.length !== length) throw new RangeError(`${what}: length ${length} expected, got ${array.length}`);
}

function checkInteger(what: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${what}: got ${value}, expected an integer from ${min} to ${max}`);
  }
}
