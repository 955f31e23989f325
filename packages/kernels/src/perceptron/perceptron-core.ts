/** What runs below an online perceptron: one in WebAssembly, one in TypeScript, bit for bit the same. */
import type { BitMatrix } from '../bit-matrix.ts';

/** Who decides whether a barely correct pattern deepens states: nobody, everybody, or a coin for the pattern or a synapse. */
export type DeepenCoin = 'never' | 'always' | 'pattern' | 'synapse';

/** Σ ξ W at most so much, by label. */
export interface Bounds {
  readonly below: number;
  readonly above: number;
}

export interface CoreOptions {
  readonly patterns: BitMatrix;
  readonly labels: Int8Array;
  /** K. */
  readonly states: number;
  readonly coin: DeepenCoin;
  readonly p: number;
  /** Of s Σ ξ W, labels s = -1 (`below`) and +1 (`above`): an error up to here, barely correct up to there. */
  readonly error: Bounds;
  readonly barely: Bounds;
  /** Of the word stream, 16 words. */
  readonly generators: Uint32Array;
  readonly residentBytes: number;
}

export interface PerceptronCore {
  /**
   * Epochs, each in a fresh random order, until one has no error, `most` at most (≥ 1). Returns their number and whether the
   * last one had no error.
   */
  learn(most: number): { readonly epochs: number; readonly clean: boolean };
  /** Errors in all epochs so far. */
  errors(): number;
  /** Present the patterns as listed; returns the number of errors. */
  present(order: Int32Array): number;
  /** Barely correct presentations so far that deepened a state. */
  deepened(): number;
  writeStates(h: Int32Array): void;
  /** All states ±1: one padded row, 1 = +1, zero padding. */
  writeSigns(row: Uint32Array): void;
  readStates(h: Int32Array): void;
  /** Copy the weights, 1 = +1, into one padded row. */
  readSigns(row: Uint32Array): void;
  release(): void;
}
