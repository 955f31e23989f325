/**
 * Entropic term of the replica-symmetric entropy: one synapse in a random Gaussian field.
 *
 * p_z(w) ∝ exp[A w² + (√B z + F) w] over the weight set, z standard normal, A < 0 < B (F is the multiplier Ŵ of the mean weight).
 * Averages over z: <ln Z>, the mean weight ∫Dz <w>_z, q = ∫Dz <w>_z², D = Q - q = ∫Dz Var_z(w), ∫Dz Var_z(w)²,
 * and the occupancy P(W = w) = ∫Dz p_z(w). Weights are scaled, so everything here is dimensionless.
 * Source: baldassi-2016.
 */
import { expandBracket, refineRoot } from '@fewbits/numerics';
import { HAZARD_POLE } from './energetic-term.ts';
import { gridFor } from './quadrature.ts';
import type { WeightSet } from './weight-set.ts';

/** Parameters of p_z: A ≤ 0, B ≥ 0 and the constant field F. */
export interface Tilt {
  readonly A: number;
  readonly B: number;
  readonly field: number;
}

export interface EntropicTerm {
  readonly logZ: number;
  readonly mean: number;
  readonly q: number;
  readonly D: number;
  /** ∫Dz Var_z(w)². */
  readonly squaredVariance: number;
}

/** A weight less probable than this beside the most probable one is left out. */
const NEGLIGIBLE = 1e-22;

/**
 * The averages above. Relative error of q and D below 1e-9 (quadrature).
 *
 * The sum over weights goes outwards from the most probable one, p(k+1)/p(k) falling by exp(2A spacing²) a step, with the
 * moments taken about it: no overflow, no cancellation in the variance, two exponentials for each z.
 */
export function entropicTerm(set: WeightSet, { A, B, field }: Tilt): EntropicTerm {
  const { first, spacing } = set;
  const top = set.levels - 1;
  const grid = gridFor(singularity(set, A, B));
  const amplitude = Math.sqrt(B);
  const fall = Math.exp(2 * A * spacing * spacing);
  let logZ = 0;
  let mean = 0;
  let q = 0;
  let D = 0;
  let squaredVariance = 0;
  for (let k = 0; k < grid.z.length; k++) {
    const b = amplitude * grid.z[k] + field;
    const peak = mostProbable(set, A, b);
    const w = first + peak * spacing;
    let sum = 1;
    let sum1 = 0;
    let sum2 = 0;
    let p = 1;
    let ratio = Math.exp(spacing * (A * (2 * w + spacing) + b));
    for (let j = 1; j <= top - peak; j++) {
      p *= ratio;
      if (p < NEGLIGIBLE) break;
      ratio *= fall;
      sum += p;
      sum1 += p * j;
      sum2 += p * j * j;
    }
    p = 1;
    ratio = Math.exp(spacing * (A * (spacing - 2 * w) - b));
    for (let j = 1; j <= peak; j++) {
      p *= ratio;
      if (p < NEGLIGIBLE) break;
      ratio *= fall;
      sum += p;
      sum1 -= p * j;
      sum2 += p * j * j;
    }
    const shift = sum1 / sum;
    const average = w + spacing * shift;
    const variance = spacing * spacing * (sum2 / sum - shift * shift);
    logZ += grid.weight[k] * (w * (A * w + b) + Math.log(sum));
    mean += grid.weight[k] * average;
    q += grid.weight[k] * average * average;
    D += grid.weight[k] * variance;
    squaredVariance += grid.weight[k] * variance * variance;
  }
  return { logZ, mean, q, D, squaredVariance };
}

/** P(W = w) for every level, ascending, sum 1. */
export function occupancy(set: WeightSet, { A, B, field }: Tilt): readonly number[] {
  const grid = gridFor(singularity(set, A, B));
  const total = new Float64Array(set.levels);
  const p = new Float64Array(set.levels);
  for (let k = 0; k < grid.z.length; k++) {
    const b = Math.sqrt(B) * grid.z[k] + field;
    const peak = set.first + mostProbable(set, A, b) * set.spacing;
    let sum = 0;
    for (let i = 0; i < set.levels; i++) {
      const w = set.first + i * set.spacing;
      p[i] = Math.exp((w - peak) * (A * (w + peak) + b));
      sum += p[i];
    }
    for (let i = 0; i < set.levels; i++) total[i] += (grid.weight[k] * p[i]) / sum;
  }
  return Array.from(total);
}

/**
 * The field F for which the mean weight is `mean`, strictly inside the set's range; the mean grows with F, at the rate D.
 * `near`: a guess.
 */
export function fieldFor(set: WeightSet, A: number, B: number, mean: number, near: number): number {
  const excess = (field: number): number => entropicTerm(set, { A, B, field }).mean - mean;
  const here = entropicTerm(set, { A, B, field: near });
  const step = (1.1 * (mean - here.mean)) / Math.max(here.D, 1e-3 * set.variance);
  if (step === 0) return near;
  const bracket = expandBracket(excess, near, step, Number.MAX_VALUE);
  if (bracket === null) return Number.NaN;
  return refineRoot(excess, bracket, 1e-14 * (1 + Math.abs(near)));
}

/** Index of the largest p_z(w): the level nearest to the maximum -b/2A of the exponent. */
function mostProbable({ levels, first, spacing }: WeightSet, A: number, b: number): number {
  if (A === 0) return b > 0 ? levels - 1 : 0;
  const nearest = Math.round((-b / (2 * A) - first) / spacing);
  return nearest > 0 ? Math.min(nearest, levels - 1) : 0;
}

/**
 * Distance from the real axis of the zeros of Z(z). Two neighbouring levels alone: pi/(√B spacing). Levels so dense that they
 * look continuous, with an edge: as for the hazard at scale √(-2A/B). No tilt at all, Z a geometric sum: 2 pi/(√B levels spacing).
 */
function singularity({ levels, spacing }: WeightSet, A: number, B: number): number {
  if (B === 0) return Number.POSITIVE_INFINITY;
  const amplitude = Math.sqrt(B) * spacing;
  const tilted = Math.min(Math.PI / amplitude, HAZARD_POLE * Math.sqrt((-2 * A) / B));
  return Math.max((2 * Math.PI) / (levels * amplitude), tilted);
}
