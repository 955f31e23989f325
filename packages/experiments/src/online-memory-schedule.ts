/**
 * When tracked memories are stored and read: few stops, at each of which one memory of every age is read.
 *
 * Stops T_j = oldest + 1 + j D, j = 0 … P-1, with the burn-in before event 1. A memory of age a at T_j is event T_j - a:
 * events that serve several stops are kept once. D = 64, or five correlation times where events are correlated, so that
 * the memories of one age are independent (exp(-5) = 0.7 % correlated).
 */

/** Events between stops at least: a stop costs about 20 events of work. */
const LEAST_SPACING = 64;
const CORRELATION_TIMES = 5;

export interface Schedule {
  /** D. */
  readonly spacing: number;
  /** P. */
  readonly stops: number;
  /** T_j, after the burn-in. */
  stopAt(stop: number): number;
  /** Events of the run, without the burn-in. */
  readonly events: number;
}

/** `correlation` as realised. */
export function schedule(oldest: number, tracked: number, correlation: number): Schedule {
  const time = correlation > 0 ? -1 / Math.log(correlation) : 0;
  const spacing = 16 * Math.ceil(Math.max(LEAST_SPACING, CORRELATION_TIMES * time) / 16);
  const stopAt = (stop: number): number => oldest + 1 + stop * spacing;
  return { spacing, stops: tracked, stopAt, events: stopAt(tracked - 1) };
}

export interface KeptEvents {
  /** Numbers of the events to keep, ascending. */
  readonly events: Float64Array;
  /** Index into `events`, P × ages, row-major. */
  readonly rows: Int32Array;
  /** All events of the run in pieces that end at the stops, and in between where that is too long. */
  readonly slices: readonly Slice[];
}

/** Events between two looks at the clock. */
export interface Slice {
  readonly events: number;
  /** Those of them to keep, numbered from 1. */
  readonly keep: Int32Array;
  /** Index into `KeptEvents.events` of the first of these. */
  readonly first: number;
  /** Number of the stop at its end; null where it ends at none. */
  readonly stop: number | null;
}

/** Events of a slice at most. */
export const SLICE: number = 2 ** 16;

export function keptEvents(plan: Schedule, ages: readonly number[]): KeptEvents {
  const { stops, stopAt } = plan;
  const wanted = new Float64Array(stops * ages.length);
  for (let stop = 0; stop < stops; stop++) {
    for (let a = 0; a < ages.length; a++) wanted[stop * ages.length + a] = stopAt(stop) - (ages[a] as number);
  }
  const events = wanted.toSorted().filter((event, k, all) => k === 0 || event !== all[k - 1]);
  const rows = Int32Array.from(wanted, (event) => indexOf(events, event));
  return { events, rows, slices: slicesOf(plan, events) };
}

function slicesOf({ stops, stopAt }: Schedule, kept: Float64Array): Slice[] {
  const slices: Slice[] = [];
  let now = 0;
  let first = 0;
  for (let stop = 0; stop < stops; stop++) {
    for (const until = stopAt(stop); now < until; ) {
      const events = Math.min(SLICE, until - now);
      let next = first;
      while (next < kept.length && (kept[next] as number) <= now + events) next++;
      const begin = now;
      const keep = Int32Array.from(kept.subarray(first, next), (event) => event - begin);
      now += events;
      slices.push({ events, keep, first, stop: now === until ? stop : null });
      first = next;
    }
  }
  return slices;
}

function indexOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
