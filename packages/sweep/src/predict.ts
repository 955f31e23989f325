/** What the rest of a sweep will cost: from the timings of earlier starts, else from a few pilot trials, else by the formula. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialResult } from '@fewbits/dataset';
import type { Params } from '@fewbits/dataset/columns';
import { type CostModel, costModel } from './cost.ts';
import { type Foreseen, type Foresight, foreseeSearch } from './foresee-search.ts';
import type { Plan, Trial } from './plan.ts';
import { assignmentOf } from './protocol.ts';
import { runTrials } from './run-trials.ts';
import type { SearchCell } from './search-cells.ts';
import { timeouts } from './timeouts.ts';
import { finishedTrials, predictedMs, type Todo } from './todo.ts';
import { trialId } from './trial-id.ts';

/** Trials that are known to be left. */
export interface Pending {
  readonly count: number;
  /** Sum over all of them. */
  totalMs(predict: (params: Params) => number): number;
  /** Where these are only the open rounds of a search: what the whole of it will come to. */
  foresee?(predict: (params: Params) => number): Foresight;
  /** The one at a share, 0 … 1, of their order; null where there is none. */
  at(share: number): Trial | null;
}

export interface Prediction {
  /** CPU seconds of all trials that are left, under a search of those that it will ask for, too. */
  readonly coreSeconds: number;
  /** 95 % interval from the scatter of the measured trials, and of the trials that a search may need; null where none was measured. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly basis: 'timings' | 'pilot' | 'formula';
  /** Trials measured. */
  readonly measured: number;
  /** Trials that a search will ask for, those of its open rounds included; null without one. */
  readonly searchTrials: Foreseen | null;
}

/** A pilot runs this many trials, or one of each group up to `pilotGroups`; begins none after this time, and none that the formula puts above it. */
const pilotTrials = 8;
const pilotGroups = 24;
const pilotMs = 1500;
/** Where groups are looked for. */
const pilotShares = 257;
/** Below this many timings of earlier starts a pilot is run all the same. */
const fewestTimings = 5;

/** Writes nothing into the run directory. */
export async function predictCost(
  plan: Plan,
  pending: Pending,
  done: ReadonlyMap<string, TrialResult>,
): Promise<Prediction> {
  const cost = costModel(plan.experiment);
  for (const [{ params }, result] of finishedTrials(plan, done)) cost.observe(params, result);
  const { count: left } = pending;
  const needsPilot = left > 0 && cost.observed < fewestTimings;
  if (needsPilot) await runPilot(plan, pending, cost);
  const foresight = left > 0 ? (pending.foresee?.(cost.predict) ?? null) : null;
  const coreSeconds = (foresight?.ms.estimate ?? pending.totalMs(cost.predict)) / 1000;
  const basis = cost.observed === 0 ? 'formula' : needsPilot ? 'pilot' : 'timings';
  const interval = await intervalOf(coreSeconds, cost, left, foresight?.ms ?? null);
  return { coreSeconds, interval, basis, measured: cost.observed, searchTrials: foresight?.trials ?? null };
}

/** The mean of n log-normal factors measured and of those to come, both uncertain, and of a search how many come. */
async function intervalOf(
  coreSeconds: number,
  { scatter, observed }: CostModel,
  left: number,
  foreseen: Foreseen | null,
): Promise<Prediction['interval']> {
  if (scatter === null || left === 0) return null;
  // Here, because its special functions take 50 ms to load, and commands that predict nothing load this file, too.
  const { twoSidedStudentQuantile } = await import('@fewbits/numerics/mean-interval');
  const { deviation, freedom } = scatter;
  const spread = twoSidedStudentQuantile(0.95, freedom) * deviation * Math.sqrt(1 / observed + 1 / left);
  const { low, high, estimate } = foreseen ?? { low: 1, high: 1, estimate: 1 };
  return {
    low: coreSeconds * Math.exp(-Math.hypot(spread, Math.log(estimate / low))),
    high: coreSeconds * Math.exp(Math.hypot(spread, Math.log(high / estimate))),
  };
}

async function runPilot(plan: Plan, pending: Pending, cost: CostModel): Promise<void> {
  const trials = pilotOf(pending, cost);
  const log = mkdtempSync(join(tmpdir(), 'fewbits-pilot-'));
  try {
    const results = runTrials(
      {
        next() {
          const trial = trials.shift();
          return trial ? { trials: [trial], alone: false, ms: cost.predict(trial.params) } : null;
        },
        settle: () => undefined,
        asked: trials.length,
        reused: 0,
        predicted: 0,
        search: null,
        trials: () => trials,
      },
      {
        assignment: assignmentOf(plan.spec, log),
        threads: 1,
        cost,
        timeouts: timeouts({ ...plan.spec.limits, timeout: { ms: 2 * pilotMs } }),
        retries: 0,
        signal: AbortSignal.timeout(pilotMs),
      },
    );
    for await (const _ of results); // the cost model takes them in
  } finally {
    rmSync(log, { recursive: true, force: true });
  }
}

/** One of each group, of middling cost in it, then others spread evenly over what is left; cheap ones first, so that many are done in time. */
function pilotOf(pending: Pending, cost: CostModel): Trial[] {
  const byCost = spread(pending, pilotShares)
    .filter(({ params }) => cost.formula(params) <= pilotMs)
    .sort((a, b) => cost.formula(a.params) - cost.formula(b.params));
  const groups = new Map<string, Trial[]>();
  for (const trial of byCost) {
    const group = cost.groupOf(trial.params);
    groups.set(group, [...(groups.get(group) ?? []), trial]);
  }
  const middling = [...groups.values()].map((group) => group[Math.floor(group.length / 2)] as Trial);
  const trials = new Map(middling.slice(0, pilotGroups).map((trial) => [trial.id, trial]));
  for (const trial of spread(pending, pilotTrials)) {
    if (trials.size >= pilotTrials) break;
    if (cost.formula(trial.params) <= pilotMs) trials.set(trial.id, trial);
  }
  return [...trials.values()];
}

function spread({ at }: Pending, count: number): Trial[] {
  return Array.from({ length: count }, (_, k) => at((k + 0.5) / count)).filter((trial) => trial !== null);
}

/** What is left of a plan: the first replicate left of the point at each share. */
export function pendingOfPlan(plan: Plan, todo: Todo): Pending {
  return {
    count: todo.count + todo.alone.length,
    totalMs: (predict) => predictedMs(todo, predict),
    at(share) {
      const index = Math.min(Math.floor(share * plan.points), plan.points - 1);
      const [replicate] = todo.replicatesOf(index);
      if (replicate === undefined) return null;
      const { id, params } = plan.pointAt(index);
      return { id: trialId(id, replicate), params, replicate };
    },
  };
}

/** What the open rounds of a search wait for. */
export function pendingOfSearch(
  plan: Plan,
  cells: readonly SearchCell[],
  done: ReadonlyMap<string, TrialResult>,
): Pending {
  const trials = cells.flatMap(({ open }) => open).filter(({ id }) => done.get(id)?.status !== 'ok');
  // One that was quarantined may end its worker again: it tells no cost.
  const safe = trials.filter(({ id }) => done.get(id)?.status !== 'quarantined');
  return {
    count: trials.length,
    totalMs: (predict) => trials.reduce((sum, { params }) => sum + predict(params), 0),
    foresee: (predict) => foreseeSearch(plan, cells, done, predict),
    at: (share) => safe[Math.min(Math.floor(share * safe.length), safe.length - 1)] ?? null,
  };
}
