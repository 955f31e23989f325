import { philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { naiveMemory } from '../testing/naive-memory.ts';
import { type MemoryRule, memoryLayout } from './memory-rule.ts';
import { createOnlineMemory } from './online-memory.ts';
import type { Readout } from './readout.ts';

const group = fc.integer({ min: 1, max: 16 });
const anyRule: fc.Arbitrary<MemoryRule> = fc.oneof(
  fc.record({ name: fc.constantFrom('direction-marker', 'partial-reset'), groups: group, last: fc.constant('cyclic') }),
  fc.record({ name: fc.constant('multi-chain'), groups: group }),
  fc.record({ name: fc.constant('multi-state'), bits: fc.integer({ min: 1, max: 20 }) }),
);

function readoutsOf(rule: MemoryRule): Readout[] {
  if (rule.name === 'multi-state') return ['sum', 'sign', 'graded'];
  return rule.groups % 2 === 1 ? ['sum', 'sign'] : ['sum'];
}

const cases = fc.record({
  rule: anyRule,
  size: fc.integer({ min: 1, max: 600 }),
  rows: fc.integer({ min: 0, max: 5 }),
  seed: fc.nat(),
});

it('gives overlaps and moments as the sum over synapses does, in both implementations', () => {
  fc.assert(
    fc.property(cases, ({ rule, size, rows, seed }) => {
      const rng = philoxRng(streamKey(seed, 'init', ''));
      const { planesOf, groups } = memoryLayout(rule);
      const codes = Uint32Array.from({ length: size * groups }, (_, at) => rng.uint32() % 2 ** planesOf[at % groups]);
      const naive = naiveMemory(rule, size);
      naive.writeCodes(codes);
      const middle = rule.name === 'multi-state' ? (2 ** rule.bits - 1) / 2 : 0;
      const weights = {
        sum: naive.weight,
        sign: (i: number) => Math.sign(naive.weight(i)),
        graded: (i: number) => codes[i] - middle,
      };
      for (const implementation of ['ts', 'wasm'] as const) {
        const memory = createOnlineMemory({ rule, size, key: new Uint32Array(4), implementation });
        memory.writeCodes(codes);
        // Random beyond N too: those bits must not count.
        const patterns = Uint32Array.from({ length: rows * memory.rowWords }, () => rng.uint32());
        for (const readout of readoutsOf(rule)) {
          const w = Array.from({ length: size }, (_, i) => weights[readout](i));
          const overlaps = new Float64Array(rows);
          memory.overlap(patterns, overlaps, readout);
          const expected = Array.from({ length: rows }, (_, row) =>
            w.reduce(
              (sum, each, i) => sum + ((patterns[row * memory.rowWords + (i >>> 5)] >>> (i & 31)) & 1 ? each : -each),
              0,
            ),
          );
          expect([...overlaps]).toEqual(expected.map((each) => each + 0));
          const moments = new Float64Array(2);
          memory.moments(moments, readout);
          // 600 synapses of at most 2^19: the squares stay below 2^53.
          expect([...moments]).toEqual([w.reduce((a, b) => a + b, 0), w.reduce((a, b) => a + b * b, 0)]);
        }
        memory.release();
      }
    }),
    { numRuns: 150 },
  );
});

it('sums up far more than one 32-bit lane of bytes would hold', () => {
  // All codes at the top, pattern all plus: w = 15, overlap 15 N.
  const rule = { name: 'multi-chain', groups: 15 } as const;
  const size = 128 * 3000;
  for (const implementation of ['ts', 'wasm'] as const) {
    const memory = createOnlineMemory({ rule, size, key: new Uint32Array(4), implementation });
    const snapshot = new Uint32Array(memory.stateWords).fill(0xffffffff);
    memory.restore(snapshot);
    const out = new Float64Array(2);
    memory.overlap(new Uint32Array(2 * memory.rowWords).fill(0xffffffff, 0, memory.rowWords), out);
    expect([...out]).toEqual([15 * size, -15 * size]);
    memory.moments(out);
    expect([...out]).toEqual([15 * size, 225 * size]);
    memory.release();
  }
});
