/**
 * The task of a perceptron: M patterns with labels, and the weights allowed to classify them.
 *
 * Field x^μ = Σ_i W_i ξ_i^μ - Θ, stability Δ^μ = s^μ x^μ; pattern μ is an error iff Δ^μ ≤ 0, a field of 0 included.
 * Rules of construction: M = ⌊αN + ½⌋. With ±1 inputs Θ = θN; with 0/1 inputs Θ = ⌊θN⌋ + ½, so that no field is 0.
 */
import { type BitMatrix, bitMatrix, clearPadding, fillBernoulli, gauge, setBit } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import { MAX_LEVELS } from './weight-values.ts';

/** Coding of the inputs: ±1, or 0/1. */
export type Inputs = 'pm1' | '01';

/** Raised when `randomProblem` draws other patterns from the same stream, or counts errors by another rule. */
export const problemVersion = 1;

export interface Problem {
  /** N. */
  readonly size: number;
  /** M. */
  readonly patterns: number;
  /** Allowed weights, ascending, evenly spaced. */
  readonly weights: Int32Array;
  readonly inputs: Inputs;
  /** f = P(ξ = 1); ½ for ±1 inputs. */
  readonly inputRate: number;
  /** s, length M, ±1. */
  readonly labels: Int8Array;
  /** Θ, in the units of the field. */
  readonly threshold: number;
  /** M × N, 1 = +1 (or 1); as drawn, not gauged. */
  readonly xi: BitMatrix;
}

export interface ProblemSpec {
  readonly size: number;
  readonly patterns: number;
  readonly weights: Int32Array;
  readonly inputs: Inputs;
  /** f; must be ½ (the default) for ±1 inputs. */
  readonly inputRate?: number;
  /** f' = P(label = +1), default ½. */
  readonly outputRate?: number;
  /** Θ, default 0. */
  readonly threshold?: number;
}

/** M = ⌊αN + ½⌋. */
export function patternCount(alpha: number, size: number): number {
  return Math.floor(alpha * size + 0.5);
}

/** Θ of the threshold θ = Θ/N: exact for ±1 inputs, the half-integer ⌊θN⌋ + ½ for 0/1 inputs. */
export function fieldThreshold(theta: number, size: number, inputs: Inputs): number {
  return inputs === '01' ? Math.floor(theta * size) + 0.5 : theta * size;
}

/** Independent random patterns and labels: the rows in order, each from its first input on, then the labels. */
export function randomProblem(spec: ProblemSpec, rng: Rng): Problem {
  const { size, patterns } = spec;
  const inputRate = checkedRate('inputRate', spec.inputRate ?? 0.5);
  const outputRate = checkedRate('outputRate', spec.outputRate ?? 0.5);
  if (spec.inputs === 'pm1' && inputRate !== 0.5) throw new RangeError(`inputRate: got ${inputRate}, ±1 inputs have ½`);
  if (!Number.isInteger(patterns) || patterns < 0) {
    throw new RangeError(`patterns: got ${patterns}, expected an integer ≥ 0`);
  }
  const xi = bitMatrix(patterns, checkedSize(size));
  const used = Math.ceil(size / 32);
  for (let mu = 0; mu < patterns; mu++) fillBernoulli(xi.words, mu * xi.stride, used, inputRate, rng);
  clearPadding(xi);
  const positive = new Uint32Array(Math.ceil(patterns / 32));
  fillBernoulli(positive, 0, positive.length, outputRate, rng);
  const labels = new Int8Array(patterns);
  for (let mu = 0; mu < patterns; mu++) labels[mu] = (positive[mu >>> 5] >>> (mu & 31)) & 1 ? 1 : -1;
  return {
    size,
    patterns,
    weights: checkedWeights(spec.weights),
    inputs: spec.inputs,
    inputRate,
    labels,
    threshold: checkedThreshold(spec.threshold ?? 0),
    xi,
  };
}

export interface ExplicitProblem {
  readonly weights: Int32Array;
  readonly inputs: Inputs;
  /** Centre of 0/1 inputs, default ½. */
  readonly inputRate?: number;
  /** M rows of N entries, ±1 or 0/1 according to `inputs`. */
  readonly patterns: readonly (readonly number[])[];
  /** M labels ±1. */
  readonly labels: readonly number[];
  /** Θ, default 0. */
  readonly threshold?: number;
  /** N; needed only without patterns. */
  readonly size?: number;
}

/** A problem whose patterns are packed already. */
export interface PackedProblem {
  readonly weights: Int32Array;
  readonly inputs: Inputs;
  /** Centre of 0/1 inputs, default ½. */
  readonly inputRate?: number;
  /** s, length M, ±1. */
  readonly labels: Int8Array;
  /** Θ, default 0. */
  readonly threshold?: number;
  /** M × N. */
  readonly xi: BitMatrix;
}

/** The given `rows` of a table of `size` columns with a byte an entry (0 or 1, row by row), packed. */
export function packedRows(table: Uint8Array, size: number, rows: Uint32Array): BitMatrix {
  const xi = bitMatrix(rows.length, checkedSize(size));
  rows.forEach((row, mu) => {
    for (let i = 0; i < size; i++) if (table[row * size + i] === 1) setBit(xi, mu, i);
  });
  return xi;
}

/** Keeps `labels` and `xi`, copies nothing. */
export function problemFromBits({ weights, inputs, inputRate, labels, threshold, xi }: PackedProblem): Problem {
  if (labels.length !== xi.rows) throw new RangeError(`${xi.rows} patterns need as many labels, got ${labels.length}`);
  return {
    size: checkedSize(xi.cols),
    patterns: xi.rows,
    weights: checkedWeights(weights),
    inputs,
    inputRate: checkedRate('inputRate', inputRate ?? 0.5),
    labels,
    threshold: checkedThreshold(threshold ?? 0),
    xi,
  };
}

/** A problem whose patterns are given. */
export function problemFromPatterns(explicit: ExplicitProblem): Problem {
  const { patterns, labels, inputs } = explicit;
  const size = checkedSize(explicit.size ?? patterns[0]?.length ?? 0);
  const low = inputs === 'pm1' ? -1 : 0;
  if (labels.length !== patterns.length) {
    throw new RangeError(`${patterns.length} patterns need as many labels, got ${labels.length}`);
  }
  const xi = bitMatrix(patterns.length, size);
  patterns.forEach((row, mu) => {
    if (row.length !== size) throw new RangeError(`pattern ${mu}: got ${row.length} inputs, expected ${size}`);
    row.forEach((entry, i) => {
      if (entry !== 1 && entry !== low)
        throw new RangeError(`pattern ${mu}, input ${i}: got ${entry}, expected ${low} or 1`);
      if (entry === 1) setBit(xi, mu, i);
    });
  });
  labels.forEach((s, mu) => {
    if (s !== 1 && s !== -1) throw new RangeError(`label ${mu}: got ${s}, expected -1 or 1`);
  });
  return {
    size,
    patterns: patterns.length,
    weights: checkedWeights(explicit.weights),
    inputs,
    inputRate: checkedRate('inputRate', explicit.inputRate ?? 0.5),
    labels: Int8Array.from(labels),
    threshold: checkedThreshold(explicit.threshold ?? 0),
    xi,
  };
}

/** ±1 weights and ±1 inputs. */
export function isBinary({ inputs, weights }: Pick<Problem, 'inputs' | 'weights'>): boolean {
  return inputs === 'pm1' && weights.length === 2 && weights[0] === -1 && weights[1] === 1;
}

/** ±1 inputs with the label folded in: every row of s^μ ξ^μ wants Σ W ξ > s^μ Θ. */
export function gaugedPatterns(problem: Problem): BitMatrix {
  const gauged = bitMatrix(problem.patterns, problem.size);
  gauge(problem.xi, problem.labels, gauged);
  return gauged;
}

function checkedSize(size: number): number {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`size: got ${size}, expected an integer ≥ 1`);
  return size;
}

function checkedRate(name: string, rate: number): number {
  if (!(rate > 0 && rate < 1)) throw new RangeError(`${name}: got ${rate}, expected a number between 0 and 1`);
  return rate;
}

function checkedThreshold(threshold: number): number {
  if (!Number.isFinite(threshold)) throw new RangeError(`threshold: got ${threshold}, expected a finite number`);
  return threshold;
}

function checkedWeights(weights: Int32Array): Int32Array {
  if (weights.length < 2 || weights.length > MAX_LEVELS) {
    throw new RangeError(`weights: got ${weights.length} values, expected 2 to ${MAX_LEVELS}`);
  }
  const step = weights[1] - weights[0];
  for (let k = 1; k < weights.length; k++) {
    if (step <= 0 || weights[k] - weights[k - 1] !== step) {
      throw new RangeError(`weights: got ${weights.join(', ')}, expected ascending, evenly spaced values`);
    }
  }
  return weights;
}
