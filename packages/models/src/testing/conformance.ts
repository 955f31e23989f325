/**
 * Laws that every model obeys, for the catalog and for models of others, with any test runner:
 *
 *   for (const { title, check } of modelLaws) it(title, () => check(model, 1));
 *
 * A law throws where it is broken. Parameters are drawn from the model's own declarations (`modelSamples`).
 */
import type { ParameterDeclaration, Params, Value } from '@fewbits/dataset/columns';
import { philoxRng, type Rng, streamKey } from '@fewbits/numerics';
import type { Population, SynapseModel } from '../model.ts';

export interface ModelLaw {
  /** Completes "every model …". */
  readonly title: string;
  /** Throws where the law is broken. The same seed asks the same. */
  readonly check: (model: SynapseModel, seed: number) => void;
}

export const modelLaws: readonly ModelLaw[] = [
  { title: 'gives the same states for the same key, and others for another', check: repeats },
  { title: 'gives parts of whole blocks, and a smaller population, the states that the whole has', check: splits },
  { title: 'continues from a snapshot as if nothing had happened, in any split of the events', check: continues },
  { title: 'does to a population what the events that it keeps do to its copy', check: keepsWhatItApplies },
  { title: 'recalls the events that it records as it overlaps those that it keeps', check: recallsWhatItRecords },
  { title: 'holds its states within the declared bits', check: staysWithinBits },
  {
    title: 'has finite weights in the declared range, of which overlaps and moments are the sums',
    check: sumsItsWeights,
  },
  { title: 'turns all weights when states and events are turned', check: isSignSymmetric },
  { title: 'is potentiated by +1', check: isPotentiated },
];

/** Combinations of few values of each parameter that the model accepts, defaults filled in. At most `most`, evenly chosen. */
export function modelSamples(model: SynapseModel, most = 12): readonly Params[] {
  let found: Params[] = [{}];
  for (const [name, declaration] of Object.entries(model.parameters)) {
    found = found.flatMap((params) => candidates(declaration, params).map((value) => withValue(params, name, value)));
  }
  const readouts: readonly Value[] = ['graded', 'binary'];
  const sound = found
    .flatMap((params) => readouts.map((readout) => ({ ...params, readout })))
    .filter((params) => model.check(params).length === 0);
  if (sound.length === 0) throw new Error(`${model.name} accepts none of the parameters that are tried`);
  const step = Math.max(1, sound.length / most);
  return Array.from({ length: Math.min(most, sound.length) }, (_, k) => sound[Math.floor(k * step)] as Params);
}

function withValue(params: Params, name: string, value: Value | undefined): Params {
  return value === undefined ? params : { ...params, [name]: value };
}

function candidates(declaration: ParameterDeclaration, before: Params): readonly (Value | undefined)[] {
  const { type, values, optional, default: fallback, defaultFrom } = declaration;
  if (defaultFrom) return [defaultFrom.value(before)];
  if (type === 'string') return values ?? [];
  const { min = 0, max = Number.POSITIVE_INFINITY, exclusiveMin = Number.NEGATIVE_INFINITY } = declaration;
  const tried =
    type === 'int' ? [min, min + 1, min + 2, min + 4] : [0.05, 0.3, 1, ...(fallback === undefined ? [] : [fallback])];
  const fitting = tried.filter((value) => typeof value === 'number' && value <= max && value > exclusiveMin);
  return optional ? [undefined, ...fitting] : [...new Set(fitting)];
}

/** Two blocks and a ragged end. */
const SIZE = 300;
const EVENTS = 90;

function keyOf(seed: number): Uint32Array {
  return streamKey(seed, 'dynamics', 'law');
}

function populationOf(model: SynapseModel, params: Params, seed: number, size = SIZE, firstBlock = 0): Population {
  const correlation = model.correlated ? 0.5 : 0;
  return model.create(params, { size, key: keyOf(seed), correlation, firstBlock });
}

function started(model: SynapseModel, params: Params, seed: number, size = SIZE, firstBlock = 0): Population {
  const population = populationOf(model, params, seed, size, firstBlock);
  population.equilibrate();
  return population;
}

function statesOf(population: Population): Uint32Array {
  const states = new Uint32Array(population.size * population.variables);
  population.readStates(states);
  return states;
}

function weightsOf(population: Population): Float64Array {
  const w = new Float64Array(population.size);
  population.readout(w);
  return w;
}

function randomRows(rng: Rng, population: Population, count: number): Uint32Array {
  return Uint32Array.from({ length: count * population.rowWords }, () => rng.uint32());
}

function each(model: SynapseModel, law: (params: Params) => void): void {
  for (const params of modelSamples(model)) {
    try {
      law(params);
    } catch (cause) {
      throw new Error(`${model.name} ${JSON.stringify(params)}: ${(cause as Error).message}`, { cause });
    }
  }
}

function demandEqual(got: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  if (got.length !== expected.length) throw new Error(`${what}: ${got.length} numbers, expected ${expected.length}`);
  for (let k = 0; k < got.length; k++) {
    if (got[k] !== expected[k]) throw new Error(`${what}: got ${got[k]} at ${k}, expected ${expected[k]}`);
  }
}

function repeats(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const run = (s: number): Uint32Array => {
      const population = started(model, params, s);
      population.update(EVENTS);
      const states = statesOf(population);
      population.release();
      return states;
    };
    const first = run(seed);
    demandEqual(run(seed), first, 'a second run');
    const other = run(seed + 1);
    if (first.every((state, k) => state === other[k])) throw new Error('another key gives the same states');
  });
}

function splits(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const run = (size: number, firstBlock: number): readonly [Uint32Array, Uint32Array] => {
      const population = started(model, params, seed, size, firstBlock);
      const states = statesOf(population);
      population.update(EVENTS);
      const later = statesOf(population);
      population.release();
      return [states, later] as const;
    };
    const whole = run(SIZE, 0);
    const [first, second] = [run(128, 0), run(SIZE - 128, 1)];
    const few = [1, 33].map((size) => run(size, 0));
    for (const time of [0, 1] as const) {
      demandEqual([...first[time], ...second[time]], whole[time], 'two parts');
      for (const some of few) {
        demandEqual(some[time], whole[time].subarray(0, some[time].length), 'a smaller population');
      }
    }
  });
}

function continues(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const straight = started(model, params, seed);
    straight.update(EVENTS);
    const broken = started(model, params, seed);
    broken.update(EVENTS - 53);
    const snapshot = new Uint32Array(broken.stateWords);
    broken.snapshot(snapshot);
    const then = statesOf(broken);
    broken.update(7);
    const resumed = populationOf(model, params, seed + 5);
    resumed.restore(snapshot);
    demandEqual(statesOf(resumed), then, 'the snapshot');
    resumed.update(1);
    resumed.update(52);
    demandEqual(statesOf(resumed), statesOf(straight), 'after the snapshot');
    broken.restore(snapshot);
    broken.update(53);
    demandEqual(statesOf(broken), statesOf(straight), 'after going back');
    for (const population of [straight, broken, resumed]) population.release();
  });
}

function keepsWhatItApplies(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const given = started(model, params, seed);
    const copy = started(model, params, seed);
    const keep = Int32Array.from({ length: EVENTS }, (_, k) => k + 1);
    const kept = new Uint32Array(EVENTS * given.rowWords);
    given.update(EVENTS, keep, kept);
    copy.apply(kept);
    demandEqual(statesOf(copy), statesOf(given), 'the kept events');
    const some = started(model, params, seed);
    const rows = new Uint32Array(2 * some.rowWords);
    some.update(EVENTS, Int32Array.of(3, 77), rows);
    const last = Math.ceil(SIZE / 32) - 1;
    const row = (of: Uint32Array, n: number): Uint32Array => of.subarray(n * some.rowWords, n * some.rowWords + last);
    demandEqual(row(rows, 0), row(kept, 2), 'event 3');
    demandEqual(row(rows, 1), row(kept, 76), 'event 77');
    for (const population of [given, copy, some]) population.release();
  });
}

/** Events 3, 77 and the last, kept inside behind a row that nobody uses, and recalled in another order. */
function recallsWhatItRecords(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const outside = started(model, params, seed);
    const inside = started(model, params, seed);
    const keep = Int32Array.of(3, 77, EVENTS);
    const kept = new Uint32Array(3 * outside.rowWords);
    outside.update(EVENTS, keep, kept);
    inside.reserve(1);
    inside.reserve(4);
    inside.record(EVENTS, keep, 1);
    const overlaps = new Float64Array(3);
    outside.overlap(kept, overlaps);
    const recalled = new Float64Array(4);
    inside.recall(Int32Array.of(3, 1, 2, 3), recalled);
    demandEqual(
      recalled,
      [2, 0, 1, 2].map((row) => overlaps[row] as number),
      'recalled overlaps',
    );
    demandEqual(statesOf(inside), statesOf(outside), 'states after recording');
    for (const population of [outside, inside]) population.release();
  });
}

function staysWithinBits(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const population = started(model, params, seed);
    const values = model.values(params);
    if (values.length !== population.variables)
      throw new Error(`${population.variables} variables, declared ${values.length}`);
    const seen = new Set<string>();
    for (let round = 0; round < 30; round++) {
      const states = statesOf(population);
      for (let i = 0; i < SIZE; i++) {
        const state = states.subarray(i * values.length, (i + 1) * values.length);
        if (state.some((x, k) => x >= (values[k] as number))) throw new Error(`state ${state} is none of ${values}`);
        seen.add(state.join());
      }
      population.update(round + 1);
    }
    population.release();
    if (seen.size > 2 ** model.bits(params) * (1 + 1e-9)) {
      throw new Error(`${seen.size} states in ${model.bits(params)} bits`);
    }
  });
}

function sumsItsWeights(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const population = started(model, params, seed);
    population.update(EVENTS);
    const w = weightsOf(population);
    const largest = model.largestWeight(params);
    if (w.some((each) => !(Math.abs(each) <= largest))) throw new Error(`a weight is beyond ${largest}`);
    const patterns = randomRows(philoxRng(keyOf(seed + 2)), population, 3);
    const overlaps = new Float64Array(3);
    population.overlap(patterns, overlaps);
    const slow = [0, 1, 2].map((row) =>
      w.reduce((sum, each, i) => {
        const word = patterns[row * population.rowWords + (i >>> 5)] as number;
        return sum + ((word >>> (i & 31)) & 1 ? each : -each);
      }, 0),
    );
    demandEqual(overlaps, slow, 'overlaps');
    const moments = new Float64Array(2);
    population.moments(moments);
    demandEqual(moments, [w.reduce((a, b) => a + b, 0), w.reduce((a, b) => a + b * b, 0)], 'moments');
    population.release();
  });
}

function isSignSymmetric(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const population = started(model, params, seed);
    const mirror = started(model, params, seed);
    const values = model.values(params);
    mirror.writeStates(statesOf(population).map((x, at) => (values[at % values.length] as number) - 1 - x));
    const rows = randomRows(philoxRng(keyOf(seed + 3)), population, EVENTS);
    population.apply(rows);
    mirror.apply(rows.map((word) => ~word));
    demandEqual(
      weightsOf(mirror),
      weightsOf(population).map((w) => -w),
      'the mirror image',
    );
    population.release();
    mirror.release();
  });
}

function isPotentiated(model: SynapseModel, seed: number): void {
  each(model, (params) => {
    const population = started(model, params, seed);
    const before = weightsOf(population).reduce((a, b) => a + b, 0);
    population.apply(new Uint32Array(40 * population.rowWords).fill(0xffffffff));
    const after = weightsOf(population).reduce((a, b) => a + b, 0);
    population.release();
    if (!(after > before)) throw new Error(`40 events +1 take the sum of weights from ${before} to ${after}`);
  });
}
