/**
 * What is measured of online memories, and the file from which every contender starts.
 *
 * N = 65536 synapses of m = 7 groups, balanced independent events. Every process first applies the same given events to the
 * same states and reports the CRC-32 of the resulting planes; only then its own random events are timed.
 */
import { createOnlineMemory } from '@fewbits/kernels';
import { philoxRng, streamKey } from '@fewbits/numerics';

export const SIZE = 65536;
export const GROUPS = 7;
export const PLANES = 3 * GROUPS;
/** Given events. */
export const CHECKED = 256;
export const ROW_WORDS = SIZE / 32;

/** @type {readonly ('direction-marker' | 'partial-reset')[]} */
export const models = ['direction-marker', 'partial-reset'];

/**
 * Events that each contender times: at least 0.2 s of CPU at the rates of a slow machine's fifth.
 * @type {Readonly<Record<string, number>>}
 */
export const timedEvents = {
  wasm: 262144,
  'wasm-stops': 131072,
  'typescript-u32': 32768,
  'naive-typescript': 1024,
  'numpy-naive': 1024,
  'numpy-planes': 8192,
  'c-128-lazy': 262144,
  'c-128-pairs': 262144,
};

/**
 * Planes (group-major, a, b, d or a, b, c, ROW_WORDS words each), then CHECKED rows of inputs, as little-endian words.
 * @returns {Uint32Array}
 */
export function startFile() {
  const rng = philoxRng(streamKey(0, 'init', 'bench online-memory'));
  return Uint32Array.from({ length: (PLANES + CHECKED) * ROW_WORDS }, () => rng.uint32());
}

/**
 * A memory in the state of the file, and the given events.
 * @param {'direction-marker' | 'partial-reset'} model
 * @param {'wasm' | 'ts'} implementation
 * @param {Uint32Array} start
 */
export function startMemory(model, implementation, start) {
  const rule = { name: model, groups: GROUPS, last: 'cyclic' };
  const memory = createOnlineMemory({ rule, size: SIZE, key: streamKey(0, 'dynamics', 'bench'), implementation });
  const codes = codesOf(start);
  memory.writeCodes(codes);
  return { memory, rule, codes, inputs: start.subarray(PLANES * ROW_WORDS) };
}

/** @param {Uint32Array} planes */
function codesOf(planes) {
  return Uint32Array.from({ length: SIZE * GROUPS }, (_, at) => {
    const i = Math.floor(at / GROUPS);
    const first = 3 * (at % GROUPS);
    let code = 0;
    for (let b = 0; b < 3; b++) code |= ((planes[(first + b) * ROW_WORDS + (i >>> 5)] >>> (i & 31)) & 1) << b;
    return code;
  });
}

/**
 * Planes of codes, the inverse of the above.
 * @param {Uint32Array} codes
 */
export function planesOf(codes) {
  const planes = new Uint32Array(PLANES * ROW_WORDS);
  for (let at = 0; at < codes.length; at++) {
    const i = Math.floor(at / GROUPS);
    const first = 3 * (at % GROUPS);
    for (let b = 0; b < 3; b++) {
      if ((codes[at] >>> b) & 1) planes[(first + b) * ROW_WORDS + (i >>> 5)] |= 1 << (i & 31);
    }
  }
  return planes;
}
