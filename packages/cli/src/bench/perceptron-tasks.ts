/** What is measured of the perceptron's kernels: the same numbers for every contender. */

/** N. */
export const SIZE = 4096;
/** Patterns. */
export const ROWS = 1600;

export type PerceptronKernel = 'scan' | 'update' | 'mills-ratio';

/** What a process reports. */
export interface PerceptronReport {
  /** User CPU. */
  readonly seconds: number;
  /** Synapses, or numbers, that were worked on. */
  readonly items: number;
  /** What a fixed piece of the work comes to. */
  readonly check: number;
}
