/**
 * The joint law of (state, last event) of one synapse, for tests: all states reached from 0, one event at a time; the law by
 * iteration of (P + I)/2, which has no period.
 */

/** One synapse, e.g. `naiveMemory(rule, 1)` of `@fewbits/kernels/testing`. */
export interface Synapse {
  readonly groups: number;
  step(event: Int8Array): void;
  readCodes(out: Uint32Array): void;
  writeCodes(codes: Uint32Array): void;
}

export interface JointLaw {
  /** Probability of codes joined by commas, then the last event: "0,3,-1". */
  readonly probability: ReadonlyMap<string, number>;
}

export function jointLaw(synapse: Synapse, correlation: number): JointLaw {
  const start = Array.from({ length: synapse.groups }, () => 0);
  const states = [start];
  const indexOf = new Map([[start.join(), 0]]);
  const after: number[][] = [];
  for (let x = 0; x < states.length; x++) {
    after.push(
      [-1, 1].map((event) => {
        synapse.writeCodes(Uint32Array.from(states[x]));
        synapse.step(Int8Array.of(event));
        const codes = new Uint32Array(synapse.groups);
        synapse.readCodes(codes);
        const key = codes.join();
        if (!indexOf.has(key)) {
          indexOf.set(key, states.length);
          states.push([...codes]);
        }
        return indexOf.get(key) as number;
      }),
    );
  }
  let law = new Float64Array(2 * states.length).fill(0.5 / states.length);
  for (let change = 1; change > 1e-14; ) {
    const next = law.map((p) => p / 2);
    for (let x = 0; x < states.length; x++) {
      for (const last of [0, 1]) {
        for (const event of [0, 1]) {
          const p = event === last ? (1 + correlation) / 2 : (1 - correlation) / 2;
          next[2 * after[x][event] + event] += 0.5 * law[2 * x + last] * p;
        }
      }
    }
    change = next.reduce((largest, p, k) => Math.max(largest, Math.abs(p - law[k])), 0);
    law = next;
  }
  return {
    probability: new Map([...law].map((p, k) => [`${states[k >> 1].join()},${k & 1 ? 1 : -1}`, p] as const)),
  };
}

/**
 * Score of Pearson's χ² against these probabilities, standard normal if they hold (Wilson & Hilferty); infinite where
 * something was seen that has probability below 1e-12. Cells with less than 5 expected are pooled.
 */
export function chiSquareScore(seen: ReadonlyMap<string, number>, probability: ReadonlyMap<string, number>): number {
  const draws = [...seen.values()].reduce((a, b) => a + b, 0);
  for (const [key, count] of seen) if (count > 0 && !((probability.get(key) ?? 0) > 1e-12)) return Infinity;
  let chi = 0;
  let cells = 0;
  const pool = { seen: 0, expected: 0 };
  const add = (count: number, expected: number): void => {
    chi += (count - expected) ** 2 / expected;
    cells++;
  };
  for (const [key, p] of probability) {
    const count = seen.get(key) ?? 0;
    if (draws * p >= 5) add(count, draws * p);
    else {
      pool.seen += count;
      pool.expected += draws * p;
    }
  }
  if (pool.expected >= 5) add(pool.seen, pool.expected);
  const df = cells - 1;
  const spread = 2 / (9 * df);
  return (Math.cbrt(chi / df) - (1 - spread)) / Math.sqrt(spread);
}
