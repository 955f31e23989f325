/**
 * Exact stationary state of a direction-marker synapse, with the last event that led to it.
 *
 * The x_k are the base-4 digits of a counter X, uniform; marker d_k is the direction in which X last crossed the bond
 * (b-1 | b), b = L_k/2 mod L_k, L_k = 4^k. Undo the last event, then jump from bond to bond by the exit law until every
 * marker is known. A hard last variable is driven by the crossings of the multiples of L' = 4^(m-1): of their directions,
 * summed backwards, it is the maximum where the range first reaches 3.
 * Source: derived for benna-fusi-2017 §II.B.
 */
import type { Rng } from '@fewbits/numerics';
import { leavesAtBottom } from './exit-law.ts';

interface Bonds {
  /** Bonds lie at `offset` modulo `period`. */
  readonly period: number;
  readonly offset: number;
}

export type DrawState = (rng: Rng, out: Uint32Array, at: number) => number;

/** Writes codes x + 4 [d = +1] of the groups to `out[at …]`; returns the last event, ±1. */
export function directionMarkerStart(groups: number, last: 'cyclic' | 'hard', correlation: number): DrawState {
  const hard = last === 'hard';
  const marked = hard ? groups - 1 : groups;
  const markers: Bonds[] = Array.from({ length: marked }, (_, k) => ({
    period: 4 ** (k + 1),
    offset: 4 ** (k + 1) / 2,
  }));
  const levels = hard ? [...markers, { period: 4 ** marked, offset: 0 }] : markers;
  const missing = new Uint8Array(levels.length);
  const state = { unknown: 0, sum: 0, high: 0, low: 0 };

  /** An event in direction `direction` (forwards in time) crossed `bond`; `out` learns of it what was missing. */
  function cross(bond: number, direction: number, out: Uint32Array, at: number): void {
    for (let k = 0; k < levels.length; k++) {
      if (!missing[k] || remainder(bond - levels[k].offset, levels[k].period) !== 0) continue;
      if (k < marked) {
        if (direction > 0) out[at + k] += 4;
      } else {
        state.sum += direction;
        state.high = Math.max(state.high, state.sum);
        state.low = Math.min(state.low, state.sum);
        if (state.high - state.low < 3) continue;
        // A hard last marker is the sign of its variable.
        out[at + k] = state.high + (state.high > 1 ? 4 : 0);
      }
      missing[k] = 0;
      state.unknown--;
    }
  }

  return (rng, out, at) => {
    let x = marked === 0 ? 0 : rng.uint32() >>> (32 - 2 * marked);
    for (let k = 0; k < marked; k++) out[at + k] = (x / 4 ** k) & 3;
    missing.fill(1);
    Object.assign(state, { unknown: levels.length, sum: 0, high: 0, low: 0 });
    const event = rng.uint32() & 1 ? 1 : -1;
    cross(event > 0 ? x : x + 1, event, out, at);
    x -= event;
    let dir = event;
    while (state.unknown > 0) {
      let lo = Number.NEGATIVE_INFINITY;
      let hi = Number.POSITIVE_INFINITY;
      for (let k = 0; k < levels.length; k++) {
        if (!missing[k]) continue;
        const { period, offset } = levels[k];
        const cell = Math.floor((x - offset) / period) * period + offset;
        lo = Math.max(lo, cell);
        hi = Math.min(hi, cell + period);
      }
      dir = rng.uniform() < leavesAtBottom(hi - lo, x - lo, dir, correlation) ? 1 : -1;
      cross(dir > 0 ? lo : hi, dir, out, at);
      x = dir > 0 ? lo - 1 : hi;
    }
    return event;
  };
}

function remainder(x: number, period: number): number {
  const r = x % period;
  return r < 0 ? r + period : r === 0 ? 0 : r;
}
