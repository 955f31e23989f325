/**
 * Partial reset with lazy carries, 128 synapses: the rules of src/online-memory/partial-reset.ts, one vector for its word.
 * A group holds planes a, b, c (48 bytes); pending arrivals any, up (48 bytes a group, of which 32 are used).
 */

/** Step group `group` >= 1 with its pending arrivals, hand on its carries and clear the arrivals. */
function stepPending(planes: usize, pending: usize, group: i32): void {
  const own = planes + <usize>group * 48;
  const waiting = pending + <usize>group * 48;
  const a = v128.load(own);
  const b = v128.load(own, 16);
  const c = v128.load(own, 32);
  const any = v128.load(waiting);
  const up = v128.load(waiting, 16);
  const full = v128.andnot(any, v128.xor(a, up));
  const end = v128.andnot(full, v128.xor(b, up));
  const cross = v128.and(end, v128.xor(c, up));
  const carry = v128.xor(end, cross);
  v128.store(own, v128.xor(a, any));
  v128.store(own, v128.xor(b, full), 16);
  v128.store(own, v128.xor(c, cross), 32);
  v128.store(waiting, i32x4.splat(0));
  v128.store(waiting, i32x4.splat(0), 16);
  v128.store(waiting, v128.or(v128.load(waiting, 48), carry), 48);
  v128.store(waiting, v128.or(v128.load(waiting, 64), v128.and(carry, up)), 64);
}

/** The same for a last group with hard bounds: nothing leaves it. */
function stepBounded(planes: usize, pending: usize, group: i32): void {
  const own = planes + <usize>group * 48;
  const waiting = pending + <usize>group * 48;
  const a = v128.load(own);
  const b = v128.load(own, 16);
  const c = v128.load(own, 32);
  const up = v128.load(waiting, 16);
  const t = v128.xor(a, up);
  const s = v128.xor(b, up);
  const moves = v128.and(v128.load(waiting), v128.or(v128.or(t, s), v128.xor(c, up)));
  const full = v128.andnot(moves, t);
  v128.store(own, v128.xor(a, moves));
  v128.store(own, v128.xor(b, full), 16);
  v128.store(own, v128.xor(c, v128.andnot(full, s)), 32);
  v128.store(waiting, i32x4.splat(0));
  v128.store(waiting, i32x4.splat(0), 16);
}

/** Step groups `from` ... `groups` - 1 in this order. After it the planes are those of the plain rule. */
export function flushResets(planes: usize, pending: usize, from: i32, groups: i32, hard: bool): void {
  const free = groups - i32(hard);
  for (let k = from; k < free; k++) stepPending(planes, pending, k);
  if (hard) stepBounded(planes, pending, groups - 1);
}

/**
 * `count` events, of which the first is number `time` (a multiple of 4) since the last flush. `groups` >= 2 if `hard`.
 * Leaves arrivals pending.
 */
export function stepResets(
  planes: usize,
  pending: usize,
  events: usize,
  count: i32,
  time: i32,
  groups: i32,
  hard: bool,
): void {
  const free = groups - i32(hard);
  const first = free > 1;
  let a = v128.load(planes);
  let b = v128.load(planes, 16);
  let c = v128.load(planes, 32);
  const windows = events + (<usize>(count & ~3) << 4);
  for (; events < windows; events += 64) {
    let u = v128.load(events);
    let v = v128.load(events, 16);
    let turn = v128.xor(u, v);
    let idle = v128.and(turn, v128.xor(a, u));
    let q = v128.xor(b, u);
    let skip = v128.or(idle, q);
    const carry = v128.or(skip, v128.xor(c, u));
    c = v128.bitselect(c, v, skip);
    b = v128.xor(b, turn);
    let up = u;

    // b is complemented here, and so is q.
    u = v128.load(events, 32);
    v = v128.load(events, 48);
    turn = v128.xor(u, v);
    idle = v128.and(turn, v128.xor(a, u));
    q = v128.xor(b, u);
    const ends = v128.andnot(q, idle);
    const second = v128.andnot(ends, v128.xor(c, u));
    c = v128.bitselect(v, c, ends);
    b = v128.xor(b, turn);
    up = v128.bitselect(u, up, second);
    const none = v128.andnot(carry, second);

    time += 4;
    if (first) {
      // stepPending of group 1 with its arrivals any = ~none.
      const any = v128.not(none);
      const low = v128.load(planes, 48);
      const high = v128.load(planes, 64);
      const sign = v128.load(planes, 80);
      const full = v128.andnot(any, v128.xor(low, up));
      const end = v128.andnot(full, v128.xor(high, up));
      const cross = v128.and(end, v128.xor(sign, up));
      const out = v128.xor(end, cross);
      v128.store(planes, v128.xor(low, any), 48);
      v128.store(planes, v128.xor(high, full), 64);
      v128.store(planes, v128.xor(sign, cross), 80);
      v128.store(pending, v128.or(v128.load(pending, 96), out), 96);
      v128.store(pending, v128.or(v128.load(pending, 112), v128.and(out, up)), 112);
    } else if (hard) {
      v128.store(pending, v128.not(none), 48);
      v128.store(pending, up, 64);
      stepBounded(planes, pending, 1);
    }
    if ((time & 15) == 0) {
      for (let k = 2; k < groups && (time & ((1 << (2 * k)) - 1)) == 0; k++) {
        if (k < free) stepPending(planes, pending, k);
        else stepBounded(planes, pending, k);
      }
    }
  }

  let any = i32x4.splat(0);
  let up = i32x4.splat(0);
  for (const end = windows + (<usize>(count & 3) << 4); events < end; events += 16) {
    const u = v128.load(events);
    const f = v128.not(v128.xor(a, u));
    const g = v128.andnot(f, v128.xor(b, u));
    const x = v128.and(g, v128.xor(c, u));
    const out = v128.xor(g, x);
    a = v128.not(a);
    b = v128.xor(b, f);
    c = v128.xor(c, x);
    any = v128.or(any, out);
    up = v128.or(up, v128.and(out, u));
  }
  v128.store(pending, any, 48);
  v128.store(pending, up, 64);
  v128.store(planes, a);
  v128.store(planes, b, 16);
  v128.store(planes, c, 32);
}
