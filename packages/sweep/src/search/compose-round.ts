/**
 * The requests of a search's next round.
 *
 * First round: evenly spread. Later: half to an end of the range that is in doubt; guards; half of the round to the D-optimal pair
 * while s is uncertain by more than 20 %; the rest where it teaches most. The pair earns its place: with a quarter of the
 * round, and up to 30 %, the interval holds the midpoint less often at the stop. No bisection before: the first rounds are a search by
 * sixteenths, and Wald's test is kept for the ends. After a contradiction, and for comparison: a fixed grid in place of guards,
 * pair and placing.
 */
import type { TransitionPosterior } from '@fewbits/numerics';
import { type Evidence, tallyAt } from './evidence.ts';
import { GUARD_SHARE, guardPlace } from './guards.ts';
import type { EndOfRange } from './judge.ts';
import type { LatticePoints } from './lattice.ts';
import { mostInformative, optimalPair } from './place.ts';
import type { CostOf, SearchRequest } from './setting.ts';

/** Trials of a round. */
export const ROUND_TRIALS = 16;
/** Points of the fixed grid: every second one in turn makes a round. */
const GRID_POINTS = 2 * ROUND_TRIALS;
/** The pair is asked while s is uncertain by more than this part of itself … */
const UNKNOWN_SCALE = 0.2;
/** … or accounts for more than this part of the midpoint's variance: targets far from 1/2, trials dear on one side. */
const CONFOUNDED = 0.25;

export interface RoundBasis {
  readonly from: number;
  readonly to: number;
  readonly points: LatticePoints;
  readonly cost: CostOf;
  readonly evidence: Evidence;
  readonly posterior: TransitionPosterior;
  readonly doubtful: readonly EndOfRange[];
  readonly rounds: number;
  /** Guard trials after the first round, and grid trials, so far. */
  readonly guards: number;
  readonly gridTrials: number;
  readonly onGrid: boolean;
  /** Trials that may be asked for. */
  readonly trials: number;
}

export interface ComposedRound {
  readonly requests: readonly SearchRequest[];
  readonly guards: number;
  readonly gridTrials: number;
}

export function composeRound(basis: RoundBasis): ComposedRound {
  const { from, to, points, cost, posterior, doubtful, rounds, onGrid, trials } = basis;
  const at = (share: number): number => points.nearest(from + share * (to - from));
  const placed: number[] = [];
  const guards: number[] = [];
  if (rounds === 0 && !onGrid) {
    for (let n = 0; n < trials; n++) guards.push(at((n + 0.5) / trials));
    return { requests: requestsOf(basis, [], guards), guards: 0, gridTrials: 0 };
  }
  for (const end of doubtful) {
    const share = Math.floor(trials / 2 / doubtful.length);
    for (let n = 0; n < share; n++) placed.push(end === 'from' ? 0 : points.count - 1);
  }
  const left = (): number => trials - placed.length - guards.length;
  if (onGrid) {
    const gridTrials = left();
    for (let n = 0; n < gridTrials; n++) placed.push(at(gridPlace(basis.gridTrials + n)));
    return { requests: requestsOf(basis, placed, []), guards: 0, gridTrials };
  }
  const due = Math.floor((GUARD_SHARE * 10 * ROUND_TRIALS * rounds) / 10) - basis.guards;
  for (let n = 0; n < Math.min(due, left()); n++) guards.push(at(guardPlace(basis.guards + n)));
  if (wantsPair(posterior)) {
    const pair = 2 * Math.floor(Math.min(left(), trials / 2) / 2);
    if (pair > 0) placed.push(...optimalPair(posterior, points, cost, pair));
  }
  if (left() > 0) placed.push(...mostInformative(posterior, points, cost, left()));
  return { requests: requestsOf(basis, placed, guards), guards: guards.length, gridTrials: 0 };
}

/** Not before the transition has been found: m known to one s. */
function wantsPair(posterior: TransitionPosterior): boolean {
  const { midpoint, scale, offset } = posterior;
  if (midpoint.sd >= (1 + Math.abs(offset)) * scale.mean) return false;
  return scale.sd > UNKNOWN_SCALE * scale.mean || confounded(posterior) > CONFOUNDED;
}

/** The part of the midpoint's variance that goes with the scale's: their squared correlation. */
function confounded({ midpoints, scales, mass, midpoint, scale }: TransitionPosterior): number {
  let sum = 0;
  for (let j = 0; j < scales.length; j++) {
    let row = 0;
    for (let i = 0; i < midpoints.length; i++) {
      row += (mass[j * midpoints.length + i] as number) * ((midpoints[i] as number) - midpoint.mean);
    }
    sum += row * ((scales[j] as number) - scale.mean);
  }
  const deviations = midpoint.sd * scale.sd;
  return deviations > 0 ? (sum / deviations) * (sum / deviations) : 0;
}

/** Place in [0, 1] of grid trial t: the points of even number, then those of odd number, then again. */
function gridPlace(t: number): number {
  const n = t % GRID_POINTS;
  const point = n < ROUND_TRIALS ? 2 * n : 2 * (n - ROUND_TRIALS) + 1;
  return point / (GRID_POINTS - 1);
}

/** One request for each point: placed ones ascending, then guards ascending. */
function requestsOf(
  { points, evidence }: RoundBasis,
  placed: readonly number[],
  guards: readonly number[],
): SearchRequest[] {
  const requests: SearchRequest[] = [];
  const asked = new Map<number, number>();
  for (const [indices, guard] of [
    [placed, false],
    [guards, true],
  ] as const) {
    const trialsAt = new Map<number, number>();
    for (const index of indices) trialsAt.set(index, (trialsAt.get(index) ?? 0) + 1);
    for (const [index, trials] of [...trialsAt].sort(([a], [b]) => a - b)) {
      const x = points.at(index);
      const firstReplicate = tallyAt(evidence, x).asked + (asked.get(index) ?? 0);
      asked.set(index, (asked.get(index) ?? 0) + trials);
      requests.push({ x, firstReplicate, trials, guard });
    }
  }
  return requests;
}
