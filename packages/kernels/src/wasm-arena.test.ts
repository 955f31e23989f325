import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wasmArena } from './wasm-arena.ts';

it('gives out aligned regions that do not overlap, and finds freed ones again', () => {
  const steps = fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 100_000 }), free: fc.nat(9) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (requests) => {
      const arena = wasmArena();
      const live: { offset: number; bytes: number }[] = [];
      for (const { bytes, free } of requests) {
        const offset = arena.allocate(bytes);
        expect(offset % 16).toBe(0);
        expect(offset).toBeGreaterThan(0);
        expect(offset + bytes).toBeLessThanOrEqual(arena.memory.buffer.byteLength);
        for (const other of live) {
          expect(offset >= other.offset + other.bytes || other.offset >= offset + bytes).toBe(true);
        }
        live.push({ offset, bytes });
        if (free < live.length && free > 3) arena.free(live.splice(free, 1)[0].offset);
      }
      for (const { offset } of live) arena.free(offset);
      const size = arena.memory.buffer.byteLength;
      arena.allocate(size - 16);
      expect(arena.memory.buffer.byteLength).toBe(size);
    }),
    { numRuns: 50 },
  );
});

it('grows by what its last gap lacks', () => {
  const arena = wasmArena();
  arena.free(arena.allocate(10 * 65536));
  arena.allocate(20 * 65536);
  expect(arena.memory.buffer.byteLength).toBeLessThanOrEqual(21 * 65536);
});

it('refuses to free what it did not give out', () => {
  expect(() => wasmArena().free(64)).toThrow('no region begins at 64');
});

it('has views of the whole memory, also after it has grown', () => {
  const arena = wasmArena();
  const before = arena.views();
  expect(arena.views()).toBe(before);
  const offset = arena.allocate(2 ** 20);
  const { bytes, words, integers, doubles } = arena.views();
  for (const view of [bytes, words, integers, doubles]) {
    expect(view.byteLength).toBe(arena.memory.buffer.byteLength);
  }
  words[offset / 4] = 0xfffffffe;
  expect([integers[offset / 4], bytes[offset]]).toEqual([-2, -2]);
});
