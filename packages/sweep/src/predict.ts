/** What the rest of a sweep will cost: from the timings of earlier starts, else from a few pilot trials, else by the formula. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialResult } from '@fewbits/dataset';
import { twoSidedNormalQuantile } from '@fewbits/numerics';
import { type CostModel, costModel } from './cost.ts';
import type { Plan, Trial } from './plan.ts';
import { assignmentOf } from './protocol.ts';
import { runTrials } from './run-trials.ts';
import { timeouts } from './timeouts.ts';
import { finishedTrials, predictedMs, type Todo } from './todo.ts';
import { trialId } from './trial-id.ts';

export interface Prediction {
  /** CPU seconds of all trials that are left. */
  readonly coreSeconds: number;
  /** 95 % interval from the scatter of the measured trials; null where none was. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly basis: 'timings' | 'pilot' | 'formula';
  /** Trials measured. */
  readonly measured: number;
}

/** A pilot runs at most this many trials, begins none after this time, and none that the formula puts above it. */
const pilotTrials = 8;
const pilotMs = 1500;
/** Below this many timings of earlier starts a pilot is run all the same. */
const fewestTimings = 5;

/** Writes nothing into the run directory. */
export async function predictCost(plan: Plan, todo: Todo, done: ReadonlyMap<string, TrialResult>): Promise<Prediction> {
  const cost = costModel(plan.experiment);
  for (const [{ params }, result] of finishedTrials(plan, done)) cost.observe(params, result);
  const left = todo.count + todo.alone.length;
  const needsPilot = left > 0 && cost.observed < fewestTimings;
  if (needsPilot) await runPilot(plan, todo, cost);
  const coreSeconds = predictedMs(todo, cost.predict) / 1000;
  const basis = cost.observed === 0 ? 'formula' : needsPilot ? 'pilot' : 'timings';
  return { coreSeconds, interval: intervalOf(coreSeconds, cost, left), basis, measured: cost.observed };
}

/** The mean of n log-normal factors measured and of those to come, both uncertain. */
function intervalOf(coreSeconds: number, { scatter, observed }: CostModel, left: number): Prediction['interval'] {
  if (scatter === null || left === 0) return null;
  const spread = twoSidedNormalQuantile(0.95) * scatter * Math.sqrt(1 / observed + 1 / left);
  return { low: coreSeconds * Math.exp(-spread), high: coreSeconds * Math.exp(spread) };
}

async function runPilot(plan: Plan, todo: Todo, cost: CostModel): Promise<void> {
  const trials = pilotOf(plan, todo, cost);
  const log = mkdtempSync(join(tmpdir(), 'fewbits-pilot-'));
  try {
    const results = runTrials(
      {
        next() {
          const trial = trials.shift();
          return trial ? { trials: [trial], alone: false, ms: cost.predict(trial.params) } : null;
        },
        settle: () => undefined,
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

/** Trials at points spread evenly over the plan's order, the first replicate left of each. */
function pilotOf(plan: Plan, todo: Todo, cost: CostModel): Trial[] {
  const trials: Trial[] = [];
  for (let k = 0; k < pilotTrials; k++) {
    const index = Math.floor(((k + 0.5) * plan.points) / pilotTrials);
    const [replicate] = todo.replicatesOf(index);
    if (replicate === undefined) continue;
    const { id: point, params } = plan.pointAt(index);
    const id = trialId(point, replicate);
    if (trials.every((other) => other.id !== id) && cost.formula(params) <= pilotMs)
      trials.push({ id, params, replicate });
  }
  return trials;
}
