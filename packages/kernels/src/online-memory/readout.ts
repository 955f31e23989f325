/**
 * Readouts of bit-plane memories as binary digits, and the sums over synapses that follow from them.
 *
 * c_i = number of set sign planes of synapse i, in binary digit planes c_j (carry-save); weights
 *   sum     w = sum_k sign_k = 2c - m               sign    w = sign(2c - m), m odd               (one digit)
 *   graded  w = x - (2^b - 1)/2 of a multi-state synapse, whose digits are its planes
 * With w = scale (sum_j 2^j (2 c_j - 1) + shift) and pattern bits p (xi = 2p - 1), pc over the synapses that exist:
 *   sum_i xi_i w_i = scale ((2^J - 1) N - 2 sum_j 2^j pc(p ^ c_j) + shift (2 pc(p) - N))
 */
import { popcount } from '../popcount.ts';
import { BLOCK_WORDS, type MemoryLayout, type MemoryRule, PLANES_OFFSET } from './memory-rule.ts';

export type Readout = 'sum' | 'sign' | 'graded';

export interface ReadoutPlan {
  /** Where the first sign plane (or digit) lies in a block, in words. */
  readonly first: number;
  /** Sign planes; 0: the digits themselves lie in the block, one after the other. */
  readonly groups: number;
  /** From sign plane k to the next: step + k growth words. */
  readonly step: number;
  readonly growth: number;
  /** J: digits of the count. */
  readonly digits: number;
  /** Where positive, the readout has one digit: whether the count reaches it. */
  readonly threshold: number;
  readonly scale: number;
  readonly shift: number;
}

/** How many digit planes a readout yields. */
export function outputDigits({ digits, threshold }: ReadoutPlan): number {
  return threshold > 0 ? 1 : digits;
}

export function readoutPlan(rule: MemoryRule, { groups }: MemoryLayout, readout: Readout): ReadoutPlan {
  const chain = rule.name === 'multi-chain';
  const digits = 32 - Math.clz32(groups);
  const signs = {
    first: PLANES_OFFSET + BLOCK_WORDS * firstSign(rule),
    groups,
    step: BLOCK_WORDS * (chain ? 4 : 3),
    growth: chain ? 2 * BLOCK_WORDS : 0,
    digits,
  };
  switch (readout) {
    case 'sum':
      return { ...signs, threshold: 0, scale: 1, shift: 2 ** digits - 1 - groups };
    case 'sign':
      if (groups % 2 === 0)
        throw new RangeError(`the sign of a sum of ${groups} signs can be 0: an odd number is needed`);
      return { ...signs, threshold: (groups + 1) / 2, scale: 1, shift: 0 };
    case 'graded':
      if (rule.name !== 'multi-state') throw new RangeError(`${rule.name} has no graded readout, multi-state has`);
      return {
        first: PLANES_OFFSET,
        groups: 0,
        step: 0,
        growth: 0,
        digits: rule.bits,
        threshold: 0,
        scale: 0.5,
        shift: 0,
      };
  }
}

function firstSign(rule: MemoryRule): number {
  if (rule.name === 'multi-state') return rule.bits - 1;
  return rule.name === 'multi-chain' ? 1 : 2;
}

/** sum xi w = constant + perDistance · weighted distance + perOne · set bits of the pattern; every term is exact. */
export interface OverlapLaw {
  readonly constant: number;
  readonly perDistance: number;
  readonly perOne: number;
}

export function overlapLaw(plan: ReadoutPlan, size: number): OverlapLaw {
  const { scale, shift } = plan;
  const most = 2 ** outputDigits(plan) - 1;
  return { constant: scale * (most - shift) * size, perDistance: -2 * scale, perOne: 2 * scale * shift };
}

/**
 * sum w and sum w² into `out` (length 2), from `pairs`: J × J, row-major, synapses where both digits are set. Exact while the
 * second is below 2^53.
 */
export function momentsOf(plan: ReadoutPlan, size: number, pairs: Float64Array, out: Float64Array): void {
  const digits = outputDigits(plan);
  let first = 0;
  let second = 0;
  for (let i = 0; i < digits; i++) {
    first += 2 ** i * pairs[i * digits + i];
    for (let j = 0; j < digits; j++) second += 2 ** (i + j) * pairs[i * digits + j];
  }
  // w = scale (2c - mean2).
  const mean2 = 2 ** digits - 1 - plan.shift;
  out[0] = plan.scale * (2 * first - mean2 * size);
  out[1] = plan.scale ** 2 * (4 * second - 4 * mean2 * first + mean2 ** 2 * size);
}

/** Digit planes of all words: `out`[(block · J + j) · 4 + lane], as the WebAssembly module lays them out. */
export function digitPlanes(
  state: Int32Array,
  blocks: number,
  blockWords: number,
  plan: ReadoutPlan,
  out: Int32Array,
): void {
  const { first, groups, step, growth, digits, threshold } = plan;
  const count = new Int32Array(digits);
  const outDigits = outputDigits(plan);
  for (let block = 0; block < blocks; block++) {
    for (let lane = 0; lane < BLOCK_WORDS; lane++) {
      let place = block * blockWords + first + lane;
      if (groups === 0) {
        for (let j = 0; j < digits; j++) count[j] = state[place + BLOCK_WORDS * j];
      } else {
        count.fill(0);
        for (let k = 0; k < groups; k++) {
          let carry = state[place];
          for (let j = 0; j < digits; j++) {
            const old = count[j];
            count[j] = old ^ carry;
            carry &= old;
          }
          place += step + k * growth;
        }
      }
      if (threshold > 0) count[0] = reaches(count, threshold);
      for (let j = 0; j < outDigits; j++) out[(block * outDigits + j) * BLOCK_WORDS + lane] = count[j];
    }
  }
}

function reaches(count: Int32Array, threshold: number): number {
  let above = 0;
  let equal = -1;
  for (let j = count.length - 1; j >= 0; j--) {
    if ((threshold >>> j) & 1) equal &= count[j];
    else {
      above |= equal & count[j];
      equal &= ~count[j];
    }
  }
  return above | equal;
}

/** sum_j 2^j pc((p ^ c_j) & valid) of a pattern of `words` words at `offset`; with digits = 0, pc(p & valid). */
export function patternDistance(
  patterns: Uint32Array,
  offset: number,
  words: number,
  planes: Int32Array,
  digits: number,
  valid: Int32Array,
): number {
  let total = 0;
  for (let word = 0; word < words; word++) {
    const p = patterns[offset + word];
    if (digits === 0) total += popcount(p & valid[word]);
    else {
      const place = (word >>> 2) * digits * BLOCK_WORDS + (word & 3);
      let sum = 0;
      for (let j = digits - 1; j >= 0; j--) {
        sum = 2 * sum + popcount((p ^ planes[place + BLOCK_WORDS * j]) & valid[word]);
      }
      total += sum;
    }
  }
  return total;
}
