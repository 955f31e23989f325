/**
 * Single-flip dynamics of ±1 weights: all stabilities are kept, and the energy change of a flip comes from bit masks.
 *
 * Δ^μ = Σ_i W_i x_i^μ - s^μ Θ with gauged patterns x. The flip of i changes Δ^μ by -2 W_i x_i^μ. Energies:
 *   errors         E = #{Δ ≤ 0}
 *   linear         E = Σ_μ flips that pattern μ needs: 0 for Δ > 0, else ⌊-Δ/2⌋ + 1; (1 - Δ)/2 for odd N and Θ = 0
 *   cross-entropy  E = Σ_μ ln(1 + exp(-2Δ/√N))
 * Kept beside Δ: one bit a pattern for Δ ≤ -2, Δ ≤ 0 and Δ ≤ 2. With X = bits of W_i x_i = +1 (Δ falls)
 *   linear: dE = |X ∧ (Δ ≤ 2)| - |¬X ∧ (Δ ≤ 0)|;  errors: dE = |X ∧ (0 < Δ ≤ 2)| - |¬X ∧ (-2 < Δ ≤ 0)|:
 * M/32 words a proposal; only an accepted flip touches the M stabilities.
 * Source of the energies: Baldassi & Zecchina, arXiv 1706.08470; the masks are derived.
 */
import { type BitMatrix, bitMatrix, popcount, transpose } from '@fewbits/kernels';
import { below, type Rng } from '@fewbits/numerics';
import { gaugedPatterns, type Problem } from './task/problem.ts';

export const energies = ['linear', 'errors', 'cross-entropy'] as const;
export type Energy = (typeof energies)[number];

/** One weight vector of a problem and its stabilities. */
export interface FlipWalk {
  /** W, length N, ±1; changed by `flip` only. */
  readonly signs: Int8Array;
  /** #{Δ ≤ 0}. */
  readonly errors: number;
  /** Energy change of the flip of synapse i. */
  change(i: number): number;
  /** W_i ← -W_i. */
  flip(i: number): void;
}

/** What the walks of one problem share. */
export interface FlipProblem {
  readonly problem: Problem;
  readonly energy: Energy;
  /** N × M, the gauged patterns by synapse. */
  readonly columns: BitMatrix;
  /** Cross-entropy of the integer sum S and label s at (S + N + 2) + (s > 0 ? 2N + 5 : 0); empty otherwise. */
  readonly costs: Float64Array;
}

export function flipProblem(problem: Problem, energy: Energy): FlipProblem {
  const { size, patterns } = problem;
  const columns = bitMatrix(size, patterns);
  transpose(gaugedPatterns(problem), columns);
  return { problem, energy, columns, costs: energy === 'cross-entropy' ? crossEntropies(problem) : new Float64Array() };
}

/** A walk that starts at `signs` (length N, ±1; copied). */
export function flipWalk(shared: FlipProblem, signs: Int8Array): FlipWalk {
  const { problem, energy, columns, costs } = shared;
  const { size, patterns, labels } = problem;
  const w = Int8Array.from(signs);
  const used = Math.ceil(patterns / 32);
  const offsets = Float64Array.from(labels, (s) => s * problem.threshold);
  const sums = new Int32Array(patterns);
  const deep = new Uint32Array(used);
  const wrong = new Uint32Array(used);
  const near = new Uint32Array(used);
  let errors = 0;

  for (let i = 0; i < size; i++) {
    for (let mu = 0; mu < patterns; mu++) {
      const bit = (columns.words[i * columns.stride + (mu >>> 5)] >>> (mu & 31)) & 1;
      sums[mu] += bit ? w[i] : -w[i];
    }
  }
  for (let k = 0; k < used; k++) mark(k);

  /** The masks of word k, and the errors among its patterns. */
  function mark(k: number): void {
    let below2 = 0;
    let below0 = 0;
    let belowMinus2 = 0;
    const first = 32 * k;
    const last = Math.min(first + 32, patterns);
    for (let mu = first, bit = 1; mu < last; mu++, bit <<= 1) {
      const delta = sums[mu] - offsets[mu];
      if (delta > 2) continue;
      below2 |= bit;
      if (delta <= 0) below0 |= bit;
      if (delta <= -2) belowMinus2 |= bit;
    }
    errors += popcount(below0) - popcount(wrong[k]);
    near[k] = below2;
    wrong[k] = below0;
    deep[k] = belowMinus2;
  }

  function linear(i: number): number {
    const turn = w[i] > 0 ? 0 : 0xffffffff;
    let change = 0;
    for (let k = 0, at = i * columns.stride; k < used; k++, at++) {
      const falls = columns.words[at] ^ turn;
      change += popcount(falls & near[k]) - popcount(~falls & wrong[k]);
    }
    return change;
  }

  function counted(i: number): number {
    const turn = w[i] > 0 ? 0 : 0xffffffff;
    let change = 0;
    for (let k = 0, at = i * columns.stride; k < used; k++, at++) {
      const falls = columns.words[at] ^ turn;
      change += popcount(falls & near[k] & ~wrong[k]) - popcount(~falls & wrong[k] & ~deep[k]);
    }
    return change;
  }

  function crossEntropy(i: number): number {
    const turn = w[i] > 0 ? 0 : 1;
    const at = i * columns.stride;
    let change = 0;
    for (let mu = 0; mu < patterns; mu++) {
      const falls = ((columns.words[at + (mu >>> 5)] >>> (mu & 31)) & 1) ^ turn;
      const now = sums[mu] + size + 2 + (labels[mu] > 0 ? 2 * size + 5 : 0);
      change += costs[falls ? now - 2 : now + 2] - costs[now];
    }
    return change;
  }

  return {
    signs: w,
    get errors() {
      return errors;
    },
    change: energy === 'linear' ? linear : energy === 'errors' ? counted : crossEntropy,
    flip(i): void {
      const step = 2 * w[i];
      for (let k = 0, at = i * columns.stride; k < used; k++, at++) {
        const word = columns.words[at];
        const first = 32 * k;
        const last = Math.min(first + 32, patterns);
        for (let mu = first, shift = 0; mu < last; mu++, shift++) {
          sums[mu] -= (word >>> shift) & 1 ? step : -step;
        }
        mark(k);
      }
      w[i] = -w[i];
    },
  };
}

/**
 * `proposals` Metropolis steps at inverse temperature `beta`, at uniformly random synapses; `untilSolved`: stops at the
 * first weights without error. Returns the steps taken and those accepted in `tally`, added up.
 */
export function metropolis(
  walk: FlipWalk,
  proposals: number,
  beta: number,
  untilSolved: boolean,
  rng: Rng,
  tally: { proposed: number; accepted: number },
): void {
  const size = walk.signs.length;
  for (let step = 0; step < proposals; step++) {
    if (untilSolved && walk.errors === 0) return;
    const i = below(rng, size);
    const change = walk.change(i);
    tally.proposed++;
    if (change <= 0 || rng.uniform() < Math.exp(-beta * change)) {
      walk.flip(i);
      tally.accepted++;
    }
  }
}

/** Indices into the weights -1, 1. */
export function signIndices(signs: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(signs, (w) => (w > 0 ? 1 : 0));
}

function crossEntropies({ size, threshold }: Problem): Float64Array {
  const length = 2 * size + 5;
  const costs = new Float64Array(2 * length);
  for (let k = 0; k < 2 * length; k++) {
    const label = k < length ? -1 : 1;
    const delta = (k % length) - size - 2 - label * threshold;
    const x = (-2 * delta) / Math.sqrt(size);
    costs[k] = x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }
  return costs;
}
