/**
 * Online synaptic memory, 128 synapses at a time: the module that src/online-memory/wasm-core.ts loads.
 *
 * A block of state: last input (16 bytes), generator (64), then the bit planes, group by group. The caller lays out the
 * memory; nothing is allocated here.
 */
import { stepCounters } from './bounded-counter';
import { flushMarkers, stepMarkers } from './direction-marker';
import { flushResets, stepResets } from './partial-reset';
import { fillCoins, fillMarkov } from './random-events';
import { common, countPlanes, distances, reaches } from './readout';

export { common, distances };

/** Events drawn before they are applied; a multiple of 4. */
const CHUNK: i32 = 64;
const GENERATOR: usize = 16;
const PLANES: usize = 80;

const MARKERS: i32 = 0;
const RESETS: i32 = 1;
/** One counter of `groups` bits. */
const COUNTER: i32 = 2;
/** `groups` counters of 2, 4, 6, ... bits. */
const CHAINS: i32 = 3;

/** Where events come from: see random-events.ts; GIVEN: rows of one vector a block in `given`. */
const COINS: i32 = 0;
const FLIPS: i32 = 1;
const FRESH: i32 = 2;
const GIVEN: i32 = 3;

/**
 * `count` events of each of `blocks` blocks of `size` bytes at `state`.
 *
 * scratch: 64 vectors of events, then 17 x 48 bytes of pending arrivals. keep: the number of events whose inputs are kept,
 * numbered from 1, ascending, in `kept`; row j of `rows` gets those of event kept[j], one vector a block. For GIVEN, `rows`
 * holds the inputs of all events instead.
 */
export function update(
  state: usize,
  blocks: i32,
  size: i32,
  rule: i32,
  groups: i32,
  hard: bool,
  source: i32,
  change: i32,
  plus: i32,
  plusPlus: bool,
  count: i32,
  scratch: usize,
  kept: usize,
  keep: i32,
  rows: usize,
): void {
  const pending = scratch + (<usize>CHUNK << 4);
  const row = <usize>blocks << 4;
  // Groups whose windows end with the last event have no arrivals left.
  let unfinished = 1;
  while (unfinished < groups && unfinished < 15 && (count & ((1 << (2 * unfinished)) - 1)) == 0) unfinished++;
  // A flush leaves no arrivals, so once for all blocks.
  memory.fill(pending, 0, 17 * 48);
  for (let block = 0; block < blocks; block++) {
    const planes = state + PLANES;
    let next = 0;
    for (let time = 0; time < count; time += CHUNK) {
      const events = min(CHUNK, count - time);
      if (source == COINS) {
        fillCoins(state + GENERATOR, scratch, events, plusPlus);
      } else if (source == GIVEN) {
        const given = rows + <usize>time * row;
        for (let i = 0; i < events; i++) v128.store(scratch + (<usize>i << 4), v128.load(given + <usize>i * row));
      } else {
        fillMarkov(state + GENERATOR, state, scratch, events, change, plus, source == FRESH, plusPlus);
      }
      v128.store(state, v128.load(scratch + (<usize>(events - 1) << 4)));
      while (next < keep && load<i32>(kept + (<usize>next << 2)) <= time + events) {
        const event = load<i32>(kept + (<usize>next << 2)) - time - 1;
        v128.store(rows + <usize>next * row, v128.load(scratch + (<usize>event << 4)));
        next++;
      }
      if (rule == MARKERS) {
        stepMarkers(planes, pending, scratch, events, time, groups, hard);
      } else if (rule == RESETS) {
        stepResets(planes, pending, scratch, events, time, groups, hard);
      } else if (rule == COUNTER) {
        stepCounters(planes, groups, scratch, events);
      } else {
        let chain = planes;
        for (let k = 1; k <= groups; k++) {
          stepCounters(chain, 2 * k, scratch, events);
          chain += <usize>k << 5;
        }
      }
    }
    if (rule == MARKERS) flushMarkers(planes, pending, unfinished, groups, hard);
    else if (rule == RESETS) flushResets(planes, pending, unfinished, groups, hard);
    rows += 16;
    state += size;
  }
}

/**
 * Digit planes of the number of set sign planes of every block, `digits` vectors a block at `out`; `threshold` > 0: instead
 * one plane, whether that number reaches it. The sign planes lie as `countPlanes` says, from `first` in the block.
 */
export function countSigns(
  state: usize,
  blocks: i32,
  size: i32,
  first: i32,
  groups: i32,
  step: i32,
  growth: i32,
  digits: i32,
  threshold: i32,
  out: usize,
  scratch: usize,
): void {
  for (let block = 0; block < blocks; block++) {
    if (threshold > 0) {
      countPlanes(state + first, groups, step, growth, scratch, digits);
      v128.store(out, reaches(scratch, digits, threshold));
      out += 16;
    } else {
      countPlanes(state + first, groups, step, growth, out, digits);
      out += <usize>digits << 4;
    }
    state += size;
  }
}
