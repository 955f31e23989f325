/**
 * Known memories to stand beside the models: stochastic binary, soft bounds, cascade and serial chain. Independent events (λ = 0).
 *
 * Stochastic binary: each event sets ±1 with probability q.  S = q(1−q)^t, Var = 1.
 * Soft bounds: M states, up with probability (M−1−x)/(M−1), down with x/(M−1), w = x − (M−1)/2.
 *   S = (1 − 1/(M−1))^t / 2, Var = (M−1)/4.
 * Cascade: s = ±1 at depth k = 1 … n. Against s: to (−s, 1) with q_k = x^(k−1), q_n = x^(n−1)/(1−x); with s: one deeper with
 *   p_k = x^k/(1−x). All 2n states are equally occupied. n = 1: the plastic binary synapse.
 * Serial: M states in a row, leaving an end only with probability ε, w = sign. P(inner) = ε P(end), P(end) = 1/(2 + (M−2)ε).
 * Source: Amit & Fusi 1994; Fusi & Abbott 2007; Fusi, Drew & Abbott 2005 (constants of the cascade as defined here);
 * Lahiri & Ganguli 2013 (serial).
 */
import { iteratedSignal } from './iterated-signal.ts';

export interface Anchor {
  readonly variance: number;
  /** S(t). */
  at(age: number): number;
}

export function stochasticBinary(flip: number): Anchor {
  const rate = Math.log1p(-flip);
  return { variance: 1, at: (age) => (age === 0 ? flip : flip * Math.exp(age * rate)) };
}

export function softBounds(levels: number): Anchor {
  const rate = Math.log1p(-1 / (levels - 1));
  return { variance: (levels - 1) / 4, at: (age) => (age === 0 ? 0.5 : 0.5 * Math.exp(age * rate)) };
}

/** Transition probabilities of the cascade: q_k against the sign, p_k along it (p_n = 0). */
export function cascadeRates(depth: number, ratio: number): { flip: Float64Array; deepen: Float64Array } {
  const flip = new Float64Array(depth);
  const deepen = new Float64Array(depth);
  let power = 1;
  for (let k = 0; k < depth; k++) {
    const deepest = k === depth - 1;
    flip[k] = deepest && depth > 1 ? power / (1 - ratio) : power;
    power *= ratio;
    deepen[k] = deepest ? 0 : power / (1 - ratio);
  }
  return { flip, deepen };
}

/** Followed on a_k = P(s = ξ_0 at depth k) − P(s = −ξ_0 at depth k), from equal occupancy. */
export function cascade(depth: number, ratio: number): Anchor {
  const { flip, deepen } = cascadeRates(depth, ratio);
  const start = new Float64Array(depth);
  for (let k = 0; k < depth; k++) {
    const share = 1 / (2 * depth);
    // With ξ_0 the agreeing half goes deeper, of the other half q_k change over to agreement.
    start[k] = (start[k] as number) + share * (1 - (deepen[k] as number)) - share * (1 - (flip[k] as number));
    start[0] = (start[0] as number) + share * (flip[k] as number);
    if (k + 1 < depth) start[k + 1] = (start[k + 1] as number) + share * (deepen[k] as number);
  }
  const advance = (now: Float64Array, next: Float64Array): void => {
    next.fill(0);
    for (let k = 0; k < depth; k++) {
      const a = now[k] as number;
      next[k] = (next[k] as number) + a * (1 - ((flip[k] as number) + (deepen[k] as number)) / 2);
      next[0] = (next[0] as number) - (a * (flip[k] as number)) / 2;
      if (k + 1 < depth) next[k + 1] = (next[k + 1] as number) + (a * (deepen[k] as number)) / 2;
    }
  };
  return { variance: 1, at: iteratedSignal(start, advance, total) };
}

/** Followed on a_h = P(h-th state on the side of ξ_0) − P(h-th on the other), h = 0 next to the middle. */
export function serial(levels: number, leave: number): Anchor {
  const half = levels / 2;
  const end = 1 / (2 + (levels - 2) * leave);
  const start = new Float64Array(half);
  // One event ξ_0 on the stationary law moves the inner mass leave·end one state along; only both ends and the middle notice.
  for (let h = 0; h < half; h++) {
    const with0 = stateAfter(half + h);
    const against = stateAfter(half - 1 - h);
    start[h] = with0 - against;
  }
  function stateAfter(x: number): number {
    const fromBelow = x === 0 ? 0 : leave * end;
    const stays = x === levels - 1 ? end : x === 0 ? (1 - leave) * end : 0;
    return fromBelow + stays;
  }
  const top = half - 1;
  const advance = (now: Float64Array, next: Float64Array): void => {
    for (let h = 0; h < half; h++) {
      const below = h === 0 ? -(now[0] as number) : (now[h - 1] as number);
      const above = h === top ? 0 : (now[h + 1] as number) * (h + 1 === top ? leave : 1);
      next[h] = (below + above) / 2;
    }
    next[top] = (next[top] as number) + (now[top] as number) * (1 - leave / 2);
    if (half === 1) next[0] = (now[0] as number) * (1 - leave);
  };
  return { variance: 1, at: iteratedSignal(start, advance, total) };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Upper bound of snr1 at age t of any ±1 synapse of M states: e^{−t/(M−1)} up to t = M−1, then (M−1)/(e t). */
export function lahiriGanguliEnvelope(states: number, age: number): number {
  const rank = states - 1;
  return age <= rank ? Math.exp(-age / rank) : rank / (Math.E * age);
}
