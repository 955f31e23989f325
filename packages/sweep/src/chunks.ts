/** Deals trials out as chunks, longest first, each of about the work that one dispatch is worth. */
import type { CostModel } from './cost.ts';
import type { Trial } from './plan.ts';

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
export function dealChunks(trials: readonly Trial[], cost: CostModel, threads: number): ChunkDealer {
  const order = trials.map((trial) => ({ trial, formulaMs: cost.formula(trial.params) }));
  order.sort((a, b) => b.formulaMs - a.formulaMs);
  let at = 0;
  let left = order.reduce((sum, { formulaMs }) => sum + formulaMs, 0);
  const remainingMs = (): number => Math.max(0, left) * cost.factor;
  return {
    remainingMs,
    next() {
      const target = cost.observed === 0 ? firstTargetMs : Math.min(targetMs, remainingMs() / (3 * threads));
      const chunk: Trial[] = [];
      let chunkMs = 0;
      for (let entry = order[at]; entry && chunk.length < maxTrials; entry = order[++at]) {
        const ms = entry.formulaMs * cost.factor;
        if (chunk.length > 0 && chunkMs + ms > target) break;
        chunk.push(entry.trial);
        chunkMs += ms;
        left -= entry.formulaMs;
      }
      return chunk;
    },
  };
}
