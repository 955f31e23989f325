/**
 * Exact stationary state of a partial-reset synapse, with the last event that led to it.
 *
 * A carry out of group k leaves groups 1 … k in one state, so the carries of a group are a Markov renewal process and the
 * groups hang together only by the sign of the last carry between them. Per arrival at group k, (v, s, r) = variable, sign
 * of the last arrival, sign of the last carry out is a Markov chain of 32 states with
 *   P(s' = s) = (1 + λ_(k-1))/2,  λ_0 = λ,  λ_k = (1/2 + λ_(k-1)/(1-λ_(k-1))) / (7/2 + 1/(1-λ_(k-1)))
 * Drawn from the slowest group down: (v_m, s) from its law, then (v_k, s') given r = s.
 * Source: derived for benna-fusi-2017 §II.C.
 */
import type { DrawState } from './direction-marker-start.ts';
import { stationaryLaw } from './stationary-law.ts';

/** Writes v_1 … v_m to `out[at …]`; returns the last event, ±1. */
export function partialResetStart(groups: number, last: 'cyclic' | 'hard', correlation: number): DrawState {
  const tables: Float64Array[] = [];
  let input = correlation;
  for (let k = 0; k < groups; k++) {
    const law = groupLaw(input, last === 'hard' && k === groups - 1);
    // Whatever r was, for the slowest group; given r = -, r = + for the others.
    const of = (r: number): Float64Array => cumulative(law.filter((_, index) => (index & 1) === r));
    tables.push(...(k === groups - 1 ? [cumulative(pairSums(law))] : [of(0), of(1)]));
    input = carryCorrelation(input);
  }
  return (rng, out, at) => {
    let sign = 0;
    for (let k = groups - 1; k >= 0; k--) {
      const table = tables[2 * k + (k === groups - 1 ? 0 : sign)];
      const u = rng.uniform();
      let pick = 0;
      while (u >= table[pick]) pick++;
      out[at + k] = pick >>> 1;
      sign = pick & 1;
    }
    return sign ? 1 : -1;
  };
}

/** Correlation of successive carries out of a group whose arrivals have this one. */
export function carryCorrelation(arrivals: number): number {
  return (0.5 + arrivals / (1 - arrivals)) / (3.5 + 1 / (1 - arrivals));
}

/** π(v, s, r) at index 4 v + 2 [s = +] + [r = +]. */
export function groupLaw(correlation: number, hard: boolean): Float64Array {
  const transitions = Array.from({ length: 32 }, (_, from) => {
    const row = new Array<number>(32).fill(0);
    for (const s of [0, 1]) {
      const y = (from >>> 2) + (s ? 1 : -1);
      const out = y < 0 || y > 7;
      const v = !out ? y : hard ? from >>> 2 : y < 0 ? 3 : 4;
      // Where nothing is passed on, r repeats s.
      const r = out || hard ? s : from & 1;
      row[4 * v + 2 * s + r] += s === ((from >>> 1) & 1) ? (1 + correlation) / 2 : (1 - correlation) / 2;
    }
    return row;
  });
  return stationaryLaw(transitions);
}

function pairSums(law: Float64Array): Float64Array {
  return Float64Array.from({ length: 16 }, (_, index) => law[2 * index] + law[2 * index + 1]);
}

function cumulative(weights: Float64Array): Float64Array {
  let sum = 0;
  const sums = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  // Rounding must not leave a gap below 1; what follows the last possible state has no weight.
  return sums.map((each) => (each >= sum ? 1 : each / sum));
}
