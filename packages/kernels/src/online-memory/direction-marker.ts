/**
 * Direction marker on 32 synapses at a time, with lazy carries.
 *
 * Source: Benna & Fusi, Asilomar 2017, section II.B. Planes a (low), b (high) of x = a + 2b and d of the marker; u = input
 * (1 = potentiate), A = synapses whose group steps. A carry keeps the direction of its event, so one u serves all groups:
 *   F = A & ~(a ^ u);  a ^= A;  X = F & (b ^ u);  carry = F ^ X;  b ^= F;  d = X ? u : d
 *
 * Lazy: group k steps once in 4^k events. Two carries of the same sign need 4^k events between them, so inside a window
 * they alternate in sign, and an alternating run acts like its last one (odd length) or its last two (even). Pending per
 * group: any, par(ity), dir(ection of the last). With D = dir, pre = any & ~par, t = a ^ D, s = b ^ D:
 *   F = par & ~t;  F' = pre & t;  X = F & s;  C = F ^ X;  C' = F' & s;  X' = F' ^ C'
 *   a ^= par;  b ^= F;  d = (X | X') ? D : d;  hand on any |= C | C', par ^= C, dir = (C | C') ? D : dir
 * A hard last group moves where an odd run does not push it out, and by an even run from the bound at its start alone:
 *   moves = par & (t | s) | pre & t & s
 * A window may be cut anywhere if the faster groups are flushed first.
 *
 * The first group, two events (u, v) at once, E = u ^ v where they turn: two equal events pass x by 2, so that a stays and b
 * flips; a turn leaves x, and acts only where its first event carries out of a (a = u). Either way the last direction is v,
 * and with idle = E & (a ^ u), q = b ^ u:
 *   crossed zero = q & ~idle: d = v;   carried = ~(q | idle): once if equal, twice if it turned
 */

/** `planes`: 3 words a group, a, b, d. `pending`: 3 words a group, any, par, dir. */
function stepPending(planes: Int32Array, pending: Int32Array, group: number): void {
  const i = 3 * group;
  const par = pending[i + 1];
  const dir = pending[i + 2];
  const pre = pending[i] & ~par;
  const t = planes[i] ^ dir;
  const s = planes[i + 1] ^ dir;
  const forward = par & ~t;
  const back = pre & t;
  const cross = forward & s;
  const carry = forward ^ cross;
  const pair = back & s;
  const crossed = cross | (back ^ pair);
  const out = carry | pair;
  planes[i] ^= par;
  planes[i + 1] ^= forward;
  planes[i + 2] = (planes[i + 2] & ~crossed) | (dir & crossed);
  pending[i] = 0;
  pending[i + 1] = 0;
  pending[i + 3] |= out;
  pending[i + 4] ^= carry;
  pending[i + 5] = (pending[i + 5] & ~out) | (dir & out);
}

function stepBounded(planes: Int32Array, pending: Int32Array, group: number): void {
  const i = 3 * group;
  const par = pending[i + 1];
  const dir = pending[i + 2];
  const t = planes[i] ^ dir;
  const s = planes[i + 1] ^ dir;
  const moves = (par & (t | s)) | (pending[i] & ~par & t & s);
  planes[i] ^= moves;
  planes[i + 1] ^= moves & ~t;
  planes[i + 2] = planes[i + 1];
  pending[i] = 0;
  pending[i + 1] = 0;
}

/** Step all groups but the first in ascending order: the planes are then those of the plain rule. */
export function flushMarkers(planes: Int32Array, pending: Int32Array, groups: number, hard: boolean): void {
  const free = hard ? groups - 1 : groups;
  for (let k = 1; k < free; k++) stepPending(planes, pending, k);
  if (hard) stepBounded(planes, pending, groups - 1);
}

/**
 * `count` events, the first being number `time` (a multiple of 4) since the last flush. `hard`: two groups or more.
 * `pending` has room for one group more than there are.
 */
export function stepMarkers(
  planes: Int32Array,
  pending: Int32Array,
  events: Int32Array,
  count: number,
  time: number,
  groups: number,
  hard: boolean,
): void {
  const free = hard ? groups - 1 : groups;
  let a = planes[0];
  let b = planes[1];
  let d = planes[2];
  let e = 0;
  for (let t = (time + 4) | 0; e + 4 <= count; e += 4, t = (t + 4) | 0) {
    let u = events[e];
    let v = events[e + 1];
    let turn = u ^ v;
    let idle = turn & (a ^ u);
    let q = b ^ u;
    d ^= (d ^ v) & q & ~idle;
    const first = ~(idle | q);
    b ^= ~turn;
    let dir = v;
    let par = first & ~turn;

    u = events[e + 2];
    v = events[e + 3];
    turn = u ^ v;
    idle = turn & (a ^ u);
    q = b ^ u;
    d ^= (d ^ v) & q & ~idle;
    const second = ~(idle | q);
    b ^= ~turn;
    dir ^= (dir ^ v) & second;
    par ^= second & ~turn;

    if (free > 1) {
      // stepPending of group 1, which takes a third of the time.
      const t = planes[3] ^ dir;
      const s = planes[4] ^ dir;
      const forward = par & ~t;
      const back = (first | second) & ~par & t;
      const cross = forward & s;
      const carry = forward ^ cross;
      const pair = back & s;
      const crossed = cross | (back ^ pair);
      const out = carry | pair;
      planes[3] ^= par;
      planes[4] ^= forward;
      planes[5] ^= (planes[5] ^ dir) & crossed;
      pending[6] |= out;
      pending[7] ^= carry;
      pending[8] ^= (pending[8] ^ dir) & out;
    } else if (hard) {
      pending[3] = first | second;
      pending[4] = par;
      pending[5] = dir;
      stepBounded(planes, pending, 1);
    }
    for (let k = 2; k < groups && (t & ((1 << (2 * k)) - 1)) === 0; k++) {
      if (k < free) stepPending(planes, pending, k);
      else stepBounded(planes, pending, k);
    }
  }
  let any = 0;
  let par = 0;
  let dir = 0;
  for (; e < count; e++) {
    const u = events[e];
    const f = ~(a ^ u);
    const x = f & (b ^ u);
    const c = f ^ x;
    a = ~a;
    b ^= f;
    d ^= (d ^ u) & x;
    any |= c;
    par ^= c;
    dir ^= (dir ^ u) & c;
  }
  pending[3] = any;
  pending[4] = par;
  pending[5] = dir;
  planes[0] = a;
  planes[1] = b;
  planes[2] = d;
}
