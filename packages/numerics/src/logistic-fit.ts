/**
 * Where a falling success probability passes a target: binomial maximum likelihood with profile-likelihood intervals.
 *
 *   p(x) = 1/(1 + exp(u)),  u = b (x - m) + c,  b = 1/s,  c = ln((1 - target)/target)      (so p(m) = target)
 *   ln L(m, b) = - sum over x of [ k ln(1 + exp(u)) + (n - k) ln(1 + exp(-u)) ],  k successes of n trials at x
 * s is limited to [0.001, 0.3] in the unit of x (made for loads). With P(|normal| <= z) = confidence (z² = 3.8415 at 0.95)
 * the interval of m is {m : 2 [max ln L - max over s of ln L(m, s)] <= z²}, that of s likewise. ln L is concave in
 * (b m, b) and m is a ratio of the two, so both sets are intervals and every search below has a single root.
 *
 * What the data cannot tell is left open. Where nothing or everything succeeds, or the maximum lies outside the measured x, the
 * midpoint is null and only a bound is given, null where it would lie outside the measured x, too.
 *
 * Where at most one x has both outcomes, ln L grows to s -> 0 and the spacing of the x, not the number of trials, limits what can
 * be told. Without any the maximum is a plateau between last success and first failure, and its middle the estimate. The interval
 * reaches at least from the last x where all succeed to the first where none does: with one mixed x the profile interval
 * alone covers as little as 81 % (simulated, 5 to 30 trials at x 1.6 to 7 s apart).
 */
import { twoSidedNormalQuantile } from './binomial-interval.ts';
import { expandBracket, findRoot } from './root.ts';

/** `successes` of `trials` independent trials at `x`. */
export interface BinomialCount {
  readonly x: number;
  readonly successes: number;
  readonly trials: number;
}

/** `estimate` is null where the value lies outside the range that can be told, and an end where it does. */
export interface BoundedEstimate {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** `below`: the value lies below the range that can be told; `above`: above it. */
  readonly bound: 'none' | 'below' | 'above';
}

/** Midpoint m and scale s, both in the unit of x. */
export interface LogisticFit {
  readonly midpoint: BoundedEstimate;
  /** All null without bound where everything, or nothing, succeeds, and with a single x. */
  readonly scale: BoundedEstimate;
}

export interface LogisticFitOptions {
  /** Success probability at the midpoint, between 0 and 1. Default 0.5. */
  readonly target?: number;
  /** Coverage of the intervals. Default 0.95. */
  readonly confidence?: number;
}

const smallestScale = 0.001;
const largestScale = 0.3;

/** Fit p(x) to counts in any order, several per x allowed. Null without a single trial. */
export function fitFallingLogistic(
  counts: readonly BinomialCount[],
  options: LogisticFitOptions = {},
): LogisticFit | null {
  const { target = 0.5, confidence = 0.95 } = options;
  const z = twoSidedNormalQuantile(confidence);
  const data = merged(counts);
  if (data.length === 0) return null;

  const curve: Curve = { data, offset: Math.log((1 - target) / target), drop: (z * z) / 2 };
  const passed = data.filter(({ successes }) => successes > 0);
  const missed = data.filter(({ successes, trials }) => successes < trials);
  const lastSuccess = passed.at(-1);
  const firstFailure = missed.at(0);

  if (firstFailure === undefined) return { midpoint: aboveAll(curve, 0, lastX(data)), scale: untold };
  if (lastSuccess === undefined) return { midpoint: belowAll(curve, 0, data[0].x), scale: untold };
  if (lastSuccess.x < firstFailure.x) {
    const plateau = { midpoint: (lastSuccess.x + firstFailure.x) / 2, steepness: 1 / smallestScale };
    const upper = scaleEnd(curve, 0, smallestScale, largestScale);
    return {
      midpoint: estimated(curve, plateau.midpoint, spacedInterval(curve, 0, plateau)),
      scale: { estimate: null, lower: null, upper, bound: 'below' },
    };
  }

  const isMixedOnce = lastSuccess.x === firstFailure.x;
  const top = isMixedOnce ? sharpest(curve) : maximum(curve);
  const best = logLikelihood(curve, top.midpoint, top.steepness);
  const scale = data.length === 1 ? untold : scaleEstimate(curve, best, 1 / top.steepness);
  if (rises(curve, lastX(data), 1)) return { midpoint: aboveAll(curve, best, top.midpoint), scale };
  if (rises(curve, data[0].x, -1)) return { midpoint: belowAll(curve, best, top.midpoint), scale };
  const interval = isMixedOnce ? spacedInterval : profileInterval;
  return { midpoint: estimated(curve, top.midpoint, interval(curve, best, top)), scale };
}

/** p(x) of a fitted curve; `scale` > 0 in the unit of x. */
export function fallingLogistic(x: number, midpoint: number, scale: number, target: number = 0.5): number {
  return 1 / (1 + Math.exp((x - midpoint) / scale + Math.log((1 - target) / target)));
}

const untold: BoundedEstimate = { estimate: null, lower: null, upper: null, bound: 'none' };

/** What a likelihood is made of: counts by increasing x, c, and z²/2. */
interface Curve {
  readonly data: readonly BinomialCount[];
  readonly offset: number;
  readonly drop: number;
}

interface Maximum {
  readonly midpoint: number;
  readonly steepness: number;
}

/** Counts by increasing x, one per x, none without trials: sums over them do not depend on the order given. */
function merged(counts: readonly BinomialCount[]): BinomialCount[] {
  const byX = new Map<number, BinomialCount>();
  for (const { x, successes, trials } of counts) {
    if (!(Number.isFinite(x) && successes >= 0 && successes <= trials)) {
      throw new RangeError(`${successes} successes of ${trials} trials at ${x}`);
    }
    const before = byX.get(x) ?? { x, successes: 0, trials: 0 };
    if (trials > 0) byX.set(x, { x, successes: before.successes + successes, trials: before.trials + trials });
  }
  return [...byX.values()].sort((a, b) => a.x - b.x);
}

function lastX(data: readonly BinomialCount[]): number {
  return data[data.length - 1].x;
}

/** The transition lies above every x: bounded from below only, if at all. `from`: where ln L is at its best. */
function aboveAll(curve: Curve, best: number, from: number): BoundedEstimate {
  const lower = Math.min(lastX(curve.data), midpointEnd(curve, best, from, -1));
  return { estimate: null, lower: measured(curve, lower), upper: null, bound: 'above' };
}

function belowAll(curve: Curve, best: number, from: number): BoundedEstimate {
  const upper = Math.max(curve.data[0].x, midpointEnd(curve, best, from, 1));
  return { estimate: null, lower: null, upper: measured(curve, upper), bound: 'below' };
}

/** `top`: where ln L, or its limit, is at its best. */
function profileInterval(curve: Curve, best: number, { midpoint }: Maximum): readonly [number, number] {
  return [midpointEnd(curve, best, midpoint, -1), midpointEnd(curve, best, midpoint, 1)];
}

/** At most one x is mixed: all between its neighbours belongs to it. */
function spacedInterval(curve: Curve, best: number, top: Maximum): readonly [number, number] {
  const [lower, upper] = profileInterval(curve, best, top);
  const lastSolved = curve.data.findLast(({ successes, trials }) => successes === trials);
  const firstFailed = curve.data.find(({ successes }) => successes === 0);
  return [Math.min(lastSolved?.x ?? lower, lower), Math.max(firstFailed?.x ?? upper, upper)];
}

function estimated({ data }: Curve, midpoint: number, [lower, upper]: readonly [number, number]): BoundedEstimate {
  const estimate = Math.min(Math.max(midpoint, data[0].x), lastX(data)); // an ulp outside, when it lies on an end
  return { estimate, lower, upper, bound: 'none' };
}

/** `end`, or null where it lies outside the measured x: there it would follow from the shape of the curve alone. */
function measured({ data }: Curve, end: number): number | null {
  return end >= data[0].x && end <= lastX(data) ? end : null;
}

/** ln(1 + exp(u)) without overflow. */
function softplus(u: number): number {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}

function logLikelihood({ data, offset }: Curve, midpoint: number, steepness: number): number {
  let sum = 0;
  for (const { x, successes, trials } of data) {
    const u = steepness * (x - midpoint) + offset;
    sum -= successes * softplus(u) + (trials - successes) * softplus(-u);
  }
  return sum;
}

/** Sum of k - n p: b times it is the slope of ln L in m. */
function surplus({ data, offset }: Curve, midpoint: number, steepness: number): number {
  let sum = 0;
  for (const { x, successes, trials } of data) {
    sum += successes - trials / (1 + Math.exp(steepness * (x - midpoint) + offset));
  }
  return sum;
}

/** Slope of ln L in b: sum of (n p - k)(x - m); falls with b. */
function slopeInSteepness({ data, offset }: Curve, midpoint: number, steepness: number): number {
  let sum = 0;
  for (const { x, successes, trials } of data) {
    const p = 1 / (1 + Math.exp(steepness * (x - midpoint) + offset));
    sum += (trials * p - successes) * (x - midpoint);
  }
  return sum;
}

/** The allowed b that maximises ln L at a given midpoint. */
function bestSteepness(curve: Curve, midpoint: number): number {
  const flattest = 1 / largestScale;
  const steepest = 1 / smallestScale;
  if (slopeInSteepness(curve, midpoint, flattest) <= 0) return flattest;
  if (slopeInSteepness(curve, midpoint, steepest) >= 0) return steepest;
  return findRoot((b) => slopeInSteepness(curve, midpoint, b), flattest, steepest);
}

/** Whether ln L still grows when the midpoint moves on from `midpoint` in `direction`, by more than rounding. */
function rises(curve: Curve, midpoint: number, direction: -1 | 1): boolean {
  return direction * surplus(curve, midpoint, bestSteepness(curve, midpoint)) > 1e-9;
}

/** Both coordinates of the maximum, for counts with at least one success and one failure. */
function maximum(curve: Curve): Maximum {
  const midpoint = findRoot((m) => surplus(curve, m, bestSteepness(curve, m)), ...midpointRange(curve));
  return { midpoint, steepness: bestSteepness(curve, midpoint) };
}

/** The maximum where a single x is mixed: ln L grows as s shrinks, at last by less than rounding can show. */
function sharpest(curve: Curve): Maximum {
  const steepness = 1 / smallestScale;
  return { midpoint: findRoot((m) => surplus(curve, m, steepness), ...midpointRange(curve)), steepness };
}

/** Holds the best midpoint for every allowed scale: at its ends a single success, or failure, outweighs all else. */
function midpointRange({ data, offset }: Curve): [number, number] {
  const trials = data.reduce((sum, count) => sum + count.trials, 0);
  const reach = largestScale * (Math.log(trials) + Math.abs(offset) + 1);
  return [data[0].x - reach, lastX(data) + reach];
}

/** Where the profile likelihood has fallen by z²/2 from `best`, walking from `from`; `from` itself if it had before. */
function midpointEnd(curve: Curve, best: number, from: number, direction: -1 | 1): number {
  const deficit = (m: number): number => best - logLikelihood(curve, m, bestSteepness(curve, m)) - curve.drop;
  if (deficit(from) >= 0) return from;
  const bracket = expandBracket(deficit, from, direction * smallestScale, Number.POSITIVE_INFINITY);
  if (bracket === null) throw new RangeError(`no end of the interval on the ${direction < 0 ? 'lower' : 'upper'} side`);
  return findRoot(deficit, bracket.low, bracket.high);
}

function scaleEstimate(curve: Curve, best: number, scale: number): BoundedEstimate {
  const lower = scaleEnd(curve, best, scale, smallestScale);
  const upper = scaleEnd(curve, best, scale, largestScale);
  if (scale <= smallestScale) return { estimate: null, lower: null, upper, bound: 'below' };
  if (scale >= largestScale) return { estimate: null, lower, upper: null, bound: 'above' };
  return { estimate: scale, lower, upper, bound: 'none' };
}

/** Where the likelihood, maximised over m, has fallen by z²/2 between `from` and the limit `to`; `to` if nowhere, `from` if it had before. */
function scaleEnd(curve: Curve, best: number, from: number, to: number): number {
  const range = midpointRange(curve);
  const deficit = (scale: number): number => {
    const midpoint = findRoot((m) => surplus(curve, m, 1 / scale), ...range);
    return best - logLikelihood(curve, midpoint, 1 / scale) - curve.drop;
  };
  if (deficit(from) >= 0) return from;
  return deficit(to) <= 0 ? to : findRoot(deficit, from, to);
}
