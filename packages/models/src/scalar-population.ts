/** Populations of synapses that are stepped one after the other, each with coins of its own. */

import type { Rng } from '@fewbits/numerics';
import { CHUNK, eventStream } from './event-stream.ts';
import type { Population, PopulationOptions } from './model.ts';
import { type Coins, createCoins, startStream } from './random-streams.ts';

export interface ScalarModel {
  /** Integers a synapse. */
  readonly variables: number;
  /** Lead the synapse whose state begins at `at` through the events xi[0 … count-1], ±1. */
  advance(state: Int32Array, at: number, xi: Int8Array, count: number, coins: Coins): void;
  weight(state: Int32Array, at: number): number;
  /** Stationary state at the realised correlation, into `state[at …]`; returns the last event, ±1. */
  start(correlation: number): (rng: Rng, state: Int32Array, at: number) => number;
  /** Sums over synapses and events since the last start, and how to reset them. */
  readonly counts?: { read(): Readonly<Record<string, number>>; reset(): void };
}

/** `create` makes the model's own scratch, once a population. */
export function scalarPopulation(model: ScalarModel, options: PopulationOptions): Population {
  const { size, key, firstBlock = 0 } = options;
  const { variables } = model;
  const first = 128 * firstBlock;
  const events = eventStream(options);
  const { rowWords } = events;
  const coins = createCoins(key, first, size);
  const state = new Int32Array(size * variables);
  const xi = new Int8Array(CHUNK);
  const rows = new Uint32Array(CHUNK * rowWords);
  /** Rows that are kept inside. */
  let room = new Uint32Array(0);
  const stateWords = events.stateWords + coins.words.length + state.length;

  /** Rows `from` … `from + count - 1` of `inputs`. */
  function advance(inputs: Uint32Array, from: number, count: number): void {
    for (let i = 0; i < size; i++) {
      let word = from * rowWords + (i >>> 5);
      for (let e = 0; e < count; e++, word += rowWords) xi[e] = (((inputs[word] >>> (i & 31)) & 1) << 1) - 1;
      coins.load(i);
      model.advance(state, i * variables, xi, count, coins);
      coins.store(i);
    }
  }

  function update(count: number, keep: Int32Array, kept: Uint32Array): void {
    checkUpdate(count, keep, kept, rowWords);
    let next = 0;
    for (let done = 0; done < count; ) {
      const some = Math.min(CHUNK, count - done);
      events.draw(some, rows);
      for (; next < keep.length && keep[next] <= done + some; next++) {
        const row = keep[next] - 1 - done;
        kept.set(rows.subarray(row * rowWords, (row + 1) * rowWords), next * rowWords);
      }
      advance(rows, 0, some);
      done += some;
    }
  }

  /** Overlaps with the patterns that begin at words `first`. */
  function overlaps(patterns: Uint32Array, first: Int32Array, out: Float64Array): void {
    out.fill(0);
    for (let i = 0; i < size; i++) {
      const w = model.weight(state, i * variables);
      const word = i >>> 5;
      for (let k = 0; k < first.length; k++) out[k] += (patterns[first[k] + word] >>> (i & 31)) & 1 ? w : -w;
    }
  }

  return {
    size,
    variables,
    rowWords,
    stateWords,
    correlation: events.correlation,
    equilibrate(): void {
      const rng = startStream(key);
      const last = new Int8Array(size);
      const draw = model.start(events.correlation);
      for (let i = 0; i < size; i++) {
        rng.seek(first + i);
        last[i] = draw(rng, state, i * variables);
      }
      events.writeLast(last);
      model.counts?.reset();
    },
    update: (count, keep = new Int32Array(0), kept = new Uint32Array(0)) => update(count, keep, kept),
    reserve(count): void {
      room = new Uint32Array(count * rowWords);
    },
    record: (count, keep, row) => update(count, keep, room.subarray(row * rowWords, (row + keep.length) * rowWords)),
    recall(list, out): void {
      demandLength('out', out, list.length);
      overlaps(
        room,
        list.map((row) => row * rowWords),
        out,
      );
    },
    apply(inputs): void {
      const count = wholeRows('inputs', inputs, rowWords);
      for (let done = 0; done < count; done += CHUNK) advance(inputs, done, Math.min(CHUNK, count - done));
    },
    overlap(patterns, out): void {
      const count = wholeRows('patterns', patterns, rowWords);
      demandLength('out', out, count);
      overlaps(
        patterns,
        Int32Array.from({ length: count }, (_, row) => row * rowWords),
        out,
      );
    },
    moments(out): void {
      demandLength('out', out, 2);
      out.fill(0);
      for (let i = 0; i < size; i++) {
        const w = model.weight(state, i * variables);
        out[0] += w;
        out[1] += w * w;
      }
    },
    readout(w): void {
      demandLength('w', w, size);
      for (let i = 0; i < size; i++) w[i] = model.weight(state, i * variables);
    },
    readStates(out): void {
      demandLength('out', out, state.length);
      out.set(state);
    },
    writeStates(states): void {
      demandLength('states', states, state.length);
      state.set(states);
    },
    readLastEvent: (out) => events.readLast(out),
    writeLastEvent: (last) => events.writeLast(last),
    snapshot(out): void {
      demandLength('out', out, stateWords);
      events.snapshot(out.subarray(0, events.stateWords));
      out.set(coins.words, events.stateWords);
      out.set(state, events.stateWords + coins.words.length);
    },
    restore(snapshot): void {
      demandLength('snapshot', snapshot, stateWords);
      events.restore(snapshot.subarray(0, events.stateWords));
      coins.words.set(snapshot.subarray(events.stateWords, events.stateWords + coins.words.length));
      state.set(snapshot.subarray(events.stateWords + coins.words.length));
    },
    counts: () => model.counts?.read() ?? {},
    release: () => events.release(),
  };
}

/** State, coins, generators of the events and rows of one draw. */
export function scalarBytes(variables: number): number {
  return 4 * variables + 16 + 1 + CHUNK / 8 + 1;
}

function checkUpdate(count: number, keep: Int32Array, kept: Uint32Array, rowWords: number): void {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`events: got ${count}, expected a whole number`);
  for (let k = 0; k < keep.length; k++) {
    if (!(keep[k] > (k === 0 ? 0 : keep[k - 1]) && keep[k] <= count)) {
      throw new RangeError(`keep[${k}]: got ${keep[k]}, expected ascending event numbers from 1 to ${count}`);
    }
  }
  demandLength('kept', kept, keep.length * rowWords);
}

function wholeRows(what: string, rows: Uint32Array, rowWords: number): number {
  if (rows.length % rowWords !== 0) {
    throw new RangeError(`${what}: rows of ${rowWords} words expected, got ${rows.length} words`);
  }
  return rows.length / rowWords;
}

function demandLength(what: string, array: { readonly length: number }, length: number): void {
  if (array.length !== length) throw new RangeError(`${what}: length ${length} expected, got ${array.length}`);
}
