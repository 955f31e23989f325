/**
 * Where the next trials teach most about the midpoint m per unit of cost.
 *
 * One trial at x tells I(x) = H(mean of p(x | m)) - mean of H(p(x | m)) about m, H the entropy of a yes or no. Sixteen trials
 * at the x of largest I/cost would ask one question sixteen times. So the posterior of m is cut into as many strata of equal
 * mass as there are trials, and each trial is the best one given that m lies in its stratum. Where m is uncertain by much
 * more than s that is a search by sixteenths; where it is known to a part of s all strata choose the middle of the
 * transition, shifted to where trials are cheap.
 * p(x | m) is taken at the posterior mean of s. Averaged over s it would draw trials far into the tails, where m and s are
 * confounded: measured at s = R/50, within = s/2, 172 trials instead of 135.
 */
import { midpointQuantile, type TransitionPosterior } from '@fewbits/numerics';
import type { LatticePoints } from './lattice.ts';
import type { CostOf } from './setting.ts';

/** Lattice points considered, at most. */
const CANDIDATES = 64;
/** Values of m in a stratum. */
const SAMPLES = 8;
/** x tanh(x/2) = 1: trials at the middle of the transition ± this many s determine m and s best together (D-optimal). */
const PAIR = 1.5434;

/** Lattice indices of `trials` trials, repeats allowed. Ties go to the smaller x. */
export function mostInformative(
  posterior: TransitionPosterior,
  points: LatticePoints,
  cost: CostOf,
  trials: number,
): number[] {
  const candidates = candidatesOf(posterior, points).map((index) => {
    const x = points.at(index);
    return { index, x, cost: cost(x) };
  });
  const steepness = 1 / posterior.scale.mean;
  return Array.from({ length: trials }, (_, h) => {
    const midpoints = stratum(posterior, h / trials, (h + 1) / trials);
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const gain = information(candidate.x, midpoints, steepness, posterior.offset) / candidate.cost;
      if (gain > most) {
        most = gain;
        best = candidate.index;
      }
    }
    return best;
  });
}

/** Lattice indices of `trials` (even) trials at the D-optimal pair, the cheaper end more often: n ~ 1/sqrt(cost). */
export function optimalPair(
  posterior: TransitionPosterior,
  points: LatticePoints,
  cost: CostOf,
  trials: number,
): number[] {
  const { midpoint, scale, offset } = posterior;
  const middle = midpoint.mean - offset * scale.mean;
  const stride = strideOf(posterior, points);
  const low = onStride(points.nearest(middle - PAIR * scale.mean), stride, points);
  const high = onStride(points.nearest(middle + PAIR * scale.mean), stride, points);
  const towardsLow = 1 / (1 + Math.sqrt(cost(points.at(low)) / cost(points.at(high))));
  const atLow = Math.min(Math.max(Math.round(trials * towardsLow), 1), trials - 1);
  return Array.from({ length: trials }, (_, n) => (n < atLow ? low : high));
}

/** Lattice points where m may lie and PAIR s around, each `stride`-th of the lattice. */
function candidatesOf(posterior: TransitionPosterior, points: LatticePoints): number[] {
  const { scale, offset } = posterior;
  const shift = -offset * scale.mean;
  const low = points.nearest(midpointQuantile(posterior, 0.01) + shift - PAIR * scale.mean);
  const high = points.nearest(midpointQuantile(posterior, 0.99) + shift + PAIR * scale.mean);
  let stride = strideOf(posterior, points);
  while ((high - low) / stride >= CANDIDATES) stride *= 2;
  const candidates: number[] = [];
  for (let index = onStride(low, stride, points); index <= high; index += stride) candidates.push(index);
  return candidates.length > 0 ? candidates : [low];
}

/** A power of two, at most a quarter of s: rounds meet at the same points, so that few distinct x have to be summed over. */
function strideOf({ scale }: TransitionPosterior, points: LatticePoints): number {
  const step = (points.at(points.count - 1) - points.at(0)) / Math.max(points.count - 1, 1);
  let stride = 1;
  while (8 * stride * step <= scale.mean && 2 * stride < points.count) stride *= 2;
  return stride;
}

function onStride(index: number, stride: number, points: LatticePoints): number {
  const rounded = Math.round(index / stride) * stride;
  return rounded < points.count ? rounded : rounded - stride;
}

/** Quantiles of m, evenly spaced in mass between two shares. */
function stratum(posterior: TransitionPosterior, from: number, to: number): number[] {
  return Array.from({ length: SAMPLES }, (_, n) =>
    midpointQuantile(posterior, from + ((to - from) * (n + 0.5)) / SAMPLES),
  );
}

function information(x: number, midpoints: readonly number[], steepness: number, offset: number): number {
  let mean = 0;
  let inner = 0;
  for (const midpoint of midpoints) {
    const p = 1 / (1 + Math.exp(steepness * (x - midpoint) + offset));
    mean += p;
    inner += entropyOf(p);
  }
  return entropyOf(mean / midpoints.length) - inner / midpoints.length;
}

/** Of a yes or no, in nats. */
function entropyOf(p: number): number {
  return p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log1p(-p) : 0;
}
