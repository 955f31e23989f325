/**
 * The bit-plane rules as they are written, 32 synapses, every group at every event: between the lazy kernels and the
 * definition of one synapse.
 *
 * Source: Benna & Fusi, Asilomar 2017, sections I.C and II.A-C; u = input, A = synapses whose group steps.
 */
import { type MemoryRule, memoryLayout } from '../online-memory/memory-rule.ts';

/** One event on the planes of 32 synapses, group by group from the lowest bit. In place. */
export function plainStep(rule: MemoryRule, planes: Int32Array, u: number): void {
  if (rule.name === 'direction-marker' || rule.name === 'partial-reset') {
    let carry = -1;
    for (let k = 0; k < rule.groups; k++) {
      const hard = rule.last === 'hard' && k === rule.groups - 1;
      carry = (rule.name === 'direction-marker' ? stepMarker : stepReset)(planes, 3 * k, u, carry, hard);
    }
    return;
  }
  let first = 0;
  for (const bits of memoryLayout(rule).planesOf) {
    stepCounter(planes, first, bits, u);
    first += bits;
  }
}

/** Returns the carry. */
function stepMarker(planes: Int32Array, at: number, u: number, stepping: number, hard: boolean): number {
  const [a, b, d] = planes.subarray(at, at + 3);
  const A = hard ? stepping & ~((a & b & u) | (~a & ~b & ~u)) : stepping;
  const F = A & ~(a ^ u);
  const X = F & (b ^ u);
  planes[at] = a ^ A;
  planes[at + 1] = b ^ F;
  planes[at + 2] = hard ? b ^ F : d ^ ((d ^ u) & X);
  return F ^ X;
}

function stepReset(planes: Int32Array, at: number, u: number, stepping: number, hard: boolean): number {
  const [a, b, c] = planes.subarray(at, at + 3);
  const A = hard ? stepping & ~((a & b & c & u) | (~a & ~b & ~c & ~u)) : stepping;
  const F = A & ~(a ^ u);
  const G = F & ~(b ^ u);
  const X = G & (c ^ u);
  planes[at] = a ^ A;
  planes[at + 1] = b ^ F;
  planes[at + 2] = c ^ (hard ? G : X);
  return G ^ X;
}

function stepCounter(planes: Int32Array, first: number, bits: number, u: number): void {
  const own = planes.subarray(first, first + bits);
  let up = u & ~own.reduce((all, plane) => all & plane, -1);
  let down = ~u & own.reduce((any, plane) => any | plane, 0);
  for (let p = 0; p < bits; p++) {
    const old = own[p];
    own[p] = old ^ (up | down);
    up &= old;
    down &= ~old;
  }
}
