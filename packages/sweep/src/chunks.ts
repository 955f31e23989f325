/** Deals what is left of a plan out as chunks, longest first, each of about the work that one dispatch is worth. */
import type { CostModel } from './cost.ts';
import { type Point, plannedTrials, type Trial } from './plan.ts';
import { predictedMs, type Todo } from './todo.ts';
import { trialId } from './trial-id.ts';
import type { Deal, Work } from './work.ts';

/** Work of a chunk, ms: well above the cost of a dispatch, well below what a crash may lose. */
const targetMs = 250;
/** Before any trial has been measured the formula may be far off, so the first chunks are small. */
const firstTargetMs = 25;
/** Bound on a chunk whatever is predicted, so that the rows of one message stay small. */
const maxTrials = 4096;

/** Work of `ms` a chunk, less near the end, so that no thread is left with a long one while the others idle. */
export function chunkMs(cost: CostModel, remainingMs: number, threads: number): number {
  return cost.observed === 0 ? firstTargetMs : Math.min(targetMs, remainingMs / (3 * threads));
}

/** The trials of a plan that are left; those quarantined before come last, each alone. `most`: bound on a chunk. */
export function planWork(todo: Todo, cost: CostModel, threads: number, most: number = maxTrials): Work {
  const { plan } = todo;
  const alone = [...todo.alone];
  /** Trials left of each point. */
  const counts = Uint32Array.from({ length: plan.points }, (_, point) => todo.replicatesOf(point).length);
  let predicted = new Float64Array(plan.points);
  let order = new Uint32Array();
  let position = 0;
  let left = 0;
  let resortAt = 0;
  let open: { readonly point: number; readonly known: Point; readonly replicates: Uint32Array } | null = null;

  /** Predict and sort anew whenever four times as much has been measured as at the last time. */
  function sort(): void {
    predicted = new Float64Array(plan.points);
    left = 0;
    const rest: number[] = [];
    for (let point = 0; point < plan.points; point++) {
      const count = counts[point] as number;
      if (count === 0) continue;
      predicted[point] = cost.predict(plan.paramsAt(point));
      left += count * (predicted[point] as number);
      rest.push(point);
    }
    order = Uint32Array.from(rest).sort((a, b) => (predicted[b] as number) - (predicted[a] as number) || a - b);
    position = 0;
    open = null;
    resortAt = Math.max(16, plan.points / 64, 4 * cost.observed);
  }

  function nextTrial(point: number): Trial {
    if (open?.point !== point) open = { point, known: plan.pointAt(point), replicates: todo.replicatesOf(point) };
    const { known, replicates } = open;
    const replicate = replicates[replicates.length - (counts[point] as number)] as number;
    counts[point] = (counts[point] as number) - 1;
    return { id: trialId(known.id, replicate), params: known.params, replicate };
  }

  sort();
  return {
    next(): Deal | null {
      if (cost.observed >= resortAt) sort();
      const target = chunkMs(cost, left, threads);
      const trials: Trial[] = [];
      let ms = 0;
      for (; position < order.length && trials.length < most; ) {
        const point = order[position] as number;
        if (counts[point] === 0) {
          position++;
          continue;
        }
        const own = predicted[point] as number;
        if (trials.length > 0 && ms + own > target) break;
        trials.push(nextTrial(point));
        ms += own;
      }
      left = Math.max(0, left - ms);
      if (trials.length > 0) return { trials, alone: false, ms };
      const trial = alone.shift();
      return trial ? { trials: [trial], alone: true, ms: cost.predict(trial.params) } : null;
    },
    settle: () => undefined,
    asked: plan.trials,
    reused: todo.reused,
    predicted: predictedMs(todo, cost.formula),
    search: null,
    trials: () => plannedTrials(plan),
  };
}
