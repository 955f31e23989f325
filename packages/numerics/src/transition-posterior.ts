/**
 * Where a falling success probability passes a target: posterior of the logistic curve on a grid.
 *
 *   p(x) = 1/(1 + exp(u)),  u = (x - m)/s + c,  c = ln((1 - target)/target)      (so p(m) = target)
 *   prior: m uniform on [from, to], length R; ln s uniform on [ln(1e-3 R), ln(R/2)]
 * The capacity search places its trials by this posterior and quotes its intervals. Compare QUEST+ (A. B. Watson, J. Vision 17(3):10,
 * 2017), which keeps the same kind of table. The grid has cells of equal size in m and ln s and each cell its centre's density.
 * It covers not the prior but the window where ln L is within 30 of its maximum, found by zooming, so that its cells are
 * small beside the posterior however narrow that is; what lies outside is below 1e-12 of the maximum.
 * Sums run in fixed order over counts sorted by x: equal counts give equal bits.
 *
 * A curve that lapses: p'(x) = (1 - lapse) p(x) + lapse/2, c such that p'(m) = target. With r = lapse/(2 - lapse), softplus(u) =
 * ln(1 + exp(u)):
 *   ln p' = ln(1 - lapse/2) + softplus(u + ln r) - softplus(u),  ln(1 - p') = ln(lapse/2) + softplus(u - ln r) - softplus(u)
 */
import type { BinomialCount } from './logistic-fit.ts';
import { softplus } from './softplus.ts';

/** Prior of midpoint m and scale s, both in the unit of x, and what the midpoint means. */
export interface TransitionPrior {
  readonly from: number;
  readonly to: number;
  /** Success probability at the midpoint. Default 0.5. */
  readonly target?: number;
  /** Range of the scale. Default [1e-3 R, R/2]; equal ends: a known scale. */
  readonly scales?: readonly [narrowest: number, widest: number];
  /** Known lapse rate, below twice the target and its complement. Default 0. */
  readonly lapse?: number;
}

/** Numbers of cells of a posterior's grid. */
export interface TransitionGridSize {
  readonly midpoints: number;
  readonly scales: number;
}

/** The part of the prior's support that a grid covers. */
export interface TransitionWindow {
  readonly from: number;
  readonly to: number;
  /** Ends in ln s. */
  readonly lnNarrowest: number;
  readonly lnWidest: number;
}

export interface TransitionPosterior {
  /** c, in the absence of lapses ln((1 - target)/target). */
  readonly offset: number;
  readonly lapse: number;
  readonly window: TransitionWindow;
  /** Centres of the cells in m, ascending, equally spaced. */
  readonly midpoints: Float64Array;
  /** Centres of the cells in s, ascending, equally spaced in ln s. One where the scale is known. */
  readonly scales: Float64Array;
  /** Mass of each cell, sum 1; cell (m_i, s_j) at j * midpoints.length + i. */
  readonly mass: Float64Array;
  /** Mass of m, summed over s. */
  readonly midpointMass: Float64Array;
  /** Mass of s, summed over m. */
  readonly scaleMass: Float64Array;
  /** For each m ln of the largest L(m, s) over s, divided by the integral of L dprior. */
  readonly profile: Float64Array;
  /** ln of the integral of L dprior. */
  readonly lnEvidence: number;
  /** Mean and standard deviation of m. */
  readonly midpoint: { readonly mean: number; readonly sd: number };
  /** Mean and standard deviation of s. */
  readonly scale: { readonly mean: number; readonly sd: number };
}

const DEFAULT_SIZE: TransitionGridSize = { midpoints: 400, scales: 40 };

/** Posterior after `counts`, in any order and several per x allowed. Default grid: 400 midpoints, 40 scales. */
export function transitionPosterior(
  counts: readonly BinomialCount[],
  prior: TransitionPrior,
  size: TransitionGridSize = DEFAULT_SIZE,
): TransitionPosterior {
  const support = supportOf(prior);
  const curve = curveOf(counts, prior);
  const window = zoomed(curve, support, DROP);
  const { midpoints, scales, lnL } = tabulate(curve, window, size);
  const columns = midpoints.length;
  const top = largest(lnL);
  const best = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  const mass = new Float64Array(lnL.length);
  let total = 0;
  for (let j = 0; j < scales.length; j++) {
    for (let i = 0; i < columns; i++) {
      const at = j * columns + i;
      mass[at] = Math.exp(lnL[at] - top);
      total += mass[at];
      if (lnL[at] > best[i]) best[i] = lnL[at];
    }
  }
  const midpointMass = new Float64Array(columns);
  const scaleMass = new Float64Array(scales.length);
  for (let j = 0; j < scales.length; j++) {
    for (let i = 0; i < columns; i++) {
      const at = j * columns + i;
      mass[at] /= total;
      scaleMass[j] += mass[at];
      midpointMass[i] += mass[at];
    }
  }
  const lnEvidence = top + Math.log((total * shareOf(window, support)) / lnL.length);
  return {
    offset: curve.offset,
    lapse: curve.lapse,
    window,
    midpoints,
    scales,
    mass,
    midpointMass,
    scaleMass,
    profile: best.map((value) => value - lnEvidence),
    lnEvidence,
    midpoint: momentsOf(midpoints, midpointMass, (window.to - window.from) / columns),
    scale: momentsOf(scales, scaleMass, 0),
  };
}

/**
 * ln of how much likelier `counts` are under a curve that lapses, midpoint and scale integrated out on both
 * sides; for the lapsing curve over the midpoints of `posterior`'s window alone, which makes it a lower bound.
 * Where the logistic holds, the ratio is a martingale of mean 1 whatever placed the trials: it ever exceeds 1/level with probability
 * at most `level` (Ville's inequality).
 */
export function lnLapseFactor(
  counts: readonly BinomialCount[],
  prior: Omit<TransitionPrior, 'lapse'>,
  posterior: TransitionPosterior,
  lapse: number,
): number {
  const support = supportOf(prior);
  const curve = curveOf(counts, { ...prior, lapse });
  const { from, to } = posterior.window;
  const window = zoomed(curve, { ...support, from, to }, LAPSING_DROP);
  const { lnL } = tabulate(curve, window, LAPSING_SIZE);
  const top = largest(lnL);
  let total = 0;
  for (const value of lnL) total += Math.exp(value - top);
  return top + Math.log((total * shareOf(window, support)) / lnL.length) - posterior.lnEvidence;
}

/** Probability that a trial at `x` succeeds, averaged over the posterior. */
export function predictedSuccess(posterior: TransitionPosterior, x: number): number {
  const { offset, lapse, midpoints, scales, mass } = posterior;
  let sum = 0;
  for (let j = 0; j < scales.length; j++) {
    const steepness = 1 / scales[j];
    for (let i = 0; i < midpoints.length; i++) {
      sum += mass[j * midpoints.length + i] / (1 + Math.exp(steepness * (x - midpoints[i]) + offset));
    }
  }
  return (1 - lapse) * sum + lapse / 2;
}

/** What a likelihood is made of: counts by increasing x, c, and the lapse rate. */
interface Curve {
  readonly x: Float64Array;
  readonly trials: Float64Array;
  readonly failures: Float64Array;
  readonly offset: number;
  readonly lapse: number;
}

interface Table {
  readonly midpoints: Float64Array;
  readonly scales: Float64Array;
  readonly lnL: Float64Array;
}

/** Beyond this loss of ln L a cell does not matter. */
const DROP = 30;
/** Nor to an evidence: what lies outside has at most exp(-12) times the ratio of the areas, some thousands. */
const LAPSING_DROP = 12;
const LAPSING_SIZE: TransitionGridSize = { midpoints: 48, scales: 16 };
/** Grid of the zooming steps. */
const COARSE: TransitionGridSize = { midpoints: 32, scales: 12 };

function supportOf({ from, to, scales }: TransitionPrior): TransitionWindow {
  const length = to - from;
  const [narrowest, widest] = scales ?? [1e-3 * length, length / 2];
  if (!(length > 0 && Number.isFinite(length))) throw new RangeError(`a transition between ${from} and ${to}`);
  if (!(narrowest > 0 && narrowest <= widest)) throw new RangeError(`a scale between ${narrowest} and ${widest}`);
  return { from, to, lnNarrowest: Math.log(narrowest), lnWidest: Math.log(widest) };
}

function curveOf(counts: readonly BinomialCount[], { target = 0.5, lapse = 0 }: TransitionPrior): Curve {
  if (!(target > 0 && target < 1)) throw new RangeError(`target ${target}, expected between 0 and 1`);
  if (!(lapse >= 0 && lapse < 2 * Math.min(target, 1 - target)))
    throw new RangeError(`lapse ${lapse}, target ${target}`);
  const merged = new Map<number, { trials: number; failures: number }>();
  for (const { x, successes, trials } of counts) {
    if (!(Number.isFinite(x) && successes >= 0 && successes <= trials)) {
      throw new RangeError(`${successes} successes of ${trials} trials at ${x}`);
    }
    const sum = merged.get(x) ?? { trials: 0, failures: 0 };
    merged.set(x, { trials: sum.trials + trials, failures: sum.failures + trials - successes });
  }
  const sorted = [...merged].filter(([, { trials }]) => trials > 0).sort(([a], [b]) => a - b);
  return {
    x: Float64Array.from(sorted, ([x]) => x),
    trials: Float64Array.from(sorted, ([, { trials }]) => trials),
    failures: Float64Array.from(sorted, ([, { failures }]) => failures),
    offset: Math.log((1 - lapse / 2 - target) / (target - lapse / 2)),
    lapse,
  };
}

/** ln L at the cell centres of a window. */
function tabulate(curve: Curve, window: TransitionWindow, size: TransitionGridSize): Table {
  const { from, to, lnNarrowest, lnWidest } = window;
  const rows = lnWidest > lnNarrowest ? size.scales : 1;
  const columns = size.midpoints;
  const midpoints = new Float64Array(columns);
  for (let i = 0; i < columns; i++) midpoints[i] = from + ((to - from) * (i + 0.5)) / columns;
  const scales = new Float64Array(rows);
  for (let j = 0; j < rows; j++) scales[j] = Math.exp(lnNarrowest + ((lnWidest - lnNarrowest) * (j + 0.5)) / rows);
  const lnL = new Float64Array(rows * columns);
  const lnLikelihood = curve.lapse > 0 ? lapsing : plain;
  for (let j = 0; j < rows; j++) {
    const steepness = 1 / scales[j];
    for (let i = 0; i < columns; i++) lnL[j * columns + i] = lnLikelihood(curve, midpoints[i], steepness);
  }
  return { midpoints, scales, lnL };
}

/** Sum of failures * u - trials * softplus(u). */
function plain({ x, trials, failures, offset }: Curve, midpoint: number, steepness: number): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) {
    const u = steepness * (x[k] - midpoint) + offset;
    sum += failures[k] * u - trials[k] * softplus(u);
  }
  return sum;
}

function lapsing({ x, trials, failures, offset, lapse }: Curve, midpoint: number, steepness: number): number {
  const shift = Math.log(lapse / (2 - lapse));
  const lnHigh = Math.log(1 - lapse / 2);
  const lnLow = Math.log(lapse / 2);
  let sum = 0;
  for (let k = 0; k < x.length; k++) {
    const u = steepness * (x[k] - midpoint) + offset;
    sum += (trials[k] - failures[k]) * (lnHigh + softplus(u + shift));
    sum += failures[k] * (lnLow + softplus(u - shift)) - trials[k] * softplus(u);
  }
  return sum;
}

/**
 * The window that holds every cell within `drop` of the maximum, and one more cell on each side: narrowed step by step from
 * the prior's support, moved where a finer grid finds such cells at its edge.
 */
function zoomed(curve: Curve, support: TransitionWindow, drop: number): TransitionWindow {
  if (curve.x.length === 0) return support;
  let window = support;
  for (let step = 0; step < 40; step++) {
    const { midpoints, scales, lnL } = tabulate(curve, window, COARSE);
    const columns = midpoints.length;
    const rows = scales.length;
    const least = largest(lnL) - drop;
    let [left, right, bottom, top] = [columns, -1, rows, -1];
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        if (lnL[j * columns + i] < least) continue;
        if (i < left) left = i;
        if (i > right) right = i;
        if (j < bottom) bottom = j;
        if (j > top) top = j;
      }
    }
    const width = (window.to - window.from) / columns;
    const height = (window.lnWidest - window.lnNarrowest) / rows;
    const next = {
      from: Math.max(support.from, window.from + width * (left - 1)),
      to: Math.min(support.to, window.from + width * (right + 2)),
      lnNarrowest: Math.max(support.lnNarrowest, window.lnNarrowest + height * (bottom - 1)),
      lnWidest: Math.min(support.lnWidest, window.lnNarrowest + height * (top + 2)),
    };
    const grows =
      next.from < window.from ||
      next.to > window.to ||
      next.lnNarrowest < window.lnNarrowest ||
      next.lnWidest > window.lnWidest;
    const shrinks =
      next.to - next.from < 0.7 * (window.to - window.from) ||
      next.lnWidest - next.lnNarrowest < 0.7 * (window.lnWidest - window.lnNarrowest);
    if (!grows && !shrinks) return window;
    window = next;
  }
  return window;
}

/** Share of the prior's mass in a window. */
function shareOf(window: TransitionWindow, support: TransitionWindow): number {
  const inMidpoint = (window.to - window.from) / (support.to - support.from);
  if (support.lnWidest === support.lnNarrowest) return inMidpoint;
  return (inMidpoint * (window.lnWidest - window.lnNarrowest)) / (support.lnWidest - support.lnNarrowest);
}

/** Mean and standard deviation of a density that is flat in each cell of `width`. */
function momentsOf(centres: Float64Array, mass: Float64Array, width: number): { mean: number; sd: number } {
  let mean = 0;
  for (let i = 0; i < centres.length; i++) mean += mass[i] * centres[i];
  let variance = (width * width) / 12;
  for (let i = 0; i < centres.length; i++) variance += mass[i] * (centres[i] - mean) * (centres[i] - mean);
  return { mean, sd: Math.sqrt(variance) };
}

function largest(values: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > top) top = value;
  return top;
}
