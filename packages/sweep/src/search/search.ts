/**
 * Adaptive search of one transition: a fold over closed rounds.
 *
 * Each state holds its decision, a round to run or a stop, a pure function of the setting, the cost formula and the rounds
 * before: arrival order, other searches and clocks do not enter. Replaying stored rounds gives the same states.
 */
import { type TransitionPosterior, type TransitionPrior, transitionPosterior } from '@fewbits/numerics';
import { composeRound, ROUND_TRIALS } from './compose-round.ts';
import { countsOf, type Evidence, withRound } from './evidence.ts';
import { contradicted, likeliestLapse } from './guards.ts';
import { doubtfulEnds, isNarrow, outsideReason, type SearchStop, stopOf } from './judge.ts';
import { type LatticePoints, latticePoints } from './lattice.ts';
import {
  type ClosedRound,
  type CostOf,
  demandSetting,
  type SearchOutcome,
  type SearchRequest,
  type SearchSetting,
} from './setting.ts';

export interface SearchRound {
  readonly kind: 'round';
  readonly requests: readonly SearchRequest[];
}

export type SearchDecision = SearchRound | SearchStop;

export interface Search {
  readonly setting: SearchSetting;
  readonly cost: CostOf;
  readonly points: LatticePoints;
  readonly evidence: Evidence;
  /** Closed rounds and trials in them. */
  readonly rounds: number;
  readonly trials: number;
  readonly contradicted: boolean;
  readonly decision: SearchDecision;
  /** Guard trials after the first round and grid trials, those of the open round included. */
  readonly guards: number;
  readonly gridTrials: number;
}

/** Placing needs no more; what is quoted comes from the default grid, 400 × 40. */
const COARSE = { midpoints: 96, scales: 16 };
/** Coarse intervals that are wider than asked by no more than this are looked at again on the fine grid. */
const SLACK = 1.1;

/** A search with no results yet. Throws RangeError on a setting that makes no sense, or no lattice point in its range. */
export function startSearch(setting: SearchSetting, cost: CostOf): Search {
  demandSetting(setting);
  return decided({
    setting,
    cost,
    points: latticePoints(setting.lattice, setting.from, setting.to),
    evidence: new Map(),
    rounds: 0,
    trials: 0,
    contradicted: false,
    guards: 0,
    gridTrials: 0,
  });
}

/** The search after its open round has closed; `outcomes` in the order of the requests. */
export function advanceSearch(search: Search, outcomes: readonly SearchOutcome[]): Search {
  if (search.decision.kind === 'stop') throw new RangeError('the search has stopped: it asked for no round');
  const { requests } = search.decision;
  if (outcomes.length !== requests.length) {
    throw new RangeError(`${outcomes.length} outcomes of ${requests.length} requests`);
  }
  const round: ClosedRound = { requests, outcomes };
  const onGrid = isOnGrid(search);
  const asked = requests.reduce((sum, { trials }) => sum + trials, 0);
  return decided({
    ...search,
    evidence: withRound(search.evidence, round, onGrid),
    rounds: search.rounds + 1,
    trials: search.trials + asked,
  });
}

type Undecided = Omit<Search, 'decision'>;

function decided(before: Undecided): Search {
  const { setting, points, evidence, rounds, trials } = before;
  let search = before;
  let prior: TransitionPrior = { from: setting.from, to: setting.to, target: setting.target };
  let counts = countsOf(evidence, before.contradicted ? 'even' : 'all');
  let posterior = transitionPosterior(counts, prior, COARSE);
  if (!isOnGrid(before) && contradicted(counts, prior, posterior, rounds)) {
    search = { ...before, contradicted: true };
    counts = countsOf(evidence, 'even');
    posterior = transitionPosterior(counts, prior, COARSE);
  }
  if (search.contradicted) {
    prior = { ...prior, lapse: likeliestLapse(counts, prior, posterior) };
    posterior = transitionPosterior(counts, prior, COARSE);
  }
  const stopped = (reason: SearchStop['reason'], fine: TransitionPosterior): Search => ({
    ...search,
    decision: stopOf(reason, setting, fine, { trials, rounds, contradicted: search.contradicted }),
  });
  const reason = outsideReason(setting, points, evidence, trials);
  const doubtful = rounds === 0 ? [] : doubtfulEnds(setting, points, evidence, posterior);
  const nearlyNarrow = doubtful.length === 0 && isNarrow(setting, posterior, SLACK);
  if (reason !== null || nearlyNarrow) {
    const fine = transitionPosterior(counts, prior);
    if (reason !== null && reason !== 'max-trials') return stopped(reason, fine);
    if (nearlyNarrow && isNarrow(setting, fine, 1)) return stopped('narrow', fine);
    if (reason !== null) return stopped(reason, fine);
  }
  const { requests, guards, gridTrials } = composeRound({
    ...search,
    from: setting.from,
    to: setting.to,
    posterior,
    doubtful,
    onGrid: isOnGrid(search),
    trials: Math.min(ROUND_TRIALS, setting.maxTrials - trials),
  });
  return {
    ...search,
    decision: { kind: 'round', requests },
    guards: search.guards + guards,
    gridTrials: search.gridTrials + gridTrials,
  };
}

function isOnGrid({ setting, contradicted: refuted }: Undecided): boolean {
  return refuted || setting.placement === 'grid';
}
