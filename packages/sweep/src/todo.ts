/** What is left of a plan: the set difference of its trials and those that are `ok` on the disk. */
import type { TrialResult } from '@fewbits/dataset';
import { askedTrials } from './asked.ts';
import type { Plan, Trial } from './plan.ts';
import { trialId } from './trial-id.ts';

export interface Todo {
  readonly plan: Plan;
  /** Number of trials to run, those in `alone` not counted. */
  readonly count: number;
  /** Replicates to run of the point at `index`. */
  replicatesOf(index: number): Uint32Array;
  /** Trials that were quarantined before: tried again, each alone. */
  readonly alone: readonly Trial[];
  /** Trials that are `ok` already. */
  readonly reused: number;
}

export function pendingTrials(plan: Plan, done: ReadonlyMap<string, TrialResult>): Todo {
  const { points, replicates } = plan;
  const left = new Uint32Array(plan.trials);
  const starts = new Uint32Array(points + 1);
  const alone: Trial[] = [];
  let count = 0;
  for (let point = 0; point < points; point++) {
    starts[point] = count;
    if (done.size === 0) {
      for (let replicate = 0; replicate < replicates; replicate++) left[count++] = replicate;
      continue;
    }
    const { id: pointKey, params } = plan.pointAt(point);
    for (let replicate = 0; replicate < replicates; replicate++) {
      const id = trialId(pointKey, replicate);
      const status = done.get(id)?.status;
      if (status === 'quarantined') alone.push({ id, params, replicate });
      else if (status !== 'ok') left[count++] = replicate;
    }
  }
  starts[points] = count;
  return {
    plan,
    count,
    replicatesOf: (index) => left.subarray(starts[index], starts[index + 1]),
    alone,
    reused: plan.trials - count - alone.length,
  };
}

/** Predicted CPU milliseconds of all that is left, by the experiment's formula. */
export function predictedMs({ plan, alone, replicatesOf }: Todo, formula: (params: Trial['params']) => number): number {
  let sum = alone.reduce((total, { params }) => total + formula(params), 0);
  for (let point = 0; point < plan.points; point++) {
    const { length } = replicatesOf(point);
    if (length > 0) sum += length * formula(plan.paramsAt(point));
  }
  return sum;
}

/** The trials of a plan that are `ok` on the disk, with what they came to. */
export function* finishedTrials(
  plan: Plan,
  done: ReadonlyMap<string, TrialResult>,
): Generator<readonly [Trial, TrialResult]> {
  if (done.size === 0) return;
  for (const trial of askedTrials(plan, done)) {
    const result = done.get(trial.id);
    if (result?.status === 'ok') yield [trial, result];
  }
}
