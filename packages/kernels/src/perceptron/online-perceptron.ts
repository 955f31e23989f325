/**
 * A perceptron with ±1 weights that learns patterns one after the other, on hidden states.
 *
 * h_i odd in [-(K-1), K-1], W_i = sign h_i. Pattern ξ with label s, stability Δ = s(Σ ξ_i W_i - Θ):
 *   Δ > 2: nothing;  0 < Δ ≤ 2: where the coin says so, h_i ← h_i + 2 s ξ_i if s ξ_i = W_i;  Δ ≤ 0: h_i ← h_i + 2 s ξ_i;
 * clipped. Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007).
 *
 * An epoch presents all patterns in a uniformly random order (Fisher & Yates, on from the last order), drawn from one word
 * stream (word-stream.ts) that also gives the coins: first the order, then the coins as they come. The pattern's coin takes
 * two words (a double), the synapses' coins a mask for every 128 synapses.
 */
import { type BitMatrix, rowWords } from '../bit-matrix.ts';
import { kernelImplementation } from '../implementation.ts';
import type { DeepenCoin, PerceptronCore } from './perceptron-core.ts';
import { tsCore } from './ts-core.ts';
import { wasmCore } from './wasm-core.ts';
import { GENERATOR_WORDS } from './word-stream.ts';

export interface OnlinePerceptronOptions {
  /** M × N, 1 = +1, padding zero. Must not change; not copied where large. */
  readonly patterns: BitMatrix;
  /** s, length M, ±1. */
  readonly labels: Int8Array;
  /** Θ. */
  readonly threshold: number;
  /** K, even, ≥ 2. */
  readonly states: number;
  readonly coin: DeepenCoin;
  /** Probability of heads, between 0 and 1; counts for coins of patterns and synapses alone. */
  readonly p: number;
  /** State of the generators, 16 words: `drawGenerators`. */
  readonly generators: Uint32Array;
  /** Up to so many bytes of patterns are copied as a whole (WebAssembly), of more those that come next. Default 2^26. */
  readonly residentBytes?: number;
  /** Default: that of the thread (`kernelImplementation`). */
  readonly implementation?: 'wasm' | 'ts';
}

/** All h are -1 until written. */
export interface OnlinePerceptron extends PerceptronCore {
  readonly implementation: 'wasm' | 'ts';
}

/** Stabilities up to here are barely correct. */
const BARELY = 2;
const RESIDENT_BYTES = 2 ** 26;
/** Above all sums of ±1 that an array can hold. */
const FAR = 2 ** 31 - 1;

export function createOnlinePerceptron(options: OnlinePerceptronOptions): OnlinePerceptron {
  const { patterns, labels, threshold, states, coin, p, generators } = options;
  if (labels.length !== patterns.rows) {
    throw new RangeError(`${patterns.rows} rows need as many labels, got ${labels.length}`);
  }
  if (patterns.stride !== rowWords(patterns.cols)) throw new RangeError(`a row has ${rowWords(patterns.cols)} words`);
  if (!(states >= 2) || states % 2 !== 0) throw new RangeError(`states: got ${states}, expected an even number ≥ 2`);
  if ((coin === 'pattern' || coin === 'synapse') && !(p > 0 && p < 1)) {
    throw new RangeError(`p: got ${p}, expected a number between 0 and 1`);
  }
  if (!Number.isFinite(threshold)) throw new RangeError(`threshold: got ${threshold}, expected a finite number`);
  if (generators.length !== GENERATOR_WORDS) {
    throw new RangeError(`generators: got ${generators.length} words, expected ${GENERATOR_WORDS}`);
  }
  const implementation = options.implementation ?? kernelImplementation().name;
  // s Σ ξ W is an integer: s Σ ξ W - s Θ ≤ x means s Σ ξ W ≤ ⌊x + s Θ⌋.
  const upTo = (x: number) => ({ below: integer(x - threshold), above: integer(x + threshold) });
  const { residentBytes = RESIDENT_BYTES } = options;
  const bounds = { error: upTo(0), barely: upTo(BARELY) };
  const coreOptions = { patterns, labels, states, coin, p, ...bounds, generators, residentBytes };
  const core = implementation === 'wasm' ? wasmCore(coreOptions) : tsCore(coreOptions);
  // Every method holds the core: a core that nobody holds gives its memory back.
  return {
    implementation,
    learn: (most) => core.learn(most),
    errors: () => core.errors(),
    present(order): number {
      for (const mu of order) {
        if (!(mu >= 0 && mu < patterns.rows)) throw new RangeError(`there is no pattern ${mu}`);
      }
      return core.present(order);
    },
    deepened: () => core.deepened(),
    writeStates: (h) => core.writeStates(h),
    writeSigns: (row) => core.writeSigns(row),
    readStates: (h) => core.readStates(h),
    readSigns: (row) => core.readSigns(row),
    release: () => core.release(),
  };
}

function integer(x: number): number {
  return Math.max(-FAR, Math.min(FAR, Math.floor(x)));
}
