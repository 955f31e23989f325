/**
 * Fields and errors of a weight vector, from scratch on the packed patterns.
 *
 * E(W) = #{μ: s^μ (Σ_i W_i ξ_i^μ - Θ) ≤ 0}. With W = w_0 + d k (index k, spacing d) and x = 0/1 bits:
 * 0/1 inputs: Σ W x = d Σ x k + w_0 Σ x;  ±1 inputs (ξ = 2x - 1): Σ W ξ = d (2 Σ x k - Σ k) + w_0 (2 Σ x - N).
 */
import { countOnes, differences, packWeights, rowWords, scan, weightPlanes } from '@fewbits/kernels';
import { isBinary, type Problem } from './problem.ts';

/** Counts the errors of weights given by their indices (length N); scratch is allocated once. */
export type ErrorCounter = (indices: Uint8Array) => number;

/** Writes Σ_i W_i ξ_i^μ, without the threshold, of weights given by their indices (length N) into `out` (length M). */
export type FieldScanner = (indices: Uint8Array, out: Float64Array) => void;

type Scanned = Pick<Problem, 'size' | 'patterns' | 'weights' | 'inputs' | 'xi'>;

export function fieldScanner(problem: Scanned): FieldScanner {
  return isBinary(problem) ? signFields(problem) : levelFields(problem);
}

/** ±1 weights and inputs: Σ W ξ = N - 2 (bits that differ). */
function signFields({ size, patterns, xi }: Scanned): FieldScanner {
  const row = new Uint32Array(rowWords(size));
  const differ = new Int32Array(patterns);
  return (indices, out) => {
    row.fill(0);
    for (let i = 0; i < size; i++) row[i >>> 5] |= indices[i] << (i & 31);
    differences(xi, row, 1, differ);
    for (let mu = 0; mu < patterns; mu++) out[mu] = size - 2 * differ[mu];
  };
}

function levelFields({ size, patterns, weights, inputs, xi }: Scanned): FieldScanner {
  const planes = weightPlanes(size, weights.length - 1);
  const ones = new Int32Array(patterns);
  const sums = new Int32Array(patterns);
  countOnes(xi, ones);
  const first = weights[0];
  const spacing = weights[1] - weights[0];
  return (indices, out) => {
    packWeights(indices, planes);
    scan(xi, ones, planes, sums);
    let total = 0;
    for (let b = 0; b < planes.planes; b++) total += planes.ones[b] * 2 ** b;
    for (let mu = 0; mu < patterns; mu++) {
      out[mu] =
        inputs === '01'
          ? spacing * sums[mu] + first * ones[mu]
          : spacing * (2 * sums[mu] - total) + first * (2 * ones[mu] - size);
    }
  };
}

export function errorCounter(problem: Problem): ErrorCounter {
  const { patterns, labels, threshold } = problem;
  const fieldsOf = fieldScanner(problem);
  const fields = new Float64Array(patterns);
  return (indices) => {
    fieldsOf(indices, fields);
    let errors = 0;
    // An addition at every pattern: one that is seldom done would throw away the code that was compiled without it.
    for (let mu = 0; mu < patterns; mu++) errors += labels[mu] * (fields[mu] - threshold) <= 0 ? 1 : 0;
    return errors;
  };
}

/** Errors of one weight vector; for many of one problem, keep an `errorCounter`. */
export function countErrors(problem: Problem, indices: Uint8Array): number {
  return errorCounter(problem)(indices);
}
