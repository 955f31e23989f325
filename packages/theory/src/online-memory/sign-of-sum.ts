/**
 * Binary readout sign(w) of three groups, by enumeration of the states (`driven-chain.ts`): 2548 of the multi-chain, 448 (208
 * hard last) of the direction marker, 512 of the partial reset. Of an even number of groups w may be 0; of five and more the
 * states are too many.
 *
 * Update rules: benna-fusi-2017. States are lists of digits, all zero first.
 */
import { type DrivenChain, type EnumeratedSignal, enumeratedSignal } from './driven-chain.ts';
import type { LastGroup } from './partial-reset-law.ts';

export type GroupedModel = 'multi-chain' | 'direction-marker' | 'partial-reset';

const GROUPS = 3;

interface Rule {
  readonly start: readonly number[];
  /** The state after an event +. */
  readonly up: (state: readonly number[]) => number[];
  readonly flip: (state: readonly number[]) => number[];
  readonly signs: (state: readonly number[]) => number[];
}

export function signOfSum(model: GroupedModel, correlation: number, last: LastGroup): EnumeratedSignal {
  const chain = enumerate(ruleOf(model, last));
  // The law is even under reflection, and even deviations of 64 states fade by e in 16³/(2π²) events, faster by
  // (1+λ)/(1−λ) if correlated; the correlation itself fades as λ^t. 40 of them.
  const fading = (8300 * (1 - correlation)) / (1 + correlation) + 40 / (1 - correlation);
  const rounds = model === 'multi-chain' ? Math.ceil(fading) : 0;
  return enumeratedSignal(chain, correlation, rounds);
}

function ruleOf(model: GroupedModel, last: LastGroup): Rule {
  if (model === 'multi-chain') {
    const tops = [3, 15, 63];
    return {
      start: [0, 0, 0],
      up: (levels) => levels.map((x, k) => Math.min(x + 1, tops[k] as number)),
      flip: (levels) => levels.map((x, k) => (tops[k] as number) - x),
      signs: (levels) => levels.map((x, k) => (2 * x > (tops[k] as number) ? 1 : -1)),
    };
  }
  return model === 'direction-marker' ? directionMarkerRule(last) : partialResetRule(last);
}

/** Digits x_1, d_1, x_2, d_2, x_3, d_3 with d = 0 for −1; the hard last has d = 0 throughout and is read by x. */
function directionMarkerRule(last: LastGroup): Rule {
  const bounded = (k: number): boolean => last === 'hard' && k === GROUPS - 1;
  return {
    start: [0, 0, 0, 0, 0, 0],
    up: (state) => {
      const next = [...state];
      for (let k = 0; k < GROUPS; k++) {
        const x = next[2 * k] as number;
        if (x === 3) {
          if (bounded(k)) return next;
          next[2 * k] = 0;
          continue;
        }
        next[2 * k] = x + 1;
        if (x === 1 && !bounded(k)) next[2 * k + 1] = 1;
        return next;
      }
      return next;
    },
    flip: (state) => state.map((digit, n) => (n % 2 === 0 ? 3 - digit : bounded((n - 1) / 2) ? 0 : 1 - digit)),
    signs: (state) =>
      Array.from({ length: GROUPS }, (_, k) =>
        bounded(k) ? ((state[2 * k] as number) >= 2 ? 1 : -1) : 2 * (state[2 * k + 1] as number) - 1,
      ),
  };
}

function partialResetRule(last: LastGroup): Rule {
  return {
    start: [0, 0, 0],
    up: (state) => {
      const next = [...state];
      for (let k = 0; k < GROUPS; k++) {
        const v = next[k] as number;
        if (v < 7) {
          next[k] = v + 1;
          return next;
        }
        if (last === 'hard' && k === GROUPS - 1) return next;
        next[k] = 4;
      }
      return next;
    },
    flip: (state) => state.map((v) => 7 - v),
    signs: (state) => state.map((v) => (v >= 4 ? 1 : -1)),
  };
}

/** All states that events lead to from the first, with the sign of the sum of their signs. */
function enumerate({ start, up, flip, signs }: Rule): DrivenChain {
  const states: (readonly number[])[] = [start];
  const indices = new Map<string, number>([[start.join(), 0]]);
  const indexOf = (state: readonly number[]): number => {
    const key = state.join();
    let index = indices.get(key);
    if (index === undefined) {
      index = states.push(state) - 1;
      indices.set(key, index);
    }
    return index;
  };
  const target: number[] = [];
  // The list grows while it is walked; an event − is an event + in the mirror.
  for (let x = 0; x < states.length; x++) {
    const state = states[x] as readonly number[];
    target.push(indexOf(up(state)));
    indexOf(flip(up(flip(state))));
  }
  const size = states.length;
  return {
    from: Int32Array.from({ length: size + 1 }, (_, x) => x),
    target: Int32Array.from(target),
    share: new Float64Array(size).fill(1),
    flip: Int32Array.from(states, (state) => indexOf(flip(state))),
    weight: Float64Array.from(states, (state) => Math.sign(signs(state).reduce((sum, sign) => sum + sign, 0))),
  };
}
