/** Success proportions of neighbouring loads brought together: a search spreads its trials over many loads, few at each. */
import type { SummaryRow } from '@fewbits/dataset';
import { wilsonInterval } from '@fewbits/numerics';

/** Below this many trials a load (median) a proportion is noise to the eye. */
const fewest = 4;
/** Trials that a pooled point holds, where its neighbourhood has them. */
const wanted = 10;
/** Largest width of a pool, as a share of the range of loads. */
const widest = 0.04;

export interface Pooled {
  readonly rows: readonly SummaryRow[];
  readonly isPooled: boolean;
}

/** `proportions`: of one cell, each with its load as coordinate. As they are where each has enough trials. */
export function pooled(proportions: readonly SummaryRow[]): Pooled {
  const counts = proportions.map(({ trials }) => trials).sort((a, b) => a - b);
  if ((counts[Math.floor(counts.length / 2)] ?? fewest) >= fewest) return { rows: proportions, isPooled: false };
  const sorted = proportions.toSorted((a, b) => load(a) - load(b));
  const width = widest * (load(sorted.at(-1) as SummaryRow) - load(sorted[0] as SummaryRow));
  const pools: SummaryRow[][] = [];
  for (const row of sorted) {
    const pool = pools.at(-1);
    const isOpen = pool !== undefined && trialsOf(pool) < wanted && load(row) - load(pool[0] as SummaryRow) <= width;
    if (isOpen) pool.push(row);
    else pools.push([row]);
  }
  return { rows: pools.map(merged), isPooled: true };
}

function merged(pool: readonly SummaryRow[]): SummaryRow {
  const first = pool[0] as SummaryRow;
  const trials = trialsOf(pool);
  const successes = pool.reduce((sum, row) => sum + Math.round((row.estimate ?? 0) * row.trials), 0);
  const coordinate = pool.reduce((sum, row) => sum + load(row) * row.trials, 0) / trials;
  const interval = wilsonInterval(successes, trials, first.confidence ?? 0.95);
  return { ...first, ...interval, coordinate, estimate: successes / trials, trials };
}

function trialsOf(pool: readonly SummaryRow[]): number {
  return pool.reduce((sum, { trials }) => sum + trials, 0);
}

function load({ coordinate }: SummaryRow): number {
  return coordinate ?? 0;
}
