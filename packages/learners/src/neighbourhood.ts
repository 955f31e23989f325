/**
 * How many solutions surround a given weight vector, by distance: local entropy of ±1 weights from belief propagation with an
 * anchoring field.
 *
 * F(γ) = (1/N) ln Σ_{W: E = 0} exp(γ W·W̃) from messages with fields γ W̃_i (edmc.ts), S(γ) = ⟨W·W̃⟩/N. At distance
 * d = (1 - S)/2 the local entropy is F - γS. γ grows in small steps, messages starting from the last ones; along the curve
 * d(F - γS)/dd = 2γ, with which it is interpolated. Where the messages jump (a solution without near neighbours: they fall onto W̃)
 * or do not converge, the curve ends. Source: Baldassi et al., PRL 115, 128101 (2015); interpolation derived.
 */
import { hermite } from '@fewbits/numerics';
import { demandBinary } from './binary-only.ts';
import { anchoredState, anchorOverlap, localFreeEntropy, relax } from './edmc.ts';
import type { Problem } from './task/problem.ts';

/** Raised when the same vector gets another curve. */
export const neighbourhoodVersion = 1;

const STEP = 0.05;
const LAST = 6;
const ITERATIONS = 500;
const TOLERANCE = 1e-7;
/** Of the entropy between two steps against its slopes: beyond, the messages have jumped. Smooth curves keep below 1e-4. */
const JUMP = 5e-4;

interface Mark {
  readonly gamma: number;
  /** d and F - γS. */
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/**
 * Local entropy at each of `distances` (in (0, 1/2), nats per synapse) around the weights with indices `reference`; NaN at distances
 * that the curve does not reach.
 */
export function localEntropies(
  problem: Problem,
  reference: Uint8Array,
  distances: readonly number[],
  signal: AbortSignal,
): number[] {
  demandBinary('local entropy', problem);
  const found = distances.map(() => Number.NaN);
  const state = anchoredState(
    problem,
    Int8Array.from(reference, (k) => 2 * k - 1),
    0,
  );
  const smallest = Math.min(...distances);
  let last: Mark | null = null;
  for (let k = 0; k * STEP <= LAST; k++) {
    state.gamma = k * STEP;
    if (!relax(state, ITERATIONS, TOLERANCE, signal)) break;
    const S = anchorOverlap(state);
    const { gamma } = state;
    const mark: Mark = { gamma, x: 0.5 * (1 - S), y: localFreeEntropy(state) - gamma * S, slope: 2 * gamma };
    if (last !== null) {
      if (Math.abs(mark.y - last.y - (last.gamma + gamma) * (mark.x - last.x)) > JUMP) break;
      for (const [n, d] of distances.entries()) if (d <= last.x && d > mark.x) found[n] = hermite(d, last, mark);
    }
    if (mark.x < smallest) break;
    last = mark;
  }
  return found;
}
