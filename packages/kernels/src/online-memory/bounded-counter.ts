/**
 * Counters with hard bounds 0 and 2^bits - 1 on 32 synapses at a time: multi-state synapses, and the chains of multi-chain.
 *
 * Source: Benna & Fusi, Asilomar 2017, sections I.C and II.A. Planes from the lowest bit; u = input (1 = up), carry = synapses
 * that go on. A digit hands on where it agrees with the direction: 1 going up, 0 going down, so one rule serves both.
 *   per plane p:  old = p;  p ^= carry;  carry &= ~(old ^ u)
 * A carry out of the last plane stood at the bound and has wrapped to the other one: there p = u in every plane.
 */

/** `count` events on the planes `first` to `first` + `bits` - 1 of `planes`. */
export function stepCounters(planes: Int32Array, first: number, bits: number, events: Int32Array, count: number): void {
  const end = first + bits;
  for (let e = 0; e < count; e++) {
    const u = events[e];
    let carry = -1;
    for (let p = first; p < end && carry !== 0; p++) {
      const old = planes[p];
      planes[p] = old ^ carry;
      carry &= ~(old ^ u);
    }
    if (carry !== 0) {
      for (let p = first; p < end; p++) planes[p] = (planes[p] & ~carry) | (u & carry);
    }
  }
}
