/**
 * What a search will come to: its own decisions, taken on results that are drawn from curves which may be the true one.
 *
 * A cell with results draws midpoint and scale from their posterior. One without draws the midpoint anywhere in the range and
 * the scale between R/100 and R/10 (R: length of the range), or near those of the cells that are decided. The trials that a
 * search needs go as the square of the scale, so one draw takes the same quantile of the scale in all cells: what is not
 * known of it does not average out.
 */
import type { TrialResult } from '@fewbits/dataset';
import type { Params } from '@fewbits/dataset/columns';
import { credibleInterval, philoxRng, type Rng, transitionPosterior } from '@fewbits/numerics';
import type { Plan } from './plan.ts';
import { countsOf } from './search/evidence.ts';
import { advanceSearch, type Search } from './search/search.ts';
import type { SearchRequest } from './search/setting.ts';
import type { SearchCell } from './search-cells.ts';

export interface Foreseen {
  readonly estimate: number;
  /** The ends of what was drawn. */
  readonly low: number;
  readonly high: number;
}

/** What is left of the whole search. */
export interface Foresight {
  readonly trials: Foreseen;
  /** CPU milliseconds. */
  readonly ms: Foreseen;
}

const draws = 20;
/** Of more cells some are foreseen, spread over the plan, and stand for the others. */
const mostCells = 4;
/** A longer search is extrapolated: the width of its interval falls as one over the root of its trials. */
const mostRounds = 24;
const assumedScales = [1 / 100, 1 / 10] as const;
/** How far from the scales of decided cells that of another may be. */
const scaleSpread = 2;
const coarse = { midpoints: 96, scales: 16 };

/** `predict`: CPU milliseconds of a trial. */
export function foreseeSearch(
  plan: Plan,
  cells: readonly SearchCell[],
  done: ReadonlyMap<string, TrialResult>,
  predict: (params: Params) => number,
): Foresight {
  const going = cells.filter(({ stop }) => stop === null);
  const count = Math.min(mostCells, going.length);
  const some = Array.from(
    { length: count },
    (_, k) => going[Math.floor(((k + 0.5) * going.length) / count)] as SearchCell,
  );
  const weight = count === 0 ? 0 : going.length / count;
  const decided = cells.flatMap(({ stop }) => (stop?.reason === 'narrow' ? stop.scale.estimate : []));
  const rng = philoxRng(Uint32Array.of(0, 0, 0, 0xf02e5ee));
  const totals = Array.from({ length: draws }, (_, draw) => {
    const sum = { trials: 0, ms: 0 };
    for (const cell of some) {
      const own = foreseeCell(plan, cell, done, predict, scalesOf(cell.state, decided), (draw + 0.5) / draws, rng);
      sum.trials += weight * own.trials;
      sum.ms += weight * own.ms;
    }
    return sum;
  });
  return { trials: summed(totals.map(({ trials }) => trials)), ms: summed(totals.map(({ ms }) => ms)) };
}

/** The range of scales that is assumed before there are results; undefined: the search's own prior. */
function scalesOf({ rounds, setting }: Search, decided: readonly number[]): readonly [number, number] | undefined {
  if (rounds > 0) return undefined;
  if (decided.length > 0) return [Math.min(...decided) / scaleSpread, Math.max(...decided) * scaleSpread];
  const range = setting.to - setting.from;
  return [assumedScales[0] * range, assumedScales[1] * range];
}

function foreseeCell(
  plan: Plan,
  { index, open, state }: SearchCell,
  done: ReadonlyMap<string, TrialResult>,
  predict: (params: Params) => number,
  scales: readonly [number, number] | undefined,
  quantile: number,
  rng: Rng,
): { trials: number; ms: number } {
  const { from, to, target, within, confidence, maxTrials } = state.setting;
  const parameter = plan.spec.search?.parameter ?? '';
  const prior = { from, to, target, ...(scales && { scales }) };
  const success = drawCurve(transitionPosterior(countsOf(state.evidence, 'all'), prior, coarse), quantile, rng);
  const costs = new Map<number, number>();
  const msAt = (x: number): number => {
    const known = costs.get(x) ?? predict(plan.pointWith(index, { [parameter]: x }).params);
    costs.set(x, known);
    return known;
  };
  // Of the open round only what has no result yet is to be done.
  const pending = open.filter(({ id }) => done.get(id)?.status !== 'ok');
  let trials = pending.length;
  let ms = pending.reduce((sum, { params }) => sum + predict(params), 0);
  let search = state;
  for (let round = 0; search.decision.kind === 'round' && round < mostRounds; round++) {
    const { requests } = search.decision;
    for (const { x, trials: asked } of round > 0 ? requests : []) {
      trials += asked;
      ms += asked * msAt(x);
    }
    search = advanceSearch(
      search,
      requests.map((request) => drawnOutcome(request, success, rng)),
    );
  }
  if (search.decision.kind === 'stop') return { trials, ms };
  const { lower, upper } = credibleInterval(
    transitionPosterior(countsOf(search.evidence, 'all'), prior, coarse),
    confidence,
  );
  const wanted = search.trials * Math.max(1, ((upper - lower) / 2 / within) ** 2);
  const more = (Math.min(wanted, maxTrials) - search.trials) / search.trials;
  return { trials: trials + more * search.trials, ms: ms + (more * search.trials * ms) / Math.max(trials, 1) };
}

/** A curve from the posterior: its scale at the quantile given, its midpoint at random. */
function drawCurve(
  { midpoints, scales, mass, scaleMass, offset }: ReturnType<typeof transitionPosterior>,
  quantile: number,
  rng: Rng,
): (x: number) => number {
  const j = indexAt(scaleMass, quantile);
  const columns = midpoints.length;
  const row = mass.subarray(j * columns, (j + 1) * columns);
  const m = midpoints[indexAt(row, rng.uniform())] as number;
  const s = scales[j] as number;
  return (x) => 1 / (1 + Math.exp((x - m) / s + offset));
}

/** The first index at which the running sum reaches a share of the whole. */
function indexAt(mass: Float64Array, share: number): number {
  const wanted = share * mass.reduce((sum, each) => sum + each, 0);
  let sum = 0;
  for (let k = 0; k < mass.length; k++) {
    sum += mass[k] as number;
    if (sum >= wanted) return k;
  }
  return mass.length - 1;
}

function drawnOutcome(
  { x, trials }: SearchRequest,
  success: (x: number) => number,
  rng: Rng,
): { successes: number; failures: number; missing: number } {
  let successes = 0;
  for (let n = 0; n < trials; n++) if (rng.uniform() < success(x)) successes++;
  return { successes, failures: trials - successes, missing: 0 };
}

/** The median, and the ends of twenty: a few per cent lie outside. */
function summed(values: readonly number[]): Foreseen {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { estimate: at(0.5), low: at(0), high: at(1) };
}
