/**
 * Plasticity events from one xoshiro128 generator per 32-bit word of synapses, bit position = synapse: the result depends
 * neither on vector width nor on how blocks are dealt to workers.
 *
 * Source: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47:36 (2021), xoshiro128+ and ++.
 * The lowest bits of `+` are linear over GF(2), and here a bit is a synapse's whole stream: `++` is for the audit of that.
 * Bernoulli masks: from the lowest set digit of the 16-bit probability upwards, digit 1: mask |= word, digit 0: mask &= word.
 */
import { philoxBlock } from '@fewbits/numerics';
import type { EventSource } from './event-law.ts';
import { BLOCK_WORDS, GENERATOR_OFFSET } from './memory-rule.ts';

/** Lane words 4 apart: where word s1 of a generator lies after s0. */
const WORD = BLOCK_WORDS;
/** Keeps the counters apart from those of `philoxRng` with the same key, which count from 0. */
const LANE_DOMAIN = 0x80000000;

/**
 * Seed the generators of `blocks` blocks: the four words of lane l of block n are the Philox block of counter
 * (n, 2^31 + l, key_2, key_3) under (key_0, key_1). `key`: 4 words. `firstBlock`: the number n of the first one.
 */
export function seedGenerators(
  key: Uint32Array,
  firstBlock: number,
  blocks: number,
  state: Uint32Array,
  blockWords: number,
): void {
  const counter = Uint32Array.of(0, 0, key[2], key[3]);
  const words = new Uint32Array(4);
  for (let block = 0; block < blocks; block++) {
    const offset = block * blockWords + GENERATOR_OFFSET;
    counter[0] = firstBlock + block;
    for (let lane = 0; lane < BLOCK_WORDS; lane++) {
      counter[1] = LANE_DOMAIN + lane;
      philoxBlock(counter, key, words);
      // The all-zero state is a fixed point: one key in 2^128.
      if ((words[0] | words[1] | words[2] | words[3]) === 0) words[0] = 1;
      for (let k = 0; k < 4; k++) state[offset + WORD * k + lane] = words[k];
    }
  }
}

/**
 * `count` events of one word of synapses into `events`. `state[generator]` is s0 of the lane, `state[last]` its last input:
 * the predecessor of the first event, left as it is.
 */
export function fillEvents(
  state: Int32Array,
  last: number,
  generator: number,
  source: EventSource,
  plusPlus: boolean,
  events: Int32Array,
  count: number,
): void {
  if (source.kind === 'coins') fillCoins(state, generator, plusPlus, events, count);
  else fillMarkov(state, last, generator, source, plusPlus, events, count);
}

function fillCoins(state: Int32Array, generator: number, plusPlus: boolean, events: Int32Array, count: number): void {
  let s0 = state[generator];
  let s1 = state[generator + WORD];
  let s2 = state[generator + 2 * WORD];
  let s3 = state[generator + 3 * WORD];
  for (let e = 0; e < count; e++) {
    const sum = (s0 + s3) | 0;
    events[e] = plusPlus ? ((sum << 7) | (sum >>> 25)) + s0 : sum;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  state[generator] = s0;
  state[generator + WORD] = s1;
  state[generator + 2 * WORD] = s2;
  state[generator + 3 * WORD] = s3;
}

function fillMarkov(
  state: Int32Array,
  last: number,
  generator: number,
  { kind, change, plus }: EventSource,
  plusPlus: boolean,
  events: Int32Array,
  count: number,
): void {
  let s0 = state[generator];
  let s1 = state[generator + WORD];
  let s2 = state[generator + 2 * WORD];
  let s3 = state[generator + 3 * WORD];
  const fresh = kind === 'fresh';
  const firstChange = lowestDigit(change);
  const firstPlus = lowestDigit(plus);
  const changeDraws = 16 - firstChange;
  const draws = changeDraws + (fresh ? 16 - firstPlus : 0);
  let input = state[last];
  for (let e = 0; e < count; e++) {
    let changed = change === 65536 ? -1 : 0;
    let drawn = plus === 65536 ? -1 : 0;
    for (let k = 0; k < draws; k++) {
      const sum = (s0 + s3) | 0;
      const word = plusPlus ? (((sum << 7) | (sum >>> 25)) + s0) | 0 : sum;
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      if (k < changeDraws) changed = (change >>> (firstChange + k)) & 1 ? changed | word : changed & word;
      else drawn = (plus >>> (firstPlus + k - changeDraws)) & 1 ? drawn | word : drawn & word;
    }
    input = fresh ? (input & ~changed) | (drawn & changed) : input ^ changed;
    events[e] = input;
  }
  state[generator] = s0;
  state[generator + WORD] = s1;
  state[generator + 2 * WORD] = s2;
  state[generator + 3 * WORD] = s3;
}

/** Place of the lowest set digit of a probability of 0 to 2^16 in units of 2^-16; 16 where no digit is drawn. */
function lowestDigit(probability: number): number {
  return probability === 0 ? 16 : 31 - Math.clz32(probability & -probability);
}
