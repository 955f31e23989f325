/**
 * Errors of a weight vector, counted from scratch on the packed patterns.
 *
 * E(W) = #{μ: s^μ (Σ_i W_i ξ_i^μ - Θ) ≤ 0}. With W = w_0 + d k (index k, spacing d) and x = 0/1 bits:
 * 0/1 inputs: Σ W x = d Σ x k + w_0 Σ x;  ±1 inputs (ξ = 2x - 1): Σ W ξ = d (2 Σ x k - Σ k) + w_0 (2 Σ x - N).
 */
import { countOnes, packWeights, scan, weightPlanes } from '@fewbits/kernels';
import type { Problem } from './problem.ts';

/** Counts the errors of weights given by their indices (length N); scratch is allocated once. */
export type ErrorCounter = (indices: Uint8Array) => number;

export function errorCounter(problem: Problem): ErrorCounter {
  const { size, patterns, weights, inputs, labels, threshold, xi } = problem;
  const planes = weightPlanes(size, weights.length - 1);
  const ones = new Int32Array(patterns);
  const sums = new Int32Array(patterns);
  countOnes(xi, ones);
  const first = weights[0];
  const spacing = weights[1] - weights[0];
  return (indices) => {
    packWeights(indices, planes);
    scan(xi, ones, planes, sums);
    let total = 0;
    for (let b = 0; b < planes.planes; b++) total += planes.ones[b] * 2 ** b;
    let errors = 0;
    for (let mu = 0; mu < patterns; mu++) {
      const field =
        inputs === '01'
          ? spacing * sums[mu] + first * ones[mu]
          : spacing * (2 * sums[mu] - total) + first * (2 * ones[mu] - size);
      if (labels[mu] * (field - threshold) <= 0) errors++;
    }
    return errors;
  };
}

/** Errors of one weight vector; for many of one problem, keep an `errorCounter`. */
export function countErrors(problem: Problem, indices: Uint8Array): number {
  return errorCounter(problem)(indices);
}
