/**
 * Whether a search may stop, and what it then says.
 */
import {
  credibleInterval,
  midpointQuantile,
  predictedSuccess,
  scaleQuantile,
  sequentialInterval,
  sequentialVerdict,
  type TransitionPosterior,
  testAround,
} from '@fewbits/numerics';
import { type Evidence, tallyAt } from './evidence.ts';
import type { LatticePoints } from './lattice.ts';
import type { SearchSetting } from './setting.ts';

/** Null on the open side of a transition that lies outside [from, to]. */
export interface OpenInterval {
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface SearchStop {
  readonly kind: 'stop';
  /**
   * `narrow`: the interval is; `above`, `below`: at the last point success, at the first failure is still the likelier;
   * `rising`: success rises with x, which is no transition that is looked for; `max-trials`; `no-results`: not one of the first 48 trials gave a result.
   */
  readonly reason: 'narrow' | 'above' | 'below' | 'rising' | 'max-trials' | 'no-results';
  readonly bound: 'none' | 'above' | 'below' | 'undecided';
  /** Posterior median, null outside [from, to], and interval (a). */
  readonly midpoint: OpenInterval & { readonly estimate: number | null };
  /** Interval (b) of the midpoint, valid under any stopping. */
  readonly sequential: OpenInterval;
  /** Posterior median and equal-tailed interval of s. */
  readonly scale: { readonly estimate: number; readonly lower: number; readonly upper: number };
  readonly trials: number;
  readonly rounds: number;
  /**
   * The results contradicted the logistic curve: the search went on over the fixed grid, and the estimate rests on evenly placed
   * trials alone and on the curve that lapses at the likeliest rate.
   */
  readonly contradicted: boolean;
}

export type EndOfRange = 'from' | 'to';

/**
 * An interval is trusted once s is known to a quarter: before that, runs whose s came out too small stop too early.
 * Measured at s = R/50, within = s/2: coverage 0.92 without this condition, 0.945 with it.
 */
const KNOWN_SCALE = 0.25;
/** Or once it is so much narrower than asked that s hardly matters: transitions far narrower than `within`. */
const AMPLE = 0.3;
const TRIALS_WITHOUT_RESULT = 48;

/** Success at an end is in doubt while the model has it no closer to certain than this part of what the target leaves. */
const DOUBT = 0.25;

/**
 * The ends at which it is not settled on which side of the target success is: by the model, which has m inside the range,
 * it might be the wrong one, and Wald's test there is open.
 */
export function doubtfulEnds(
  setting: SearchSetting,
  points: LatticePoints,
  evidence: Evidence,
  posterior: TransitionPosterior,
): EndOfRange[] {
  const { target } = setting;
  const first = points.at(0);
  const last = points.at(points.count - 1);
  const ends: EndOfRange[] = [];
  if (predictedSuccess(posterior, first) < 1 - DOUBT * (1 - target) && verdictAt(target, evidence, first) === 'open') {
    ends.push('from');
  }
  if (predictedSuccess(posterior, last) > DOUBT * target && verdictAt(target, evidence, last) === 'open')
    ends.push('to');
  return ends;
}

/** Why the search stops apart from a narrow interval, or null. */
export function outsideReason(
  { target, maxTrials }: SearchSetting,
  points: LatticePoints,
  evidence: Evidence,
  trials: number,
): Exclude<SearchStop['reason'], 'narrow'> | null {
  const isHighAtTo = verdictAt(target, evidence, points.at(points.count - 1)) === 'high';
  const isLowAtFrom = verdictAt(target, evidence, points.at(0)) === 'low';
  if ((isHighAtTo || isLowAtFrom) && rises(points, evidence)) return 'rising';
  if (isHighAtTo) return 'above';
  if (isLowAtFrom) return 'below';
  if (trials >= maxTrials) return 'max-trials';
  if (trials < TRIALS_WITHOUT_RESULT) return null;
  for (const { successes, failures } of evidence.values()) if (successes + failures > 0) return null;
  return 'no-results';
}

/** A share of successes that is larger by this in the upper half of the range than in the lower is no chance. */
const RISE = 0.4;

function rises(points: LatticePoints, evidence: Evidence): boolean {
  const middle = (points.at(0) + points.at(points.count - 1)) / 2;
  const below = { successes: 0, trials: 0 };
  const above = { successes: 0, trials: 0 };
  for (const [x, { successes, failures }] of evidence) {
    const half = x < middle ? below : above;
    half.successes += successes;
    half.trials += successes + failures;
  }
  return below.trials > 0 && above.trials > 0 && above.successes / above.trials - below.successes / below.trials > RISE;
}

/** Whether interval (a) is narrow, with a margin for judging by a coarse grid: `slack` >= 1. */
export function isNarrow(
  { within, confidence }: SearchSetting,
  posterior: TransitionPosterior,
  slack: number,
): boolean {
  const { lower, upper } = credibleInterval(posterior, confidence);
  const half = (upper - lower) / 2;
  const { mean, sd } = posterior.scale;
  return half <= slack * within && (sd <= slack * KNOWN_SCALE * mean || half <= slack * AMPLE * within);
}

/** What is said at the stop. */
export function stopOf(
  reason: SearchStop['reason'],
  { confidence }: SearchSetting,
  posterior: TransitionPosterior,
  run: Pick<SearchStop, 'trials' | 'rounds' | 'contradicted'>,
): SearchStop {
  const outside = reason === 'above' || reason === 'below';
  const isRising = reason === 'rising';
  const open = ({ lower, upper }: { lower: number; upper: number }): OpenInterval => ({
    lower: reason === 'below' || isRising ? null : lower,
    upper: reason === 'above' || isRising ? null : upper,
  });
  return {
    kind: 'stop',
    reason,
    bound: outside ? reason : reason === 'narrow' ? 'none' : 'undecided',
    midpoint: {
      estimate: outside || isRising ? null : midpointQuantile(posterior, 0.5),
      ...open(credibleInterval(posterior, confidence)),
    },
    sequential: open(sequentialInterval(posterior, confidence)),
    scale: {
      estimate: scaleQuantile(posterior, 0.5),
      lower: scaleQuantile(posterior, (1 - confidence) / 2),
      upper: scaleQuantile(posterior, (1 + confidence) / 2),
    },
    ...run,
  };
}

function verdictAt(target: number, evidence: Evidence, x: number): string {
  const { successes, failures } = tallyAt(evidence, x);
  return sequentialVerdict(testAround(target), successes, failures);
}
