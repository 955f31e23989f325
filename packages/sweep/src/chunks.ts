/** Deals what is left of a plan out as chunks, longest first, each of about the work that one dispatch is worth. */
import type { CostModel } from './cost.ts';
import type { Point, Trial } from './plan.ts';
import type { Todo } from './todo.ts';
import { trialId } from './trial-id.ts';

/** Work of a chunk, ms: well above the cost of a dispatch, well below what a crash may lose. */
const targetMs = 150;
/** Before any trial has been measured the formula may be far off, so the first chunks are small. */
const firstTargetMs = 25;
/** Bound on a chunk whatever is predicted, so that the rows of one message stay small. */
const maxTrials = 4096;

export interface ChunkDealer {
  /** The next trials to dispatch together; empty when all are dealt. */
  next(): Trial[];
  /** Predicted milliseconds of CPU of what has not been dealt. */
  remainingMs(): number;
}

/** Near the end chunks shrink, so that no thread is left with a long one while the others idle. */
export function dealChunks(todo: Todo, cost: CostModel, threads: number): ChunkDealer {
  const { plan } = todo;
  const formulaMs = new Float64Array(plan.points);
  let left = 0;
  for (let point = 0; point < plan.points; point++) {
    const { length } = todo.replicatesOf(point);
    if (length === 0) continue;
    formulaMs[point] = cost.formula(plan.paramsAt(point));
    left += length * (formulaMs[point] as number);
  }
  const order = Uint32Array.from(formulaMs.keys()).sort(
    (a, b) => (formulaMs[b] as number) - (formulaMs[a] as number) || a - b,
  );
  const rest = todoIn(order, todo);
  const remainingMs = (): number => Math.max(0, left) * cost.factor;
  let entry = rest.next();
  return {
    remainingMs,
    next() {
      const target = cost.observed === 0 ? firstTargetMs : Math.min(targetMs, remainingMs() / (3 * threads));
      const chunk: Trial[] = [];
      for (let chunkMs = 0; !entry.done && chunk.length < maxTrials; entry = rest.next()) {
        const formula = formulaMs[entry.value.point] as number;
        const ms = formula * cost.factor;
        if (chunk.length > 0 && chunkMs + ms > target) break;
        chunk.push(entry.value.trial);
        chunkMs += ms;
        left -= formula;
      }
      return chunk;
    },
  };
}

/** The trials left, point by point in `order`. */
function* todoIn(
  order: Uint32Array,
  todo: Todo,
): Generator<{ readonly point: number; readonly trial: Trial }, undefined> {
  for (const point of order) {
    let known: Point | undefined;
    for (const replicate of todo.replicatesOf(point)) {
      known ??= todo.plan.pointAt(point);
      yield { point, trial: { id: trialId(known.id, replicate), params: known.params, replicate } };
    }
  }
}
