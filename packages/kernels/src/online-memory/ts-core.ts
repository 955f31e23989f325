/** Online memory in plain TypeScript: 32 synapses a word, one word after the other, all events of a call inside. */
import { popcount } from '../popcount.ts';
import { stepCounters } from './bounded-counter.ts';
import { flushMarkers, stepMarkers } from './direction-marker.ts';
import { type CoreOptions, counterBits, type MemoryCore } from './memory-core.ts';
import { BLOCK_WORDS, GENERATOR_OFFSET, MAX_GROUPS, PLANES_OFFSET } from './memory-rule.ts';
import { flushResets, stepResets } from './partial-reset.ts';
import { fillEvents } from './random-events.ts';
import { digitPlanes, outputDigits, patternDistance, type ReadoutPlan } from './readout.ts';

/** Events drawn before they are applied; a multiple of 4. */
const CHUNK = 64;

export function tsCore({ rule, layout, source, plusPlus, blocks, mask }: CoreOptions): MemoryCore {
  const { planes: planeCount, planesOf, blockWords } = layout;
  const words = BLOCK_WORDS * blocks;
  const state = new Uint32Array(blocks * blockWords);
  const signed = new Int32Array(state.buffer);
  const planes = new Int32Array(planeCount);
  const pending = new Int32Array(3 * (MAX_GROUPS + 1));
  const events = new Int32Array(CHUNK);
  const valid = new Int32Array(words).fill(-1);
  valid.set(mask, words - BLOCK_WORDS);
  const hard = 'last' in rule && rule.last === 'hard';
  const bits = counterBits(rule);
  /** Rows that are kept inside. */
  let room = new Uint32Array(0);

  function step(count: number, time: number): void {
    if (bits > 0) stepCounters(planes, 0, bits, events, count);
    else if (rule.name === 'direction-marker') stepMarkers(planes, pending, events, count, time, rule.groups, hard);
    else if (rule.name === 'partial-reset') stepResets(planes, pending, events, count, time, rule.groups, hard);
    else {
      let first = 0;
      for (let k = 0; k < planesOf.length; k++) {
        stepCounters(planes, first, planesOf[k], events, count);
        first += planesOf[k];
      }
    }
  }

  function finish(): void {
    if (rule.name === 'direction-marker') {
      if (bits > 0) planes[2] = planes[1];
      else flushMarkers(planes, pending, rule.groups, hard);
    } else if (rule.name === 'partial-reset' && bits === 0) flushResets(planes, pending, rule.groups, hard);
  }

  /** `given`: inputs of all events, or null to draw them. */
  function run(count: number, given: Uint32Array | null, keep: Int32Array, kept: Uint32Array): void {
    for (let word = 0; word < words; word++) {
      const last = (word >>> 2) * blockWords + (word & 3);
      const firstPlane = last + PLANES_OFFSET;
      for (let p = 0; p < planeCount; p++) planes[p] = signed[firstPlane + BLOCK_WORDS * p];
      pending.fill(0);
      let next = 0;
      for (let time = 0; time < count; time += CHUNK) {
        const drawn = Math.min(CHUNK, count - time);
        if (given === null) fillEvents(signed, last, last + GENERATOR_OFFSET, source, plusPlus, events, drawn);
        else for (let e = 0; e < drawn; e++) events[e] = given[(time + e) * words + word];
        signed[last] = events[drawn - 1];
        for (; next < keep.length && keep[next] <= time + drawn; next++) {
          kept[next * words + word] = events[keep[next] - time - 1];
        }
        step(drawn, time);
      }
      finish();
      for (let p = 0; p < planeCount; p++) signed[firstPlane + BLOCK_WORDS * p] = planes[p];
    }
  }

  function measure(
    plan: ReadoutPlan,
    rows: Uint32Array,
    list: Int32Array,
    out: Float64Array,
    ones: Float64Array,
  ): void {
    const digits = outputDigits(plan);
    const counts = new Int32Array(digits * words);
    digitPlanes(signed, blocks, blockWords, plan, counts);
    for (let k = 0; k < list.length; k++) {
      const at = list[k] * words;
      out[k] = patternDistance(rows, at, words, counts, digits, valid);
      ones[k] = plan.shift === 0 ? 0 : patternDistance(rows, at, words, counts, 0, valid);
    }
  }

  const none = new Int32Array(0);
  const nothing = new Uint32Array(0);
  return {
    state: () => state,
    update: (count, keep, kept) => run(count, null, keep, kept),
    apply: (inputs, count) => run(count, inputs, none, nothing),
    reserve(rows): void {
      room = new Uint32Array(rows * words);
    },
    record: (count, keep, row) => run(count, null, keep, room.subarray(row * words)),
    recall: (plan, rows, out, ones) => measure(plan, room, rows, out, ones),
    distances: (plan, patterns, count, out, ones) =>
      measure(
        plan,
        patterns,
        Int32Array.from({ length: count }, (_, row) => row),
        out,
        ones,
      ),
    pairs(plan, out): void {
      const digits = outputDigits(plan);
      const counts = new Int32Array(digits * words);
      digitPlanes(signed, blocks, blockWords, plan, counts);
      out.fill(0);
      for (let word = 0; word < words; word++) {
        const place = (word >>> 2) * digits * BLOCK_WORDS + (word & 3);
        for (let i = 0; i < digits; i++) {
          const x = counts[place + BLOCK_WORDS * i] & valid[word];
          for (let j = 0; j < digits; j++) out[i * digits + j] += popcount(x & counts[place + BLOCK_WORDS * j]);
        }
      }
    },
    release: () => undefined,
  };
}
