/**
 * The models of online memory once more, for tests: update rules written out event by event, the joint chain of (state, last
 * event) iterated to its stationary law, the signal propagated forwards. Shares nothing with the closed forms.
 */

export type Event = 1 | -1;

export interface Rules<State> {
  readonly start: State;
  step(state: State, event: Event): State;
  /** The values that make up w, one a group. */
  read(state: State): number[];
}

export interface Enumeration {
  readonly states: number;
  /** Stationary E[read read'], one row a group. */
  readonly moments: readonly (readonly number[])[];
  /** Stationary law of any function of the state. */
  probability(holds: (state: readonly number[]) => boolean): number;
  /** S_k(t), one array of groups an age, t = 0 … last. `of`: what to read in place of the groups. */
  signals(last: number, of?: (groups: readonly number[]) => number[]): number[][];
}

export function multiStateRules(levels: number, readout: 'graded' | 'binary'): Rules<readonly number[]> {
  return {
    start: [0],
    step: ([x = 0], event) => [Math.max(0, Math.min(levels - 1, x + event))],
    read: ([x = 0]) => {
      const value = x - (levels - 1) / 2;
      return [readout === 'graded' ? value : value > 0 ? 1 : -1];
    },
  };
}

export function multiChainRules(chains: number): Rules<readonly number[]> {
  return {
    start: new Array<number>(chains).fill(0),
    step: (state, event) => state.map((x, k) => Math.max(0, Math.min(4 ** (k + 1) - 1, x + event))),
    read: (state) => state.map((x, k) => (x >= 4 ** (k + 1) / 2 ? 1 : -1)),
  };
}

/** State x_1, d_1, x_2, d_2, …; a hard last group keeps d_m = −1 and is read by its value. */
export function directionMarkerRules(groups: number, last: 'cyclic' | 'hard'): Rules<readonly number[]> {
  return {
    start: Array.from({ length: 2 * groups }, (_, n) => (n % 2 === 0 ? 0 : -1)),
    step: (state, event) => {
      const next = [...state];
      for (let k = 0; k < groups; k++) {
        const x = next[2 * k] ?? 0;
        if (last === 'hard' && k === groups - 1) {
          next[2 * k] = Math.max(0, Math.min(3, x + event));
          return next;
        }
        if (event === 1) {
          if (x === 3) {
            next[2 * k] = 0;
            continue;
          }
          if (x === 1) next[2 * k + 1] = 1;
          next[2 * k] = x + 1;
          return next;
        }
        if (x === 0) {
          next[2 * k] = 3;
          continue;
        }
        if (x === 2) next[2 * k + 1] = -1;
        next[2 * k] = x - 1;
        return next;
      }
      return next;
    },
    read: (state) =>
      Array.from({ length: groups }, (_, k) => {
        if (last === 'hard' && k === groups - 1) return (state[2 * k] ?? 0) > 1 ? 1 : -1;
        return state[2 * k + 1] ?? 0;
      }),
  };
}

export function partialResetRules(groups: number, last: 'cyclic' | 'hard'): Rules<readonly number[]> {
  return {
    start: new Array<number>(groups).fill(0),
    step: (state, event) => {
      const next = [...state];
      for (let k = 0; k < groups; k++) {
        const y = (next[k] ?? 0) + event;
        if (y >= 0 && y <= 7) {
          next[k] = y;
          return next;
        }
        if (last === 'hard' && k === groups - 1) return next;
        next[k] = y === 8 ? 4 : 3;
      }
      return next;
    },
    read: (state) => state.map((v) => (v > 3.5 ? 1 : -1)),
  };
}

/** `rounds` must reach the stationary law. Both parities of the states start with equal weight. */
export function enumerate(rules: Rules<readonly number[]>, correlation: number, rounds: number): Enumeration {
  const states: (readonly number[])[] = [rules.start];
  const indexOf = new Map<string, number>([[rules.start.join(), 0]]);
  const up: number[] = [];
  const down: number[] = [];
  for (let x = 0; x < states.length; x++) {
    for (const event of [1, -1] as const) {
      const next = rules.step(states[x] ?? [], event);
      const key = next.join();
      if (!indexOf.has(key)) indexOf.set(key, states.push(next) - 1);
      (event === 1 ? up : down).push(indexOf.get(key) ?? 0);
    }
  }
  const size = states.length;
  const after = [Int32Array.from(up), Int32Array.from(down)] as const;
  const same = (1 + correlation) / 2;
  const advance = (plus: Float64Array, minus: Float64Array): [Float64Array, Float64Array] => {
    const nextPlus = new Float64Array(size);
    const nextMinus = new Float64Array(size);
    for (let x = 0; x < size; x++) {
      const [a, b] = [plus[x] as number, minus[x] as number];
      const high = after[0][x] as number;
      const low = after[1][x] as number;
      nextPlus[high] = (nextPlus[high] as number) + same * a + (1 - same) * b;
      nextMinus[low] = (nextMinus[low] as number) + (1 - same) * a + same * b;
    }
    return [nextPlus, nextMinus];
  };
  let law: [Float64Array, Float64Array] = [
    new Float64Array(size).fill(0.5 / size),
    new Float64Array(size).fill(0.5 / size),
  ];
  for (let round = 0; round < rounds; round++) law = advance(...law);
  const [withPlus, withMinus] = law;
  const values = states.map((state) => rules.read(state));
  const groups = values[0]?.length ?? 0;
  const average = (f: (x: number) => number): number => {
    let sum = 0;
    for (let x = 0; x < size; x++) sum += ((withPlus[x] as number) + (withMinus[x] as number)) * f(x);
    return sum;
  };
  const value = (x: number, k: number): number => values[x]?.[k] ?? 0;
  const list = Array.from({ length: groups }, (_, k) => k);
  return {
    states: size,
    moments: list.map((i) => list.map((j) => average((x) => value(x, i) * value(x, j)))),
    probability: (holds) => average((x) => (holds(states[x] ?? []) ? 1 : 0)),
    signals: (last, of = (groups) => [...groups]) => {
      const readings = values.map(of);
      const read = readings[0]?.length ?? 0;
      let traced: [Float64Array, Float64Array] = [withPlus, withMinus.map((weight) => -weight)];
      const found: number[][] = [];
      for (let age = 0; age <= last; age++) {
        const [plus, minus] = traced;
        const sums = new Array<number>(read).fill(0);
        for (let x = 0; x < size; x++) {
          const weight = (plus[x] as number) + (minus[x] as number);
          for (let k = 0; k < read; k++) sums[k] = (sums[k] ?? 0) + weight * (readings[x]?.[k] ?? 0);
        }
        found.push(sums);
        traced = advance(plus, minus);
      }
      return found;
    },
  };
}
