/**
 * Signal and noise of simulated synapses: sums over cells, a cell being a group of blocks of synapses in a run of stops.
 *
 * Groups are independent of one another and may be simulated anywhere, in any order; their sums are exact integers or
 * half-integers, so that the result is the same bits. Standard errors come from the means of the cells.
 */
import type { Population } from '@fewbits/models';
import { type KeptEvents, SLICE } from './online-memory-schedule.ts';
import { BLOCK, firstBlockOf, runOf, type Setting } from './online-memory-setting.ts';

/** Sums of one group of synapses, by run of stops. */
export interface GroupSums {
  readonly synapses: number;
  /** sum xi_0 w, runs × ages, row-major. */
  readonly overlaps: Float64Array;
  /** sum w², one a run. */
  readonly squares: Float64Array;
  /** What the model counts after the burn-in. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * `kept`: what `keptEvents` says for this setting. `key`: of the whole population, 4 words. An aborted call throws
 * `signal.reason`.
 */
export function measureGroup(
  setting: Setting,
  kept: KeptEvents,
  group: number,
  key: Uint32Array,
  signal: AbortSignal,
): GroupSums {
  const { model, params, size, correlation, ages, runs, partBlocks } = setting;
  const end = firstBlockOf(setting, group + 1);
  const overlaps = new Float64Array(runs * ages.length);
  const squares = new Float64Array(runs);
  const counts: Record<string, number> = {};
  let synapses = 0;
  for (let block = firstBlockOf(setting, group); block < end; block += partBlocks) {
    const part = Math.min(size, BLOCK * Math.min(end, block + partBlocks)) - BLOCK * block;
    const population = model.create(params, { size: part, key, correlation, firstBlock: block });
    try {
      population.equilibrate();
      store(population, setting.burnIn, signal);
      const before = population.counts();
      followPart(setting, population, kept, { overlaps, squares }, signal);
      for (const [name, count] of Object.entries(population.counts())) {
        counts[name] = (counts[name] ?? 0) + count - (before[name] ?? 0);
      }
    } finally {
      population.release();
    }
    synapses += part;
  }
  return { synapses, overlaps, squares, counts };
}

function followPart(
  setting: Setting,
  population: Population,
  kept: KeptEvents,
  { overlaps, squares }: Pick<GroupSums, 'overlaps' | 'squares'>,
  signal: AbortSignal,
): void {
  const { ages } = setting;
  const found = new Float64Array(ages.length);
  const moments = new Float64Array(2);
  population.reserve(kept.events.length);
  for (const { events, keep, first, stop } of kept.slices) {
    if (signal.aborted) throw signal.reason;
    population.record(events, keep, first);
    if (stop === null) continue;
    population.recall(kept.rows.subarray(stop * ages.length, (stop + 1) * ages.length), found);
    population.moments(moments);
    const run = runOf(setting, stop);
    for (let a = 0; a < ages.length; a++) {
      overlaps[run * ages.length + a] = (overlaps[run * ages.length + a] as number) + (found[a] as number);
    }
    squares[run] = (squares[run] as number) + (moments[1] as number);
  }
}

function store(population: Population, events: number, signal: AbortSignal): void {
  for (let done = 0; done < events; done += SLICE) {
    if (signal.aborted) throw signal.reason;
    population.update(Math.min(SLICE, events - done));
  }
}

export interface Measured {
  /** S(t) and snr1(t) with their standard errors, one an age. */
  readonly signal: readonly number[];
  readonly signalError: readonly number[];
  readonly snr1: readonly number[];
  readonly snr1Error: readonly number[];
  /** σ. */
  readonly noise: number;
  readonly noiseError: number;
  /** `formula`: too few cells for an estimate; sqrt((E w² - S²)/(N P)) and a bound for the noise. */
  readonly errorsFrom: 'block-means' | 'formula';
  readonly rates: Readonly<Record<string, number>>;
}

/** Least cells that give a standard error. */
const LEAST_CELLS = 16;

/** Balanced events: E w = 0, so that σ² = E w². `groups` in order. */
export function measuredFrom(setting: Setting, groups: readonly GroupSums[]): Measured {
  const { model, params, size, ages, tracked, runs, isConditional, schedule } = setting;
  const stops = Array.from({ length: runs }, () => 0);
  for (let stop = 0; stop < tracked; stop++) stops[runOf(setting, stop)] = (stops[runOf(setting, stop)] as number) + 1;
  const cells = groups.flatMap((sums) => stops.map((count, run) => ({ sums, run, samples: sums.synapses * count })));
  const square = meanOf(cells.map(({ sums, run, samples }) => ({ sum: sums.squares[run] as number, samples })));
  const errorsFrom = cells.length >= LEAST_CELLS ? 'block-means' : 'formula';
  const largest = model.largestWeight(params);
  const squareError =
    errorsFrom === 'block-means' ? square.error : Math.sqrt((square.mean * (largest * largest - square.mean)) / size);
  const noise = Math.sqrt(square.mean);
  const points = ages.map((_, a) => {
    const at = (run: number): number => run * ages.length + a;
    const { mean, error } = meanOf(
      cells.map(({ sums, run, samples }) => ({ sum: sums.overlaps[at(run)] as number, samples })),
    );
    const rest = square.mean - mean * mean;
    const signalError = errorsFrom === 'block-means' ? error : Math.sqrt(Math.max(0, rest) / (size * tracked));
    const divisor = isConditional ? Math.sqrt(rest) : noise;
    const snr1 = divisor > 0 ? mean / divisor : 0;
    // d snr1 / d S is 1/σ, with the conditional noise (1 + snr1²)/σ_c.
    const slope = isConditional ? 1 + snr1 * snr1 : 1;
    const fromSignal = divisor > 0 ? (slope * signalError) / divisor : 0;
    const fromNoise = divisor > 0 ? (snr1 / 2) * (squareError / (divisor * divisor)) : 0;
    return { mean, signalError, snr1, snr1Error: Math.sqrt(fromSignal * fromSignal + fromNoise * fromNoise) };
  });
  const events = size * schedule.events;
  const rates = Object.keys(model.rates ?? {}).map((name) => [name, total(groups, name) / events] as const);
  return {
    signal: points.map(({ mean }) => mean),
    signalError: points.map(({ signalError }) => signalError),
    snr1: points.map(({ snr1 }) => snr1),
    snr1Error: points.map(({ snr1Error }) => snr1Error),
    noise,
    noiseError: noise > 0 ? squareError / (2 * noise) : 0,
    errorsFrom,
    rates: Object.fromEntries(rates),
  };
}

function total(groups: readonly GroupSums[], name: string): number {
  return groups.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
}

/** Mean of all samples, and its standard error from the spread of the cells' means, weighted by their samples. */
function meanOf(cells: readonly { readonly sum: number; readonly samples: number }[]): { mean: number; error: number } {
  let sum = 0;
  let samples = 0;
  for (const cell of cells) {
    sum += cell.sum;
    samples += cell.samples;
  }
  const mean = sum / samples;
  let spread = 0;
  for (const cell of cells) spread += cell.samples * (cell.sum / cell.samples - mean) ** 2;
  return { mean, error: cells.length > 1 ? Math.sqrt(spread / (cells.length - 1) / samples) : 0 };
}
