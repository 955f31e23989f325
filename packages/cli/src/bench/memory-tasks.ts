/**
 * What is measured of online memories, and the file from which every contender starts.
 *
 * N = 65536 synapses of m = 7 groups, balanced independent events. Every process first applies the same given events to the
 * same states and reports the CRC-32 of the resulting planes; only then its own random events are timed.
 */
import { createOnlineMemory, type MemoryRule, type OnlineMemory } from '@fewbits/kernels';
import { philoxRng, streamKey } from '@fewbits/numerics';

export const SIZE = 65536;
export const GROUPS = 7;
/** Given events. */
export const CHECKED = 256;
const PLANES = 3 * GROUPS;
const ROW_WORDS = SIZE / 32;

export const models = ['direction-marker', 'partial-reset'] as const;
export type BenchModel = (typeof models)[number];

/** Events that each contender times: at least 0.2 s of CPU at the rates of a slow machine's fifth. */
export const timedEvents = {
  wasm: 262144,
  'wasm-stops': 131072,
  'typescript-u32': 32768,
  'naive-typescript': 1024,
  'numpy-naive': 1024,
  'numpy-planes': 8192,
  'c-128-lazy': 262144,
  'c-128-pairs': 262144,
} as const;
export type MemoryContender = keyof typeof timedEvents;

/** What a process reports. */
export interface MemoryReport {
  /** User CPU. */
  readonly seconds: number;
  /** Of every synapse. */
  readonly events: number;
  /** Of the planes after the given events; of an experiment, of its row. */
  readonly crc: number;
}

/** Planes (group-major, a, b, d or a, b, c, one bit a synapse each), then CHECKED rows of inputs, as little-endian words. */
export function startFile(): Uint32Array {
  const rng = philoxRng(streamKey(0, 'init', 'bench online-memory'));
  return Uint32Array.from({ length: (PLANES + CHECKED) * ROW_WORDS }, () => rng.uint32());
}

export interface StartedMemory {
  readonly memory: OnlineMemory;
  readonly rule: MemoryRule;
  readonly codes: Uint32Array;
  readonly inputs: Uint32Array;
}

/** A memory in the state of the file, and the given events. */
export function startMemory(model: BenchModel, implementation: 'wasm' | 'ts', start: Uint32Array): StartedMemory {
  const rule: MemoryRule = { name: model, groups: GROUPS, last: 'cyclic' };
  const memory = createOnlineMemory({ rule, size: SIZE, key: streamKey(0, 'dynamics', 'bench'), implementation });
  const codes = codesOf(start);
  memory.writeCodes(codes);
  return { memory, rule, codes, inputs: start.subarray(PLANES * ROW_WORDS) };
}

function codesOf(planes: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: SIZE * GROUPS }, (_, at) => {
    const i = Math.floor(at / GROUPS);
    const first = 3 * (at % GROUPS);
    let code = 0;
    for (let b = 0; b < 3; b++)
      code |= (((planes[(first + b) * ROW_WORDS + (i >>> 5)] as number) >>> (i & 31)) & 1) << b;
    return code;
  });
}

/** Planes of codes, the inverse of the above. */
export function planesOf(codes: Uint32Array): Uint32Array {
  const planes = new Uint32Array(PLANES * ROW_WORDS);
  for (const [at, code] of codes.entries()) {
    const i = Math.floor(at / GROUPS);
    const first = 3 * (at % GROUPS);
    for (let b = 0; b < 3; b++) {
      const word = (first + b) * ROW_WORDS + (i >>> 5);
      if ((code >>> b) & 1) planes[word] = (planes[word] as number) | (1 << (i & 31));
    }
  }
  return planes;
}
