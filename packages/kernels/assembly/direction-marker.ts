/**
 * Direction markers with lazy carries, 128 synapses: the rules of src/online-memory/direction-marker.ts, one vector for its
 * word. Planes that the rules complement are kept complemented where that saves the operation. A group holds planes a, b, d (48 bytes); pending arrivals any, par, dir (48 bytes a group).
 */

/** Step group `group` >= 1 with its pending arrivals, hand on its carries and clear the arrivals. */
function stepPending(planes: usize, pending: usize, group: i32): void {
  const own = planes + <usize>group * 48;
  const waiting = pending + <usize>group * 48;
  const a = v128.load(own);
  const b = v128.load(own, 16);
  const any = v128.load(waiting);
  const par = v128.load(waiting, 16);
  const dir = v128.load(waiting, 32);
  const pre = v128.andnot(any, par);
  const t = v128.xor(a, dir);
  const s = v128.xor(b, dir);
  const forward = v128.andnot(par, t);
  const back = v128.and(pre, t);
  const cross = v128.and(forward, s);
  const carry = v128.xor(forward, cross);
  const pair = v128.and(back, s);
  const crossed = v128.or(cross, v128.xor(back, pair));
  const out = v128.or(carry, pair);
  v128.store(own, v128.xor(a, par));
  v128.store(own, v128.xor(b, forward), 16);
  v128.store(own, v128.bitselect(dir, v128.load(own, 32), crossed), 32);
  v128.store(waiting, i32x4.splat(0));
  v128.store(waiting, i32x4.splat(0), 16);
  v128.store(waiting, v128.or(v128.load(waiting, 48), out), 48);
  v128.store(waiting, v128.xor(v128.load(waiting, 64), carry), 64);
  v128.store(waiting, v128.bitselect(dir, v128.load(waiting, 80), out), 80);
}

/** The same for a last group with hard bounds: nothing leaves it, and its marker is its sign. */
function stepBounded(planes: usize, pending: usize, group: i32): void {
  const own = planes + <usize>group * 48;
  const waiting = pending + <usize>group * 48;
  const a = v128.load(own);
  const b = v128.load(own, 16);
  const any = v128.load(waiting);
  const par = v128.load(waiting, 16);
  const dir = v128.load(waiting, 32);
  const t = v128.xor(a, dir);
  const s = v128.xor(b, dir);
  const moves = v128.or(v128.and(par, v128.or(t, s)), v128.and(v128.andnot(any, par), v128.and(t, s)));
  const high = v128.xor(b, v128.andnot(moves, t));
  v128.store(own, v128.xor(a, moves));
  v128.store(own, high, 16);
  v128.store(own, high, 32);
  v128.store(waiting, i32x4.splat(0));
  v128.store(waiting, i32x4.splat(0), 16);
}

/** Step groups `from` ... `groups` - 1 in this order. After it the planes are those of the plain rule. */
export function flushMarkers(planes: usize, pending: usize, from: i32, groups: i32, hard: bool): void {
  const free = groups - i32(hard);
  for (let k = from; k < free; k++) stepPending(planes, pending, k);
  if (hard) stepBounded(planes, pending, groups - 1);
}

/**
 * `count` events, of which the first is number `time` (a multiple of 4) since the last flush. `groups` >= 2 if `hard`.
 * Leaves arrivals pending.
 */
export function stepMarkers(
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
  let d = v128.load(planes, 32);
  const windows = events + (<usize>(count & ~3) << 4);
  for (; events < windows; events += 64) {
    let u = v128.load(events);
    let v = v128.load(events, 16);
    let turn = v128.xor(u, v);
    let idle = v128.and(turn, v128.xor(a, u));
    let q = v128.xor(b, u);
    d = v128.bitselect(v, d, v128.andnot(q, idle));
    const kept = v128.or(idle, q);
    const unpaired = v128.or(kept, turn);
    b = v128.xor(b, turn);
    let dir = v;

    // b is complemented here, and so is q.
    u = v128.load(events, 32);
    v = v128.load(events, 48);
    turn = v128.xor(u, v);
    idle = v128.and(turn, v128.xor(a, u));
    q = v128.xor(b, u);
    d = v128.bitselect(d, v, v128.or(idle, q));
    const carry = v128.andnot(q, idle);
    b = v128.xor(b, turn);
    dir = v128.bitselect(v, dir, carry);
    const none = v128.andnot(kept, carry);
    const even = v128.xor(unpaired, v128.andnot(carry, turn));

    time += 4;
    if (first) {
      // stepPending of group 1, its arrivals any = ~none and par = ~even.
      const low = v128.load(planes, 48);
      const high = v128.load(planes, 64);
      const t = v128.xor(low, dir);
      const s = v128.xor(high, dir);
      const par = v128.not(even);
      const forward = v128.andnot(par, t);
      const back = v128.andnot(v128.and(even, t), none);
      const cross = v128.and(forward, s);
      const out = v128.xor(forward, cross);
      const pair = v128.and(back, s);
      v128.store(planes, v128.xor(low, par), 48);
      v128.store(planes, v128.xor(high, forward), 64);
      const crossed = v128.or(cross, v128.xor(back, pair));
      v128.store(planes, v128.bitselect(dir, v128.load(planes, 80), crossed), 80);
      const any = v128.or(out, pair);
      v128.store(pending, v128.or(v128.load(pending, 96), any), 96);
      v128.store(pending, v128.xor(v128.load(pending, 112), out), 112);
      v128.store(pending, v128.bitselect(dir, v128.load(pending, 128), any), 128);
    } else if (hard) {
      v128.store(pending, v128.not(none), 48);
      v128.store(pending, v128.not(even), 64);
      v128.store(pending, dir, 80);
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
  let par = i32x4.splat(0);
  let dir = i32x4.splat(0);
  for (const end = windows + (<usize>(count & 3) << 4); events < end; events += 16) {
    const u = v128.load(events);
    const f = v128.not(v128.xor(a, u));
    const x = v128.and(f, v128.xor(b, u));
    const c = v128.xor(f, x);
    a = v128.not(a);
    b = v128.xor(b, f);
    d = v128.bitselect(u, d, x);
    any = v128.or(any, c);
    par = v128.xor(par, c);
    dir = v128.bitselect(u, dir, c);
  }
  v128.store(pending, any, 48);
  v128.store(pending, par, 64);
  v128.store(pending, dir, 80);
  v128.store(planes, a);
  v128.store(planes, b, 16);
  v128.store(planes, d, 32);
}
