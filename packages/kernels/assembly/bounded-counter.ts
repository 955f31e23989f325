/**
 * Counters with hard bounds 0 and 2^bits - 1 in bit planes, 128 synapses, one step an event: the rule of
 * src/online-memory/bounded-counter.ts, one vector for its word.
 */

/** From this plane on, every second plane asks whether a carry is left in any of the lanes. */
const RARE: i32 = 10;

/** `count` events on `bits` planes. */
export function stepCounters(planes: usize, bits: i32, events: usize, count: i32): void {
  const pairs = bits & ~1;
  const top = planes + (<usize>bits << 4);
  for (const end = events + (<usize>count << 4); events < end; events += 16) {
    const u = v128.load(events);
    let carry = i32x4.splat(-1);
    let plane = planes;
    for (let i = 0; i < pairs; i += 2) {
      if (i >= RARE && !v128.any_true(carry)) break;
      const low = v128.load(plane);
      const high = v128.load(plane, 16);
      v128.store(plane, v128.xor(low, carry));
      carry = v128.andnot(carry, v128.xor(low, u));
      v128.store(plane, v128.xor(high, carry), 16);
      carry = v128.andnot(carry, v128.xor(high, u));
      plane += 32;
    }
    if (bits != pairs) {
      const last = v128.load(top - 16);
      v128.store(top - 16, v128.xor(last, carry));
      carry = v128.andnot(carry, v128.xor(last, u));
    }
    // What left the last plane was at the bound, and now stands at the other: put it back.
    if (v128.any_true(carry)) {
      for (plane = planes; plane < top; plane += 16) {
        v128.store(plane, v128.bitselect(u, v128.load(plane), carry));
      }
    }
  }
}
