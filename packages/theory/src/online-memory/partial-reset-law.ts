/**
 * Partial reset: stationary laws level by level, the signal at age 0 and the variance.
 *
 * A carry out of level k leaves v_1 … v_k at 4 (sign +) or 3 (sign −): full regeneration. So the signs of the carries are a
 * symmetric two-state chain of correlation λ_k, and level k is driven by those of level k−1 as level 1 is by the events:
 *   λ_k = (1/2 + λ'/(1−λ')) / (7/2 + 1/(1−λ')),   λ' = λ_{k−1},  λ_0 = λ;      e_k = E[d_k · last arrival] = 2/(3(1−λ') + 2)
 *   S_k(0) = e_k Π_{l<k} κ_l,   Cov(d_i, d_j) = e_j ρ_i Π_{i<l<j} κ_l  (i < j),
 *   κ_l = E[last arrival · last carry] = e_l λ_l,   ρ_l = E[d_l · last carry] = λ_l.
 * Hard last: v_m is an 8-state chain with bounds, e_m = 1/(3(1−q) + 1), q = λ_{m−1}.
 * Source: benna-fusi-2017 for the model; derivation by regeneration.
 */
import { solveLinear } from './solve-linear.ts';

export type LastGroup = 'cyclic' | 'hard';

/** What follows from the correlation of the arrivals at one level. */
export interface PartialResetLevel {
  /** λ_{k−1}, correlation of the signs of successive arrivals. */
  readonly arrivals: number;
  /** λ_k, of the carries out of this level; 0 when the level is hard. */
  readonly carries: number;
  /** e_k. */
  readonly trace: number;
  /**
   * Joint law of variable v, last arrival s and last carry r after an arrival, given r = +: `plus[v]` for s = +, `minus[v]`
   * for s = −. Mirror image for r = −. Null when hard: then there is no carry.
   */
  readonly givenCarry: { readonly plus: Float64Array; readonly minus: Float64Array } | null;
  /** P(v, s = +) after an arrival; P(v, s = −) is the mirror image. */
  readonly withPlus: Float64Array;
}

export function carryCorrelation(arrivals: number): number {
  return (1 / 2 + arrivals / (1 - arrivals)) / (7 / 2 + 1 / (1 - arrivals));
}

/** Levels 1 … m, first first. */
export function partialResetLevels(groups: number, correlation: number, last: LastGroup): PartialResetLevel[] {
  const levels: PartialResetLevel[] = [];
  let arrivals = correlation;
  for (let k = 1; k <= groups; k++) {
    const level = k === groups && last === 'hard' ? hardLevel(arrivals) : resetLevel(arrivals);
    levels.push(level);
    arrivals = level.carries;
  }
  return levels;
}

/** S_k(0), k = 1 … m. */
export function initialSignals(levels: readonly PartialResetLevel[]): number[] {
  let handedOn = 1;
  return levels.map(({ trace, carries }) => {
    const signal = trace * handedOn;
    handedOn *= trace * carries;
    return signal;
  });
}

/** Var w = m + 2 Σ Cov. */
export function partialResetVariance(levels: readonly PartialResetLevel[]): number {
  let variance = levels.length;
  // Σ_{i<j} ρ_i Π_{i<l<j} κ_l, carried on from one j to the next.
  let below = 0;
  for (const { trace, carries } of levels) {
    variance += 2 * trace * below;
    below = below * trace * carries + carries;
  }
  return variance;
}

/** P(v_k), v = 0 … 7, at any event. */
export function marginal({ withPlus }: PartialResetLevel): number[] {
  return [...withPlus].map((weight, v) => weight + (withPlus[7 - v] as number));
}

/** Index of (v, s), s = + first. */
function index(v: number, plus: boolean): number {
  return plus ? v : 8 + v;
}

function resetLevel(arrivals: number): PartialResetLevel {
  // Law of (v, s) with last carry +, per arrival; that with last carry − is its mirror image (7 − v, −s).
  const law = stationary(16, (from, flow) => {
    const v = from % 8;
    const plus = from < 8;
    for (const next of [true, false]) {
      const share = next === plus ? (1 + arrivals) / 2 : (1 - arrivals) / 2;
      const moved = v + (next ? 1 : -1);
      if (moved === 8) flow(index(4, true), share);
      // Carry −: (3, −, r = −), in the mirror (4, +, r = +).
      else if (moved === -1) flow(index(4, true), share);
      else flow(index(moved, next), share);
    }
  });
  const plus = law.slice(0, 8);
  const minus = law.slice(8);
  const withPlus = plus.map((weight, v) => (weight + (minus[7 - v] as number)) / 2);
  const trace = 2 / (3 * (1 - arrivals) + 2);
  return { arrivals, carries: carryCorrelation(arrivals), trace, givenCarry: { plus, minus }, withPlus };
}

function hardLevel(arrivals: number): PartialResetLevel {
  const law = stationary(16, (from, flow) => {
    const v = from % 8;
    const plus = from < 8;
    for (const next of [true, false]) {
      const share = next === plus ? (1 + arrivals) / 2 : (1 - arrivals) / 2;
      flow(index(Math.min(7, Math.max(0, v + (next ? 1 : -1))), next), share);
    }
  });
  return { arrivals, carries: 0, trace: 1 / (3 * (1 - arrivals) + 1), givenCarry: null, withPlus: law.slice(0, 8) };
}

/** The law that a chain keeps, by π P = π and Σ π = 1; `leave` reports where each state goes. */
function stationary(
  size: number,
  leave: (from: number, flow: (to: number, share: number) => void) => void,
): Float64Array {
  const matrix = Array.from({ length: size }, (_, row) => {
    const line = new Float64Array(size);
    line[row] = -1;
    return line;
  });
  for (let from = 0; from < size; from++) {
    leave(from, (to, share) => {
      const line = matrix[to] as Float64Array;
      line[from] = (line[from] as number) + share;
    });
  }
  (matrix[size - 1] as Float64Array).fill(1);
  const right = new Float64Array(size);
  right[size - 1] = 1;
  return solveLinear(matrix, right);
}
