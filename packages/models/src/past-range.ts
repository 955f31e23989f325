/**
 * Stationary state of bounded chains from the range of the past: R_j = sum of the last j events. At the first j where
 * max R - min R = M - 1, the chain of M states stands at max R, wherever it began.
 *
 * Read backwards, a range of L sites grows next on the side where it grew last with probability (u-1)/u,
 * u = L - 1 + 2/(1-λ), by the exit law; so it grows on that side from L_0 to beyond L with probability
 * (u_0 - 1)/u: the length at which it turns takes one draw. Some ln M draws in place of M.
 * Source: derived for the chains of benna-fusi-2017 §I.C, §II.A.
 */
import type { Rng } from '@fewbits/numerics';

/**
 * Writes the state of chain k, `states[k]` states (ascending, from 2), to `out[at + k]`; returns the last event, ±1, from
 * which the next one must be drawn.
 */
export function drawChains(
  rng: Rng,
  states: readonly number[],
  correlation: number,
  out: Uint32Array | Int32Array,
  at: number,
): number {
  const event = rng.uint32() & 1 ? 1 : -1;
  const reach = 2 / (1 - correlation);
  let side = event;
  let high = side > 0 ? 1 : 0;
  let length = 2;
  for (let k = 0; ; ) {
    // The range grows on `side` up to the length `turn`, and once on the other side then.
    const bound = (length - 2 + reach) / (1 - rng.uniform());
    const turn = Math.max(length, Math.floor(bound - reach + 1) + 1);
    while (k < states.length && states[k] <= turn) {
      out[at + k] = side > 0 ? high + states[k] - length : high;
      k++;
    }
    if (k === states.length) return event;
    if (side > 0) high += turn - length;
    else high++;
    side = -side;
    length = turn + 1;
  }
}
