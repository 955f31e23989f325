/**
 * Biological synapse of Benna & Fusi, m variables of V levels each: exact by enumeration of the V^m states, or the linear theory.
 *
 *   u_1' = u_1 + ξ − α n^{-1}(u_1 − u_2)
 *   u_k' = u_k + α n^{-2k+2}(u_{k−1} − u_k) − α n^{-2k+1}(u_k − u_{k+1}),  u_{m+1} = 0,  α = 1/4
 * from the old values, each rounded to one of its two neighbouring levels so that the mean is kept, then cut to the range
 * ±(V−1)/2. w = u_1, or its sign. The linear theory leaves out rounding and range: A the matrix of the update, g = E[u ξ],
 *   g = (I − λA)^{-1} e_1,  C = A C A' + e_1 e_1' + λ(A g e_1' + e_1 g' A'),  S(t) = first component of B^t (g, 1),
 *   B = [[A, λ e_1], [0, λ]].
 * Source: Benna & Fusi, Nat. Neurosci. 19, 1697 (2016); discretised as in benna-fusi-2017.
 */
import { type DrivenChain, type EnumeratedSignal, enumeratedSignal } from './driven-chain.ts';
import { iteratedSignal } from './iterated-signal.ts';
import { solveLinear } from './solve-linear.ts';

export interface BiologicalShape {
  /** m. */
  readonly groups: number;
  /** V, even. */
  readonly levels: number;
  /** n. */
  readonly base: number;
}

/** Most states that are enumerated: their law takes about half a second, the events after it what `driven-chain.ts` allows. */
export const mostBiologicalStates = 1024;

const RATE = 1 / 4;

export function biological(
  shape: BiologicalShape,
  correlation: number,
  readout: 'graded' | 'binary',
): EnumeratedSignal {
  return enumeratedSignal(biologicalChain(shape, readout), correlation);
}

function biologicalChain({ groups, levels, base }: BiologicalShape, readout: 'graded' | 'binary'): DrivenChain {
  const size = levels ** groups;
  const coupling = couplings(groups, base);
  const from = new Int32Array(size + 1);
  const target: number[] = [];
  const share: number[] = [];
  const flip = new Int32Array(size);
  const weight = new Float64Array(size);
  const middle = (levels - 1) / 2;
  for (let state = 0; state < size; state++) {
    const u = Array.from({ length: groups }, (_, k) => (Math.floor(state / levels ** k) % levels) - middle);
    // The product of the laws of the variables, first variable fastest.
    let outcomes = [{ index: 0, share: 1 }];
    const means = drift(coupling, u);
    means.forEach((mean, k) => {
      const place = mean + (k === 0 ? 1 : 0) + middle;
      const below = Math.floor(place);
      const cut = (level: number): number => Math.min(levels - 1, Math.max(0, level)) * levels ** k;
      outcomes = outcomes.flatMap((outcome) => [
        { index: outcome.index + cut(below), share: outcome.share * (below + 1 - place) },
        { index: outcome.index + cut(below + 1), share: outcome.share * (place - below) },
      ]);
    });
    for (const outcome of outcomes) {
      if (outcome.share === 0) continue;
      target.push(outcome.index);
      share.push(outcome.share);
    }
    from[state + 1] = target.length;
    // The mirror image has every digit V−1−digit.
    flip[state] = size - 1 - state;
    const first = u[0] as number;
    weight[state] = readout === 'graded' ? first : Math.sign(first);
  }
  return { from, target: Int32Array.from(target), share: Float64Array.from(share), flip, weight };
}

/** Of each variable: strength of the coupling to the faster and to the slower one. */
function couplings(groups: number, base: number): { faster: number; slower: number }[] {
  let power = 1;
  return Array.from({ length: groups }, (_, k) => {
    const faster = k === 0 ? 0 : RATE * power;
    const slower = (RATE * power) / base;
    power /= base * base;
    return { faster, slower };
  });
}

/** The mean of each variable after an event, without the event itself. */
function drift(coupling: readonly { faster: number; slower: number }[], u: readonly number[]): number[] {
  return coupling.map(({ faster, slower }, k) => {
    const own = u[k] as number;
    const before = k === 0 ? own : (u[k - 1] as number);
    return own + faster * (before - own) - slower * (own - (u[k + 1] ?? 0));
  });
}

export interface LinearTheory {
  /** Stationary Var u_1 … Var u_m, without rounding and range. */
  readonly variances: readonly number[];
  /** E[ξ_0 u_1(t)]. */
  at(age: number): number;
}

export function linearTheory({ groups, base }: Omit<BiologicalShape, 'levels'>, correlation: number): LinearTheory {
  const coupling = couplings(groups, base);
  const unit = (k: number): number[] => Array.from({ length: groups }, (_, i) => (i === k ? 1 : 0));
  const columns = Array.from({ length: groups }, (_, k) => drift(coupling, unit(k)));
  const matrix = columns.map((_, row) => columns.map((column) => column[row] as number));
  const joint = solveLinear(
    matrix.map((line, row) => Float64Array.from(line, (entry, k) => (row === k ? 1 : 0) - correlation * entry)),
    Float64Array.from(unit(0)),
  );
  const echo = drift(coupling, [...joint]);
  const noise = matrix.map((_, row) =>
    unit(row).map((_one, k) => {
      const direct = row === 0 && k === 0 ? 1 : 0;
      return direct + correlation * ((k === 0 ? (echo[row] as number) : 0) + (row === 0 ? (echo[k] as number) : 0));
    }),
  );
  const covariance = sumOfPowers(matrix, noise);
  const advance = (now: Float64Array, next: Float64Array): void => {
    const event = now[groups] as number;
    next.set(drift(coupling, [...now.subarray(0, groups)]));
    next[0] = (next[0] as number) + correlation * event;
    next[groups] = correlation * event;
  };
  return {
    variances: covariance.map((line, k) => line[k] as number),
    at: iteratedSignal(Float64Array.from([...joint, 1]), advance, (now) => now[0] as number),
  };
}

type Matrix = readonly (readonly number[])[];

/** Σ_j A^j Q A'^j by doubling: 64 rounds reach 2^64 events. */
function sumOfPowers(matrix: Matrix, noise: Matrix): Matrix {
  let power = matrix;
  let sum = noise;
  for (let round = 0; round < 64; round++) {
    const carried = product(product(power, sum), transpose(power));
    sum = sum.map((line, row) => line.map((entry, k) => entry + ((carried[row] as readonly number[])[k] as number)));
    power = product(power, power);
  }
  return sum;
}

function product(a: Matrix, b: Matrix): number[][] {
  const columns = transpose(b);
  return a.map((line) =>
    columns.map((column) => line.reduce((sum, entry, k) => sum + entry * (column[k] as number), 0)),
  );
}

function transpose(a: Matrix): number[][] {
  return (a[0] ?? []).map((_, k) => a.map((line) => line[k] as number));
}
