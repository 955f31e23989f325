/** The trials of a searched sweep, round by round in every cell at once. */
import type { TrialResult } from '@fewbits/dataset';
import { chunkMs } from './chunks.ts';
import type { CostModel } from './cost.ts';
import type { Plan, Trial } from './plan.ts';
import type { SpecSearch } from './read-search.ts';
import { type SearchCell, searchCells } from './search-cells.ts';
import type { Deal, Work } from './work.ts';

/**
 * `done`: results of earlier starts; those that are not `ok` are tried again before their round counts as closed,
 * quarantined ones each alone.
 */
export function searchWork(
  plan: Plan,
  search: SpecSearch,
  done: ReadonlyMap<string, TrialResult>,
  cost: CostModel,
  threads: number,
): Work {
  const results = new Map([...done].filter(([, { status }]) => status === 'ok'));
  const cells = searchCells(plan, search, (id) => results.get(id));
  const cellOf = new Map<string, SearchCell>();
  /** Trials that wait to be dealt, of each cell that has some. */
  const waiting = new Map<SearchCell, Trial[]>();
  let asked = 0;
  let reused = 0;
  let waitingMs = 0;

  function open(cell: SearchCell): void {
    const pending = cell.open.filter(({ id }) => !results.has(id));
    for (const { id, params } of pending) {
      cellOf.set(id, cell);
      waitingMs += cost.predict(params);
    }
    if (pending.length > 0) waiting.set(cell, pending);
  }

  function count(trials: readonly Trial[]): void {
    asked += trials.length;
    for (const { id } of trials) if (done.get(id)?.status === 'ok') reused++;
  }

  for (const cell of cells) {
    count(cell.trials);
    open(cell);
  }
  const left = [...waiting.values()].flat();

  return {
    predicted: left.reduce((sum, { params }) => sum + cost.formula(params), 0),
    get asked() {
      return asked;
    },
    get reused() {
      return reused;
    },
    trials: () => cells.flatMap(({ trials }) => trials),
    get search() {
      const going = cells.filter(({ stop }) => stop === null);
      const rounds = going.map(({ rounds: closed }) => closed + 1);
      return { cells: cells.length, decided: cells.length - going.length, rounds };
    },
    next(): Deal | null {
      const [cell, pending] = waiting.entries().next().value ?? [];
      if (!cell || !pending) return null;
      const target = chunkMs(cost, waitingMs, threads);
      const trials: Trial[] = [];
      let ms = 0;
      let alone = false;
      while (pending.length > 0 && !alone) {
        const trial = pending[0] as Trial;
        const own = cost.predict(trial.params);
        const wasQuarantined = done.get(trial.id)?.status === 'quarantined';
        if (trials.length > 0 && (wasQuarantined || ms + own > target)) break;
        trials.push(trial);
        pending.shift();
        ms += own;
        alone = wasQuarantined;
      }
      // The next deal is another cell's, so that all of them move on.
      waiting.delete(cell);
      if (pending.length > 0) waiting.set(cell, pending);
      waitingMs = Math.max(0, waitingMs - ms);
      return { trials, alone, ms };
    },
    settle({ id }, result) {
      results.set(id, result);
      const cell = cellOf.get(id);
      if (!cell?.open.every((trial) => results.has(trial.id))) return;
      const before = cell.trials.length;
      cell.advance();
      count(cell.trials.slice(before));
      open(cell);
    },
  };
}
