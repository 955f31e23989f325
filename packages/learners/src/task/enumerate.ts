/**
 * Exact oracle for small problems: every weight vector is visited.
 *
 * The vectors are walked in the reflected mixed-radix Gray code, in which one weight moves by one level per step, so that a
 * step costs M additions. Source: Knuth, "The Art of Computer Programming" 4A, §7.2.1.1, Algorithm H (loopless).
 * Shares no code with the packed kernels: fields are integers of plain ±1 and 0/1 entries.
 */
import { bitAt } from '@fewbits/kernels';
import type { Problem } from './problem.ts';

/** levels^N at most. */
export const MAX_CONFIGURATIONS = 4e6;

export interface Enumeration {
  /** levels^N. */
  readonly configurations: number;
  /** Weight vectors without errors, n. */
  readonly solutions: number;
  /** ln(n)/N, nats per synapse; null where n = 0. */
  readonly entropy: number | null;
  /** Density of states: `histogram[e]` vectors have e errors; length M + 1. */
  readonly histogram: readonly number[];
  /** Share of the solutions with W_i = weights[k], at i · levels + k; null where n = 0. */
  readonly marginals: Float64Array | null;
  /** ⟨W_i⟩ over the solutions; null where n = 0. */
  readonly meanWeights: Float64Array | null;
  /** Mean over i of ⟨W_i⟩² and of ⟨W_i²⟩; null where n = 0. */
  readonly q: number | null;
  readonly Q: number | null;
}

/** Call `visit` with every weight vector (indices, reused between calls) and its number of errors. */
export function forEachWeights(problem: Problem, visit: (indices: Uint8Array, errors: number) => void): void {
  const { size, patterns, weights, inputs, labels, threshold, xi } = problem;
  const levels = weights.length;
  if (levels ** size > MAX_CONFIGURATIONS) {
    throw new RangeError(`${levels}^${size} weight vectors are too many to enumerate, at most ${MAX_CONFIGURATIONS}`);
  }
  // s ξ at i · M + μ, so that one step adds one contiguous column.
  const column = new Int8Array(size * patterns);
  const stability = new Float64Array(patterns);
  for (let mu = 0; mu < patterns; mu++) {
    stability[mu] = -labels[mu] * threshold;
    for (let i = 0; i < size; i++) {
      const bit = bitAt(xi, mu, i);
      const entry = labels[mu] * (inputs === '01' ? bit : 2 * bit - 1);
      column[i * patterns + mu] = entry;
      stability[mu] += entry * weights[0];
    }
  }
  const indices = new Uint8Array(size);
  const direction = new Int8Array(size).fill(1);
  const focus = Int32Array.from({ length: size + 1 }, (_, i) => i);
  for (;;) {
    let errors = 0;
    for (let mu = 0; mu < patterns; mu++) if (stability[mu] <= 0) errors++;
    visit(indices, errors);
    const i = focus[0];
    focus[0] = 0;
    if (i === size) return;
    const before = weights[indices[i]];
    indices[i] += direction[i];
    const change = weights[indices[i]] - before;
    for (let mu = 0, at = i * patterns; mu < patterns; mu++, at++) stability[mu] += change * column[at];
    if (indices[i] === 0 || indices[i] === levels - 1) {
      direction[i] = -direction[i];
      focus[i] = focus[i + 1];
      focus[i + 1] = i + 1;
    }
  }
}

/** Number of solutions, density of states and averages over the solutions. */
export function enumerate(problem: Problem): Enumeration {
  const { size, patterns, weights } = problem;
  const levels = weights.length;
  const histogram = new Array<number>(patterns + 1).fill(0);
  const counts = new Float64Array(size * levels);
  forEachWeights(problem, (indices, errors) => {
    histogram[errors]++;
    if (errors === 0) for (let i = 0; i < size; i++) counts[i * levels + indices[i]]++;
  });
  const solutions = histogram[0];
  const configurations = levels ** size;
  if (solutions === 0) {
    return {
      configurations,
      solutions,
      entropy: null,
      histogram,
      marginals: null,
      meanWeights: null,
      q: null,
      Q: null,
    };
  }
  const marginals = counts.map((count) => count / solutions);
  const meanWeights = new Float64Array(size);
  let q = 0;
  let Q = 0;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < levels; k++) {
      meanWeights[i] += marginals[i * levels + k] * weights[k];
      Q += (marginals[i * levels + k] * weights[k] ** 2) / size;
    }
    q += meanWeights[i] ** 2 / size;
  }
  return { configurations, solutions, entropy: Math.log(solutions) / size, histogram, marginals, meanWeights, q, Q };
}
