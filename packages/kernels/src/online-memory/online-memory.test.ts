import { philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naiveMemory } from '../testing/naive-memory.ts';
import { plainStep } from '../testing/plain-planes.ts';
import type { EventLaw } from './event-law.ts';
import { BLOCK, type MemoryRule, memoryBytes, memoryLayout } from './memory-rule.ts';
import { createOnlineMemory, type OnlineMemory, type OnlineMemoryOptions } from './online-memory.ts';

const implementations = ['ts', 'wasm'] as const;
const ranges = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);
const rules: MemoryRule[] = [
  ...(['direction-marker', 'partial-reset'] as const).flatMap((name) =>
    (['cyclic', 'hard'] as const).flatMap((last) => ranges(1, 7).map((groups) => ({ name, groups, last }))),
  ),
  ...ranges(1, 6).map((groups) => ({ name: 'multi-chain', groups }) as const),
  ...[1, 2, 3, 5, 8, 11, 14].map((bits) => ({ name: 'multi-state', bits }) as const),
];
const laws: EventLaw[] = [
  { correlation: 0, plus: 0.5 },
  { correlation: 0.9, plus: 0.5 },
  { correlation: 0, plus: 0.8 },
  { correlation: 0.97, plus: 0.3 },
  { correlation: 0, plus: 1 },
  { correlation: 0.5, plus: 0 },
];
const sizes = [1, 31, 128, 300, 32, 77];
const nameOf = (rule: MemoryRule): string => Object.values(rule).join(' ');

/** Codes that can occur, every plane and group used. */
function randomCodes(rule: MemoryRule, size: number, seed: number): Uint32Array {
  const { planesOf, groups } = memoryLayout(rule);
  const rng = philoxRng(streamKey(seed, 'init', nameOf(rule)));
  const codes = Uint32Array.from({ length: size * groups }, (_, at) => rng.uint32() % 2 ** planesOf[at % groups]);
  if (rule.name === 'direction-marker' && rule.last === 'hard') {
    for (let at = groups - 1; at < codes.length; at += groups) codes[at] = (codes[at] & 3) | ((codes[at] & 2) << 1);
  }
  return codes;
}

function codesOf(memory: OnlineMemory): Uint32Array {
  const codes = new Uint32Array(memory.size * memory.groups);
  memory.readCodes(codes);
  return codes;
}

function snapshotOf(memory: OnlineMemory): Uint32Array {
  const state = new Uint32Array(memory.stateWords);
  memory.snapshot(state);
  return state;
}

const signAt = (row: Uint32Array, i: number): number => ((row[i >>> 5] >>> (i & 31)) & 1 ? 1 : -1);
const numbered = (events: number): Int32Array => Int32Array.from({ length: events }, (_, k) => k + 1);

/** The same events, one synapse after the other. */
function naiveCodes(rule: MemoryRule, codes: Uint32Array, rows: Uint32Array, rowWords: number): Uint32Array {
  const { groups } = memoryLayout(rule);
  const size = codes.length / groups;
  const naive = naiveMemory(rule, size);
  naive.writeCodes(codes);
  const xi = new Int8Array(size);
  for (let first = 0; first < rows.length; first += rowWords) {
    const row = rows.subarray(first, first + rowWords);
    for (let i = 0; i < size; i++) xi[i] = signAt(row, i);
    naive.step(xi);
  }
  const out = new Uint32Array(codes.length);
  naive.readCodes(out);
  return out;
}

describe.each(rules.map((rule, k) => ({ rule, name: nameOf(rule), k })))('$name', ({ rule, k }) => {
  it('moves every synapse as the definition does, for any number of events, in both implementations', () => {
    [0, 1, 3, 777, 1024, 4096].forEach((events, c) => {
      const size = sizes[(k + c) % sizes.length];
      const law = laws[(k + 5 * c) % laws.length];
      const options = { rule, size, law, key: streamKey(k, 'dynamics', `${events}`) };
      const codes = randomCodes(rule, size, c);
      const results = implementations.map((implementation) => {
        const memory = createOnlineMemory({ ...options, implementation });
        memory.writeCodes(codes);
        const rows = new Uint32Array(events * memory.rowWords);
        memory.update(events, numbered(events), rows);
        const result = { rows, codes: codesOf(memory), state: snapshotOf(memory), rowWords: memory.rowWords };
        memory.release();
        return result;
      });
      const [ts, wasm] = results;
      expect(wasm).toEqual(ts);
      expect(ts.codes).toEqual(naiveCodes(rule, codes, ts.rows, ts.rowWords));
    });
  });

  it('ends in the planes of the plain rule, wherever its events are flushed', () => {
    const { planes: count } = memoryLayout(rule);
    for (const law of laws.slice(0, 3)) {
      const options = { rule, size: 32, law, key: streamKey(k, 'dynamics', 'plain') };
      for (const implementation of implementations) {
        const memory = createOnlineMemory({ ...options, implementation });
        memory.writeCodes(randomCodes(rule, 32, k));
        const planes = new Int32Array(count);
        // Planes follow 20 words of inputs and generators, 4 words each, of which 32 synapses use the first.
        const planesNow = (): number[] => Array.from(planes, (_, p) => snapshotOf(memory)[20 + 4 * p] | 0);
        planes.set(planesNow());
        for (const events of [777, 300, 477, 5, 64]) {
          const rows = new Uint32Array(events * memory.rowWords);
          memory.update(events, numbered(events), rows);
          for (let e = 0; e < events; e++) plainStep(rule, planes, rows[e * memory.rowWords] | 0);
          expect(planesNow()).toEqual([...planes]);
        }
        memory.release();
      }
    }
  });
});

const anyRule = fc.constantFrom(...rules);
const anyLaw = fc.constantFrom(...laws);
const anyCase = fc.record({
  rule: anyRule,
  law: anyLaw,
  size: fc.integer({ min: 1, max: 700 }),
  seed: fc.nat(),
  events: fc.integer({ min: 0, max: 900 }),
  scrambler: fc.constantFrom('+' as const, '++' as const),
});

describe('an online memory', () => {
  it('is the same however its events are split into calls', () => {
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat(), { maxLength: 4 }), ({ seed, events, ...rest }, cuts) => {
        const options = { ...rest, key: streamKey(seed, 'dynamics', '') };
        const whole = createOnlineMemory({ ...options, implementation: 'ts' });
        const split = createOnlineMemory({ ...options, implementation: 'wasm' });
        whole.update(events);
        const at = [0, ...cuts.map((cut) => cut % (events + 1)), events].sort((a, b) => a - b);
        for (let j = 1; j < at.length; j++) split.update(at[j] - at[j - 1]);
        expect(snapshotOf(split)).toEqual(snapshotOf(whole));
        split.release();
      }),
      { numRuns: 60 },
    );
  });

  it.each(implementations)('goes on from a snapshot of the other implementation (%s)', (implementation) => {
    for (const rule of rules) {
      const options = { rule, size: 200, law: laws[1], key: streamKey(5, 'dynamics', '') };
      const [first, straight] = [0, 1].map(() =>
        createOnlineMemory({ ...options, implementation: implementation === 'ts' ? 'wasm' : 'ts' }),
      );
      straight.update(777);
      first.update(300);
      // Another key: all that goes on comes from the snapshot.
      const second = createOnlineMemory({ ...options, key: streamKey(6, 'dynamics', ''), implementation });
      second.restore(snapshotOf(first));
      second.update(477);
      expect(snapshotOf(second)).toEqual(snapshotOf(straight));
      for (const memory of [first, second, straight]) memory.release();
    }
  });

  it('recalls what it records as it overlaps what it keeps, in any order, in both implementations', () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.array(fc.nat(), { maxLength: 9 }),
        fc.integer({ min: 0, max: 3 }),
        (drawn, asked, row) => {
          const { seed, events, ...rest } = drawn;
          const options = { ...rest, key: streamKey(seed, 'dynamics', '') };
          const keep = numbered(events).filter((event) => event % 5 === 2);
          const list =
            keep.length === 0 ? new Int32Array(0) : Int32Array.from(asked, (each) => row + (each % keep.length));
          const overlaps = new Float64Array(keep.length);
          const outside = createOnlineMemory({ ...options, implementation: 'ts' });
          const kept = new Uint32Array(keep.length * outside.rowWords);
          outside.update(events, keep, kept);
          outside.overlap(kept, overlaps);
          for (const implementation of implementations) {
            const inside = createOnlineMemory({ ...options, implementation });
            inside.reserve(2);
            inside.reserve(row + keep.length);
            inside.record(events, keep, row);
            const out = new Float64Array(list.length);
            inside.recall(list, out);
            expect([...out]).toEqual(Array.from(list, (each) => overlaps[each - row]));
            expect(snapshotOf(inside)).toEqual(snapshotOf(outside));
            inside.release();
          }
          outside.release();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the sum of its parts, however its blocks are dealt', () => {
    fc.assert(
      fc.property(anyCase, fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }), (drawn, widths) => {
        const { seed, events, ...rest } = drawn;
        const options = { ...rest, key: streamKey(seed, 'dynamics', '') };
        const whole = createOnlineMemory({ ...options, implementation: 'ts' });
        const keep = numbered(events).filter((event) => event % 7 === 3);
        const kept = new Uint32Array(keep.length * whole.rowWords);
        whole.update(events, keep, kept);
        const overlaps = new Float64Array(keep.length);
        whole.overlap(kept, overlaps);

        const sum = new Float64Array(keep.length);
        const states: number[] = [];
        const blocks = whole.rowWords / 4;
        for (let firstBlock = 0, j = 0; firstBlock < blocks; j++) {
          const width = Math.min(widths[j] ?? blocks, blocks - firstBlock);
          const size = Math.min(width * BLOCK, rest.size - firstBlock * BLOCK);
          const part = createOnlineMemory({ ...options, size, firstBlock, implementation: implementations[j % 2] });
          const rows = new Uint32Array(keep.length * part.rowWords);
          part.update(events, keep, rows);
          const out = new Float64Array(keep.length);
          part.overlap(rows, out);
          for (let row = 0; row < keep.length; row++) sum[row] += out[row];
          states.push(...snapshotOf(part));
          part.release();
          firstBlock += width;
        }
        expect(sum).toEqual(overlaps);
        expect(Uint32Array.from(states)).toEqual(snapshotOf(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('applies given inputs as if it had drawn them', () => {
    fc.assert(
      fc.property(anyCase, ({ seed, events, ...rest }) => {
        const options = { ...rest, key: streamKey(seed, 'dynamics', '') };
        const drawing = createOnlineMemory({ ...options, implementation: 'ts' });
        const rows = new Uint32Array(events * drawing.rowWords);
        drawing.update(events, numbered(events), rows);
        const inputs = new Int8Array(rest.size);
        drawing.readLastInput(inputs);
        for (const implementation of implementations) {
          const given = createOnlineMemory({ ...options, implementation });
          given.apply(rows);
          expect(codesOf(given)).toEqual(codesOf(drawing));
          const last = new Int8Array(rest.size);
          given.readLastInput(last);
          expect(last).toEqual(inputs);
          given.release();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the inputs of the events that were named, and no others', () => {
    const options = { rule: rules[6], size: 130, key: Uint32Array.of(1, 2, 3, 4) } satisfies OnlineMemoryOptions;
    for (const implementation of implementations) {
      const [all, some] = [0, 1].map(() => createOnlineMemory({ ...options, implementation }));
      const rows = new Uint32Array(200 * all.rowWords);
      all.update(200, numbered(200), rows);
      const keep = Int32Array.of(1, 2, 63, 64, 65, 128, 200);
      const kept = new Uint32Array(keep.length * some.rowWords);
      some.update(200, keep, kept);
      expect([...kept]).toEqual([...keep].flatMap((e) => [...rows.subarray((e - 1) * 8, e * 8)]));
    }
  });

  it('continues the correlation of the last input that it was given', () => {
    // Flips have probability 2^-10 here: 512 synapses stay with a chance of exp(-1/2) each event, and change by a few.
    const law = { correlation: 1 - 2 ** -9, plus: 0.5 };
    const last = Int8Array.from({ length: 512 }, (_, i) => (i % 3 === 0 ? 1 : -1));
    for (const implementation of implementations) {
      const memory = createOnlineMemory({
        rule: rules[0],
        size: 512,
        law,
        key: streamKey(1, 'dynamics', ''),
        implementation,
      });
      memory.writeLastInput(last);
      memory.update(1);
      const next = new Int8Array(512);
      memory.readLastInput(next);
      const changed = next.filter((xi, i) => xi !== last[i]).length;
      expect(changed).toBeLessThan(8);
    }
  });

  it('draws other events for another key, and for another block', () => {
    const options = { rule: rules[0], size: 128 };
    const events = [
      { key: Uint32Array.of(1, 2, 3, 4) },
      { key: Uint32Array.of(1, 2, 3, 5) },
      { key: Uint32Array.of(1, 2, 3, 4), firstBlock: 1 },
      { key: Uint32Array.of(1, 2, 3, 4), scrambler: '++' as const },
    ].map((own) => {
      const memory = createOnlineMemory({ ...options, ...own });
      const row = new Uint32Array(4);
      memory.update(1, Int32Array.of(1), row);
      return [...row].join();
    });
    expect(new Set(events).size).toBe(4);
  });

  it('returns the codes that were written', () => {
    for (const rule of [
      ...rules,
      { name: 'multi-chain', groups: 16 } as const,
      { name: 'multi-state', bits: 30 } as const,
    ]) {
      const codes = randomCodes(rule, 200, 9);
      for (const implementation of implementations) {
        const memory = createOnlineMemory({ rule, size: 200, key: new Uint32Array(4), implementation });
        memory.writeCodes(codes);
        expect(codesOf(memory)).toEqual(codes);
        memory.release();
      }
    }
  });

  it('gives the memory back', () => {
    const options = { rule: rules[6], size: 1_000_000, key: new Uint32Array(4), implementation: 'wasm' } as const;
    // 2000 of them would need 6.4 GB.
    for (let k = 0; k < 2000; k++) createOnlineMemory({ ...options, size: k % 50 === 0 ? 1_000_000 : 300 }).release();
    const memory = createOnlineMemory(options);
    memory.release();
    memory.release();
    expect(() => memory.update(1)).toThrow('released');
  });

  it('refuses what does not fit, with what it needs', () => {
    const key = new Uint32Array(4);
    const make = (options: Partial<OnlineMemoryOptions>) => (): OnlineMemory =>
      createOnlineMemory({ rule: rules[0], size: 10, key, ...options });
    expect(make({ size: 0 })).toThrow('size: got 0, expected an integer from 1');
    expect(make({ size: 2.5 })).toThrow('size: got 2.5');
    expect(make({ rule: { name: 'multi-chain', groups: 17 } })).toThrow(
      'groups: got 17, expected an integer from 1 to 16',
    );
    expect(make({ rule: { name: 'multi-state', bits: 0 } })).toThrow('bits: got 0, expected an integer from 1 to 30');
    expect(make({ key: new Uint32Array(3) })).toThrow('a stream key has 4 words, got 3');
    expect(make({ law: { correlation: 1, plus: 0.5 } })).toThrow('correlation: got 1');
    expect(make({ law: { correlation: 0.99999, plus: 0.5 } })).toThrow('would be realised as 1');
    expect(make({ law: { correlation: 0, plus: Number.NaN } })).toThrow('plus: got NaN');
    const chain = { name: 'multi-chain', groups: 16 } as const;
    const bytes = memoryBytes(chain, 2 ** 27);
    expect(bytes).toBe(2 ** 20 * 4 * (20 + 4 * 272));
    expect(make({ rule: chain, size: 2 ** 27 })).toThrow(`need ${bytes} bytes`);

    const memory = make({})();
    expect(() => memory.update(-1)).toThrow('events: got -1');
    expect(() => memory.update(5, Int32Array.of(2, 2), new Uint32Array(8))).toThrow('keep[1]: got 2');
    expect(() => memory.update(5, Int32Array.of(6), new Uint32Array(4))).toThrow('keep[0]: got 6');
    expect(() => memory.update(5, Int32Array.of(2), new Uint32Array(3))).toThrow('kept: length 4 expected, got 3');
    expect(() => memory.record(5, Int32Array.of(2), 0)).toThrow('row: got 0, expected an integer from 0 to -1');
    memory.reserve(2);
    expect(() => memory.record(5, Int32Array.of(2), 2)).toThrow('row: got 2, expected an integer from 0 to 1');
    expect(() => memory.recall(Int32Array.of(0, 2), new Float64Array(2))).toThrow('rows[1]: got 2');
    expect(() => memory.apply(new Uint32Array(5))).toThrow('inputs: rows of 4 words expected, got 5 words');
    expect(() => memory.overlap(new Uint32Array(8), new Float64Array(1))).toThrow('out: length 2 expected, got 1');
    expect(() => memory.writeCodes(new Uint32Array(10).fill(8))).toThrow(
      'codes[0]: got 8, expected an integer below 8',
    );
    expect(() => memory.overlap(new Uint32Array(4), new Float64Array(1), 'graded')).toThrow('no graded readout');
    expect(() => make({ rule: chain })().moments(new Float64Array(2), 'sign')).toThrow('an odd number is needed');
    const hard = { name: 'direction-marker', groups: 1, last: 'hard' } as const;
    expect(() => make({ rule: hard, size: 1 })().writeCodes(Uint32Array.of(3))).toThrow('0, 1, 6 or 7');
  });
});
