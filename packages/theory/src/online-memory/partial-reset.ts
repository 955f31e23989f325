/**
 * Partial reset at any age: the coefficients of z^t of the generating functions.
 *
 * Young ages: all from one set of values on a circle (`circle-inversion.ts`).
 * Older: Euler summation of the same integral (Abate & Whitt, ORSA J. Comput. 7, 36 (1995)), 53 values for one age at z near 1
 * and as many near −1; it needs S to vary smoothly on the scale t/20. S(0) and the variance are closed.
 */
import { circleInversion } from './circle-inversion.ts';
import { type Complex, exponential, exponentialMinusOne } from './complex.ts';
import {
  initialSignals,
  type LastGroup,
  type PartialResetLevel,
  partialResetLevels,
  partialResetVariance,
} from './partial-reset-law.ts';
import { groupSeries } from './partial-reset-series.ts';

/** Signals below this are noise of the inversion at old ages. */
export const leastOldSignal = 1e-9;

/** All numbers of groups at one correlation. Keeps what it has computed: cyclic groups do not know of slower ones. */
export interface PartialResetMemory {
  variance(groups: number): number;
  /** S_1(t) … S_m(t), and further groups where they are known already. */
  groupSignals(groups: number, age: number): readonly number[];
}

/** Ages above are inverted by Euler summation. */
export function oldestYoung(correlation: number): number {
  return correlation === 0 ? 512 : Math.max(512, Math.ceil(-36 / Math.log(correlation)));
}

export function partialReset(correlation: number, last: LastGroup): PartialResetMemory {
  const families = new Map<number, Family>();
  // A hard last group is another model for every m.
  const family = (groups: number): Family => {
    const key = last === 'hard' ? groups : 0;
    let found = families.get(key);
    if (found === undefined) {
      found = makeFamily(correlation, last);
      families.set(key, found);
    }
    return found;
  };
  return {
    variance: (groups) => partialResetVariance(partialResetLevels(groups, correlation, last)),
    groupSignals: (groups, age) => family(groups)(groups, age),
  };
}

type Family = (groups: number, age: number) => readonly number[];

function makeFamily(correlation: number, last: LastGroup): Family {
  const young = oldestYoung(correlation);
  const known = new Map<number, readonly number[]>();
  let depth = 0;
  let circle: ((age: number) => number[]) | null = null;
  return (groups, age) => {
    const found = known.get(age);
    if (found !== undefined && found.length >= groups) return found;
    let signals: readonly number[];
    if (age === 0) signals = initialSignals(partialResetLevels(groups, correlation, last));
    else if (age > young) signals = eulerSum(partialResetLevels(groups, correlation, last), correlation, age);
    else {
      if (circle === null || depth < groups) {
        // Whoever asks for one group more will ask for further ones.
        depth = depth === 0 ? groups : groups + 4;
        const levels = partialResetLevels(depth, correlation, last);
        circle = circleInversion(young, (exponent) => seriesAt(levels, correlation, exponent));
      }
      signals = circle(age);
    }
    known.set(age, signals);
    return signals;
  };
}

const EULER = 22;
const BINOMIALS = [1, 14, 91, 364, 1001, 2002, 3003, 3432, 3003, 2002, 1001, 364, 91, 14, 1];
/** (−1)^t is below 1e-9 of the signal from this age on. */
const LAST_ALTERNATING = 8192;

/**
 * S(t) = (e^{A/2}/t) Σ_i C(14,i) 2^{−14} P_{38+i}, P_q = T_0/2 + Σ_{j≤q} T_j, T_j = (−1)^j Re S(exp(−A/2t − iπj/t)): what varies
 * slowly. Every event flips the parity of v_1, so there is an alternating part too, (−1)^t times the same sum at −z.
 */
function eulerSum(levels: readonly PartialResetLevel[], correlation: number, age: number): number[] {
  const slow = eulerPart(levels, correlation, age, 1);
  if (age > LAST_ALTERNATING) return slow;
  const alternating = eulerPart(levels, correlation, age, -1);
  return slow.map((value, k) => value + (age % 2 === 0 ? 1 : -1) * (alternating[k] as number));
}

function eulerPart(levels: readonly PartialResetLevel[], correlation: number, age: number, sign: 1 | -1): number[] {
  const total = levels.map(() => 0);
  const partial = levels.map(() => 0);
  for (let j = 0; j <= 52; j++) {
    const values = seriesAt(levels, correlation, { re: -EULER / (2 * age), im: (-Math.PI * j) / age }, sign);
    const factor = (j === 0 ? 0.5 : 1) * (j % 2 === 0 ? 1 : -1);
    const binomial = j < 38 ? 0 : (BINOMIALS[j - 38] as number);
    for (let k = 0; k < levels.length; k++) {
      const sum = (partial[k] as number) + factor * (values[k] as Complex).re;
      partial[k] = sum;
      total[k] = (total[k] as number) + binomial * sum;
    }
  }
  const scale = Math.exp(EULER / 2) / (age * 16384);
  return total.map((sum) => scale * sum);
}

/** S_k at z = ±e^exponent. */
function seriesAt(
  levels: readonly PartialResetLevel[],
  correlation: number,
  exponent: Complex,
  sign: 1 | -1 = 1,
): Complex[] {
  const { re, im } = exponentialMinusOne(exponent);
  if (sign === 1) return groupSeries(levels, correlation, exponential(exponent), { re: -re, im: -im });
  return groupSeries(levels, correlation, { re: -1 - re, im: -im }, { re: 2 + re, im });
}
