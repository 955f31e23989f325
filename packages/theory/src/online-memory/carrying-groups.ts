/**
 * Synapses whose groups pass carries on (direction marker, partial reset), all groups at once: their states and the exact law.
 *
 * A carry out of group k leaves groups 1 … k in a state that its "type" names: the sign alone for the partial reset, with it the
 * markers for the direction marker. What follows depends on nothing older, so the types of successive carries are a Markov
 * chain, and group k+1 is driven by it as group 1 is by the events. The mean time between carries is the same for all types, so
 * the law per arrival is the law per event: that of all groups is built from the last one down, first the state and the last
 * arrival of group m, then, given the last arrival of a group (the last carry of the one below), the state and last arrival there.
 * Update rules: benna-fusi-2017. Derivation by regeneration, as in `partial-reset-law.ts`.
 */
import { iteratedSignal } from './iterated-signal.ts';
import type { LastGroup } from './partial-reset-law.ts';
import { solveLinear } from './solve-linear.ts';

export type CarryingModel = 'direction-marker' | 'partial-reset';

/** States 0 … n−1, sign − in the lower half; n−1−state is the mirror image. The arrival − is the arrival + seen in the mirror. */
interface Group {
  /** State after an arrival +. */
  readonly up: readonly number[];
  /** States in which an arrival + passes a carry + on. */
  readonly carrying: readonly number[];
}

/** Level x and marker d: state x for d = −1, 4 + x for d = +1. */
const marker: Group = { up: [1, 6, 3, 0, 5, 6, 7, 4], carrying: [3, 7] };
/** Level x alone. */
const boundedMarker: Group = { up: [1, 2, 3, 3], carrying: [] };
const reset: Group = { up: [1, 2, 3, 4, 5, 6, 7, 4], carrying: [7] };
const boundedReset: Group = { up: [1, 2, 3, 4, 5, 6, 7, 7], carrying: [] };

/** What drives a group: types of arrivals, each with its sign, and the chain of them. */
interface Arrivals {
  readonly signs: readonly (1 | -1)[];
  /** P(next type | type), one row a type. */
  readonly chain: readonly Float64Array[];
}

/** The states of a synapse that recur, in an order whose reversal is the mirror image. */
export interface CarryingSynapse {
  /** State after an event +. */
  readonly up: Int32Array;
  /** Σ of the signs of the groups. */
  readonly sum: Int8Array;
  /** Stationary law of the state seen along the last event: mirrored where that was −. */
  readonly law: Float64Array;
}

export function carryingSynapse(
  model: CarryingModel,
  groups: number,
  correlation: number,
  last: LastGroup,
): CarryingSynapse {
  const [free, bounded] = model === 'direction-marker' ? [marker, boundedMarker] : [reset, boundedReset];
  const all = Array.from({ length: groups }, (_, k) => (last === 'hard' && k === groups - 1 ? bounded : free));
  return recurring(allStates(all), alongLastEvent(jointLaw(all, correlation)));
}

/** S(t) of any odd readout `of` the sum of the signs, as in `driven-chain.ts` with one target a state. */
export function carriedSignal(
  { up, sum, law }: CarryingSynapse,
  correlation: number,
  of: (sum: number) => number,
): (age: number) => number {
  const weight = Float64Array.from(sum, of);
  return iteratedSignal(
    law,
    (now, next) => advance(up, correlation, now, next),
    (now) => dot(now, weight),
  );
}

function advance(up: Int32Array, correlation: number, now: Float64Array, next: Float64Array): void {
  const along = (1 + correlation) / 2;
  const against = (1 - correlation) / 2;
  const top = up.length - 1;
  next.fill(0);
  // Up from x goes what is there and goes on, and what is in its mirror image and turns.
  for (let x = 0; x <= top; x++) next[up[x]] += along * now[x] - against * now[top - x];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let x = 0; x < a.length; x++) sum += a[x] * b[x];
  return sum;
}

/** Without the states that no event leads to from a recurring one: rounding leaves them less than 1e-16 of the others. */
function recurring({ up, sum }: Omit<CarryingSynapse, 'law'>, law: Float64Array): CarryingSynapse {
  const kept: number[] = [];
  const place = new Int32Array(up.length);
  const least = 1e-14 / up.length;
  for (let x = 0; x < up.length; x++) if (law[x] > least || law[up.length - 1 - x] > least) place[x] = kept.push(x) - 1;
  return {
    up: Int32Array.from(kept, (x) => place[up[x]]),
    sum: Int8Array.from(kept, (x) => sum[x]),
    law: Float64Array.from(kept, (x) => law[x]),
  };
}

/** Digits of one number, one a group, the fastest first: the mirror image is total − 1 − state. */
function allStates(groups: readonly Group[]): Omit<CarryingSynapse, 'law'> {
  const total = groups.reduce((product, { up }) => product * up.length, 1);
  const up = new Int32Array(total);
  const sum = new Int8Array(total);
  for (let x = 0; x < total; x++) {
    let place = 1;
    let carried = true;
    for (const group of groups) {
      const states = group.up.length;
      const state = Math.floor(x / place) % states;
      up[x] += (carried ? (group.up[state] as number) : state) * place;
      carried = carried && group.carrying.includes(state);
      sum[x] += 2 * state >= states ? 1 : -1;
      place *= states;
    }
  }
  return { up, sum };
}

/** Law of (state, last event): two entries a state, event + first. */
function jointLaw(groups: readonly Group[], correlation: number): Float64Array {
  const same = (1 + correlation) / 2;
  let arrivals: Arrivals = {
    signs: [1, -1],
    chain: [Float64Array.of(same, 1 - same), Float64Array.of(1 - same, same)],
  };
  const belowCarry: (readonly Float64Array[])[] = [];
  const types: number[] = [];
  for (const group of groups.slice(0, -1)) {
    types.push(arrivals.signs.length);
    const { carries, laws } = passOn(group, arrivals);
    belowCarry.push(laws);
    arrivals = carries;
  }
  let law = stationary(groups.at(-1) as Group, arrivals);
  // Every entry of the law at a level is split by the state of the group below and the type of the last arrival there.
  for (let k = groups.length - 2; k >= 0; k--) {
    const laws = belowCarry[k] as readonly Float64Array[];
    const finer = new Float64Array((law.length / laws.length) * (laws[0] as Float64Array).length);
    law.forEach((weight, entry) => {
      const below = laws[entry % laws.length] as Float64Array;
      const start = Math.floor(entry / laws.length) * below.length;
      for (let n = 0; n < below.length; n++) finer[start + n] += weight * below[n];
    });
    law = finer;
  }
  return law;
}

function alongLastEvent(joint: Float64Array): Float64Array {
  const states = joint.length / 2;
  return Float64Array.from({ length: states }, (_, x) => joint[2 * x] + joint[2 * (states - 1 - x) + 1]);
}

/** State after an arrival of sign `sign`, and whether it passes a carry on. */
function step({ up, carrying }: Group, state: number, sign: 1 | -1): { next: number; carries: boolean } {
  const top = up.length - 1;
  const seen = sign === 1 ? state : top - state;
  const next = up[seen] as number;
  return { next: sign === 1 ? next : top - next, carries: carrying.includes(seen) };
}

/**
 * The carries out of a group, and for each type of carry the law of (state, last arrival) until the next one: index
 * state · (number of arrival types) + arrival.
 */
function passOn(group: Group, arrivals: Arrivals): { carries: Arrivals; laws: readonly Float64Array[] } {
  const { signs, chain } = arrivals;
  const count = signs.length;
  // A type of carry is the entry (state, arrival) that it leaves behind.
  const leaves: number[] = [];
  const flows: { from: number; to: number; share: number; type: number }[] = [];
  for (let from = 0; from < group.up.length * count; from++) {
    for (let arrival = 0; arrival < count; arrival++) {
      const { next, carries } = step(group, Math.floor(from / count), signs[arrival] as 1 | -1);
      const to = next * count + arrival;
      if (carries && !leaves.includes(to)) leaves.push(to);
      const share = (chain[from % count] as Float64Array)[arrival] as number;
      flows.push({ from, to, share, type: carries ? leaves.indexOf(to) : -1 });
    }
  }
  const size = group.up.length * count;
  const laws = leaves.map((start) => visits(size, flows, start));
  const next = laws.map((law) => {
    const row = new Float64Array(leaves.length);
    for (const { from, share, type } of flows) if (type >= 0) row[type] += law[from] * share;
    return normalised(row);
  });
  const carriedSigns = leaves.map((entry) => signs[entry % count] as 1 | -1);
  return { carries: { signs: carriedSigns, chain: next }, laws };
}

/** Share of the arrivals that find each entry, from the one that leaves `start` to the next carry: v = e_start + v T. */
function visits(
  size: number,
  flows: readonly { readonly from: number; readonly to: number; readonly share: number; readonly type: number }[],
  start: number,
): Float64Array {
  const matrix = Array.from({ length: size }, (_, row) => new Float64Array(size).fill(1, row, row + 1));
  for (const { from, to, share, type } of flows) if (type < 0) (matrix[to] as Float64Array)[from] -= share;
  return normalised(solveLinear(matrix, new Float64Array(size).fill(1, start, start + 1)));
}

/** Law of (state, last arrival) of the last group, whose carries go nowhere. */
function stationary(group: Group, { signs, chain }: Arrivals): Float64Array {
  const count = signs.length;
  const size = group.up.length * count;
  const matrix = Array.from({ length: size }, (_, row) => new Float64Array(size).fill(-1, row, row + 1));
  for (let from = 0; from < size; from++) {
    for (let arrival = 0; arrival < count; arrival++) {
      const { next } = step(group, Math.floor(from / count), signs[arrival] as 1 | -1);
      const share = (chain[from % count] as Float64Array)[arrival] as number;
      (matrix[next * count + arrival] as Float64Array)[from] += share;
    }
  }
  (matrix[size - 1] as Float64Array).fill(1);
  return solveLinear(matrix, new Float64Array(size).fill(1, size - 1));
}

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
