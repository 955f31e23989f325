/**
 * Random numbers of single synapses: each has streams of its own, which follow from the population's key and its number,
 * so that neither parts of a population nor the order of synapses matter.
 *
 *   start   Philox blocks of counter (n, i, k_2, k_3) under (k_0, k_1), where k is the key's `start` key
 *   coins   xoshiro128++ seeded by the block (0, i, k_2, k_3), where k is the key's `coins` key
 * The key itself belongs to the events (kernel `createOnlineMemory`). Source: Salmon et al., SC 2011; Blackman & Vigna, 2021.
 */
import { philoxBlock, type Rng } from '@fewbits/numerics';

/** Counter words that neither `philoxRng` nor the events' generators reach. */
const DOMAINS = { start: 0xc0000000, coins: 0xc0000001 };

function keyOf(key: Uint32Array, purpose: keyof typeof DOMAINS): Uint32Array {
  const out = new Uint32Array(4);
  philoxBlock(Uint32Array.of(0, DOMAINS[purpose], key[2], key[3]), key.subarray(0, 2), out);
  return out;
}

/** One stream after the other: `seek(i)` goes to the beginning of that of synapse i. */
export interface StartStream extends Rng {
  seek(synapse: number): void;
}

export function startStream(populationKey: Uint32Array): StartStream {
  const own = keyOf(populationKey, 'start');
  const key = own.slice(0, 2);
  const counter = Uint32Array.of(0, 0, own[2], own[3]);
  const block = new Uint32Array(4);
  let used = 4;
  const uint32 = (): number => {
    if (used === 4) {
      philoxBlock(counter, key, block);
      counter[0]++;
      used = 0;
    }
    return block[used++];
  };
  return {
    seek(synapse): void {
      counter[0] = 0;
      counter[1] = synapse;
      used = 4;
    },
    uint32,
    uniform: () => (uint32() >>> 5) * 2 ** -27 + (uint32() >>> 6) * 2 ** -53,
  };
}

/** Coins of one synapse at a time; their states are kept in `words`, 4 a synapse. */
export interface Coins {
  /** Take up those of synapse `i` of this part. */
  load(i: number): void;
  /** Put them back. */
  store(i: number): void;
  /** Uniform integer in [0, 2^32). */
  word(): number;
  /** The next `count` words into `out`. */
  fill(out: Int32Array, count: number): void;
  /** True with probability p, exact to 2^-64. */
  coin(p: number): boolean;
  readonly words: Uint32Array;
}

/** `first`: number of this part's first synapse in the population. */
export function createCoins(populationKey: Uint32Array, first: number, size: number): Coins {
  const own = keyOf(populationKey, 'coins');
  const words = new Uint32Array(4 * size);
  const counter = Uint32Array.of(0, 0, own[2], own[3]);
  for (let i = 0; i < size; i++) {
    counter[1] = first + i;
    philoxBlock(counter, own.subarray(0, 2), words.subarray(4 * i, 4 * i + 4));
    // The all-zero state is a fixed point: one synapse in 2^128.
    if ((words[4 * i] | words[4 * i + 1] | words[4 * i + 2] | words[4 * i + 3]) === 0) words[4 * i] = 1;
  }
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const word = (): number => {
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
  return {
    words,
    load(i): void {
      s0 = words[4 * i] | 0;
      s1 = words[4 * i + 1] | 0;
      s2 = words[4 * i + 2] | 0;
      s3 = words[4 * i + 3] | 0;
    },
    store(i): void {
      words[4 * i] = s0;
      words[4 * i + 1] = s1;
      words[4 * i + 2] = s2;
      words[4 * i + 3] = s3;
    },
    word,
    fill(out, count): void {
      // Locals stay in registers, the variables of the closure do not.
      let [a, b, c, d] = [s0, s1, s2, s3];
      for (let k = 0; k < count; k++) {
        const sum = (a + d) | 0;
        out[k] = ((sum << 7) | (sum >>> 25)) + a;
        const t = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = (d << 11) | (d >>> 21);
      }
      s0 = a;
      s1 = b;
      s2 = c;
      s3 = d;
    },
    coin(p): boolean {
      const scaled = p * 4294967296;
      const high = word();
      if (high + 1 <= scaled) return true;
      return high < scaled && word() * 2 ** -32 < scaled - high;
    },
  };
}
