import { philoxBlock } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { type EventLaw, eventSource } from './event-law.ts';
import { createOnlineMemory } from './online-memory.ts';
import { fillEvents, seedGenerators } from './random-events.ts';

const coins = eventSource({ correlation: 0, plus: 0.5 });
const lane = (words: readonly number[]): Int32Array => {
  const state = new Int32Array(20);
  words.forEach((word, k) => {
    state[4 + 4 * k] = word;
  });
  return state;
};

describe('a generator', () => {
  // State 1, 2, 3, 4: the values of the authors' C code.
  it.each([
    ['+', [5, 12295, 25178119, 27286542, 39879690, 1140358681, 3276312097, 4110231701, 399823256, 2144435200]],
    ['++', [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420]],
  ])('gives the known answers of xoshiro128%s', (scrambler, expected) => {
    const events = new Int32Array(10);
    fillEvents(lane([1, 2, 3, 4]), 0, 4, coins, scrambler === '++', events, 10);
    expect([...new Uint32Array(events.buffer)]).toEqual(expected);
  });

  it('is seeded by one Philox block of its block number and lane', () => {
    const key = Uint32Array.of(11, 12, 13, 14);
    const state = new Uint32Array(3 * 20);
    seedGenerators(key, 7, 3, state, 20);
    const out = new Uint32Array(4);
    philoxBlock(Uint32Array.of(8, 0x80000002, 13, 14), Uint32Array.of(11, 12), out);
    expect([0, 1, 2, 3].map((k) => state[20 + 4 + 4 * k + 2])).toEqual([...out]);
  });

  it('draws masks as the digits of the probability say, one synapse after the other', () => {
    // change = 0b0011_0000_0000_0000: digits 12 (1), 13 (1), 14 (0), 15 (0), so 4 words an event.
    const source = eventSource({ correlation: 1 - (2 * 0x3000) / 65536, plus: 0.5 });
    expect(source.change).toBe(0x3000);
    const words = new Int32Array(40);
    fillEvents(lane([5, 6, 7, 8]), 0, 4, coins, false, words, 40);
    const events = new Int32Array(10);
    fillEvents(lane([5, 6, 7, 8]), 0, 4, source, false, events, 10);
    let input = 0;
    for (let e = 0; e < 10; e++) {
      const [first, second, third, fourth] = words.subarray(4 * e, 4 * e + 4);
      input ^= (first | second) & third & fourth;
      expect(events[e]).toBe(input);
    }
  });
});

/** Share of plus, and correlation with the event before, over many synapses and events. */
function measure(law: EventLaw, implementation: 'ts' | 'wasm'): { plus: number; same: number; realised: EventLaw } {
  const rule = { name: 'multi-state', bits: 1 } as const;
  const memory = createOnlineMemory({ rule, size: 4096, key: Uint32Array.of(3, 1, 4, 1), law, implementation });
  const events = 400;
  const rows = new Uint32Array(events * memory.rowWords);
  memory.update(
    events,
    Int32Array.from({ length: events }, (_, k) => k + 1),
    rows,
  );
  const ones = (v: number): number => v.toString(2).replaceAll('0', '').length;
  let plus = 0;
  let same = 0;
  for (let at = 0; at < rows.length; at++) {
    plus += ones(rows[at]);
    if (at >= memory.rowWords) same += 32 - ones((rows[at] ^ rows[at - memory.rowWords]) >>> 0);
  }
  memory.release();
  return { plus: plus / (4096 * events), same: same / (4096 * (events - 1)), realised: memory.realisedLaw };
}

describe.each(['ts', 'wasm'] as const)('events (%s)', (implementation) => {
  // Two numbers for each of 6 laws within 5 standard errors: a false alarm for one seed in 150 000.
  it.each([
    { correlation: 0, plus: 0.5 },
    { correlation: 0.9, plus: 0.5 },
    { correlation: 0.3, plus: 0.5 },
    { correlation: 0, plus: 0.7 },
    { correlation: 0.9, plus: 0.7 },
    { correlation: 0.5, plus: 0.1 },
  ])('follow the realised law, $correlation and $plus', (law) => {
    const { plus, same, realised } = measure(law, implementation);
    const p = realised.plus;
    const r = realised.correlation;
    expect(Math.abs(p - law.plus)).toBeLessThanOrEqual(2 ** -17);
    expect(Math.abs(r - law.correlation)).toBeLessThanOrEqual(2 ** -16);
    const draws = 4096 * 400;
    const spread = Math.sqrt((p * (1 - p) * (1 + r)) / (1 - r) / draws);
    expect(Math.abs(plus - p)).toBeLessThan(5 * spread);
    // P(same) = r + (1 - r)(p² + q²). Its variance is at most that of independent trials plus that of the composition.
    const expected = r + (1 - r) * (p ** 2 + (1 - p) ** 2);
    const error = Math.sqrt((expected * (1 - expected)) / draws) + 2 * (1 - r) * Math.abs(2 * p - 1) * spread;
    expect(Math.abs(same - expected)).toBeLessThan(5 * error);
  });

  it('are exactly constant where the probability is 0 or 1', () => {
    expect(measure({ correlation: 0, plus: 1 }, implementation)).toMatchObject({ plus: 1, same: 1 });
    expect(measure({ correlation: 0.5, plus: 0 }, implementation)).toMatchObject({ plus: 0, same: 1 });
  });
});

it('says what 16-bit probabilities make of a law', () => {
  expect(eventSource({ correlation: 0.9, plus: 0.5 }).law.correlation).toBeCloseTo(0.899994, 6);
  expect(eventSource({ correlation: 0.99, plus: 0.5 }).law.correlation).toBeCloseTo(0.98999, 6);
  expect(eventSource({ correlation: 0, plus: 0.5 }).law).toEqual({ correlation: 0, plus: 0.5 });
});
