/**
 * Partial reset on 32 synapses at a time, with lazy carries.
 *
 * Source: Benna & Fusi, Asilomar 2017, section II.C. Planes a, b, c of v = a + 2b + 4c; u = input (1 = potentiate), A =
 * synapses whose group steps. Past 7 a group goes to 4, past 0 to 3: the sign plane stays where it agrees with u.
 *   F = A & ~(a ^ u);  a ^= A;  G = F & ~(b ^ u);  b ^= F;  X = G & (c ^ u);  carry = G ^ X;  c ^= X
 *
 * Lazy: after a carry a group stands nearest zero and needs 4 further arrivals to carry again, so that carries out of group
 * k - 1 are 4^k events apart or more: group k steps once in 4^k events, with its one arrival: pending any, up (= any & u).
 * A hard last group does not move where it stands at the bound it is pushed against; its carry into c is the full ripple.
 * A window may be cut anywhere if the faster groups are flushed first.
 *
 * The first group, two events (u, v) at once, E = u ^ v where they turn: two equal events pass (a, b) by 2, so that a stays
 * and b flips; a turn leaves them, and acts only where its first event carries out of a (a = u). With idle = E & (a ^ u):
 *   past the end of (a, b) = ~(idle | b ^ u): there c = v, and it carried, in direction u, where c was u
 */

/** `planes`: 3 words a group, a, b, c. `pending`: 3 words a group, any, up, and one that is not used. */
function stepPending(planes: Int32Array, pending: Int32Array, group: number): void {
  const i = 3 * group;
  const any = pending[i];
  const up = pending[i + 1];
  const full = any & ~(planes[i] ^ up);
  const end = full & ~(planes[i + 1] ^ up);
  const cross = end & (planes[i + 2] ^ up);
  const carry = end ^ cross;
  planes[i] ^= any;
  planes[i + 1] ^= full;
  planes[i + 2] ^= cross;
  pending[i] = 0;
  pending[i + 1] = 0;
  pending[i + 3] |= carry;
  pending[i + 4] |= carry & up;
}

function stepBounded(planes: Int32Array, pending: Int32Array, group: number): void {
  const i = 3 * group;
  const up = pending[i + 1];
  const t = planes[i] ^ up;
  const s = planes[i + 1] ^ up;
  const moves = pending[i] & (t | s | (planes[i + 2] ^ up));
  const full = moves & ~t;
  planes[i] ^= moves;
  planes[i + 1] ^= full;
  planes[i + 2] ^= full & ~s;
  pending[i] = 0;
  pending[i + 1] = 0;
}

/** Step all groups but the first in ascending order: the planes are then those of the plain rule. */
export function flushResets(planes: Int32Array, pending: Int32Array, groups: number, hard: boolean): void {
  const free = hard ? groups - 1 : groups;
  for (let k = 1; k < free; k++) stepPending(planes, pending, k);
  if (hard) stepBounded(planes, pending, groups - 1);
}

/**
 * `count` events, the first being number `time` (a multiple of 4) since the last flush. `hard`: two groups or more.
 * `pending` has room for one group more than there are.
 */
export function stepResets(
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
  let c = planes[2];
  let e = 0;
  for (let t = (time + 4) | 0; e + 4 <= count; e += 4, t = (t + 4) | 0) {
    let u = events[e];
    let v = events[e + 1];
    let turn = u ^ v;
    let end = ~((turn & (a ^ u)) | (b ^ u));
    const first = end & ~(c ^ u);
    c ^= (c ^ v) & end;
    b ^= ~turn;
    let up = first & u;

    u = events[e + 2];
    v = events[e + 3];
    turn = u ^ v;
    end = ~((turn & (a ^ u)) | (b ^ u));
    const second = end & ~(c ^ u);
    c ^= (c ^ v) & end;
    b ^= ~turn;
    up |= second & u;

    const any = first | second;
    if (free > 1) {
      // stepPending of group 1, which takes a third of the time.
      const full = any & ~(planes[3] ^ up);
      const past = full & ~(planes[4] ^ up);
      const cross = past & (planes[5] ^ up);
      const carry = past ^ cross;
      planes[3] ^= any;
      planes[4] ^= full;
      planes[5] ^= cross;
      pending[6] |= carry;
      pending[7] |= carry & up;
    } else if (hard) {
      pending[3] = any;
      pending[4] = up;
      stepBounded(planes, pending, 1);
    }
    for (let k = 2; k < groups && (t & ((1 << (2 * k)) - 1)) === 0; k++) {
      if (k < free) stepPending(planes, pending, k);
      else stepBounded(planes, pending, k);
    }
  }
  let any = 0;
  let up = 0;
  for (; e < count; e++) {
    const u = events[e];
    const f = ~(a ^ u);
    const g = f & ~(b ^ u);
    const x = g & (c ^ u);
    const out = g ^ x;
    a = ~a;
    b ^= f;
    c ^= x;
    any |= out;
    up |= out & u;
  }
  pending[3] = any;
  pending[4] = up;
  planes[0] = a;
  planes[1] = b;
  planes[2] = c;
}
