/** What runs below reinforced belief propagation: one in WebAssembly, one in TypeScript, bit for bit the same. */
import type { BitMatrix } from '../bit-matrix.ts';

export interface CoreOptions {
  /** M × N, labels folded in; and its transpose. */
  readonly gauged: BitMatrix;
  readonly transposed: BitMatrix;
  /** Field of pattern μ where every weight is the lower one, less s Θ; length M. */
  readonly base: Float64Array;
  /** A pattern is an error if it differs from the weights in at least so many bits; length M. */
  readonly limits: Int32Array;
  /** Half the distance of the two weights. */
  readonly gap: number;
}

export interface Tails {
  /** Σ r (r - x). */
  readonly slopes: number;
  /** The largest g. */
  readonly largest: number;
}

export interface BeliefCore {
  /** h as given (length N, single precision), g = 0; returns Σ (1 - t²). */
  start(h: Float32Array): number;
  /** The pattern side, see ts-core.ts. */
  tails(V: number, scale: number): Tails;
  /** The synapse side; returns Σ (1 - t²). */
  tilt(factor: number, G: number, rho: number): number;
  /** Whether the weights sign h make no error. */
  solved(): boolean;
  /** Copy sign h into a padded row, 1 = the upper weight; a field of 0 is the lower one. */
  readSigns(row: Uint32Array): void;
  /** Copy h, t (length N) and g (length M). */
  read(h: Float32Array, t: Float32Array, g: Float32Array): void;
  release(): void;
}
