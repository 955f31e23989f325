/**
 * Rules of online synaptic memory that run on bit planes, and how their states are laid out.
 *
 * Source: Benna & Fusi, "Efficient online learning with low-precision synaptic variables", Asilomar 2017, sections I.C, II.A-C.
 * A synapse has `groups` integers (`codes`), packed bit by bit, bit i of a word = synapse i:
 *
 *   rule               code of group k = 1..m                       planes          sign plane
 *   direction-marker   x + 4 [d = +1], x in 0..3, marker d = ±1     a, b, d         d
 *   partial-reset      v in 0..7                                    a, b, c         c
 *   multi-chain        x in 0..4^k - 1                              2k              the highest
 *   multi-state        x in 0..2^bits - 1, one group                bits            the highest
 *
 * `last: 'hard'`: the last group of the first two has hard bounds; a direction marker's d is then the sign of x.
 * A block of 128 synapses: 4 words of last input, 16 of the generators (words s0, s1, s2, s3 of the four lanes), then 4
 * words a plane, group by group, from the lowest bit.
 */

export type MemoryRule =
  | { readonly name: 'direction-marker' | 'partial-reset'; readonly groups: number; readonly last: 'cyclic' | 'hard' }
  | { readonly name: 'multi-chain'; readonly groups: number }
  | { readonly name: 'multi-state'; readonly bits: number };

/** Synapses of a block. */
export const BLOCK = 128;
/** Words of one plane of a block. */
export const BLOCK_WORDS = 4;
/** Where the generators and the planes begin in a block, in words. */
export const GENERATOR_OFFSET = 4;
export const PLANES_OFFSET = 20;

/** Most groups: a chain of 16 groups has 2^32 states, which is also what one code holds. */
export const MAX_GROUPS = 16;
/** Most bits of a multi-state synapse. */
export const MAX_BITS = 30;

export interface MemoryLayout {
  readonly groups: number;
  /** Planes of each group, lowest bit first. Length groups. */
  readonly planesOf: readonly number[];
  /** Planes of all groups. */
  readonly planes: number;
  /** Words of one block. */
  readonly blockWords: number;
}

export function memoryLayout(rule: MemoryRule): MemoryLayout {
  const groups = rule.name === 'multi-state' ? 1 : rule.groups;
  if (rule.name === 'multi-state') checkInteger('bits', rule.bits, MAX_BITS);
  else checkInteger('groups', groups, MAX_GROUPS);
  const planesOf = Array.from({ length: groups }, (_, k) => {
    if (rule.name === 'multi-state') return rule.bits;
    return rule.name === 'multi-chain' ? 2 * (k + 1) : 3;
  });
  const planes = planesOf.reduce((sum, each) => sum + each, 0);
  return { groups, planesOf, planes, blockWords: PLANES_OFFSET + BLOCK_WORDS * planes };
}

function checkInteger(what: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new RangeError(`${what}: got ${value}, expected an integer from 1 to ${max}`);
  }
}

/** Blocks that hold `size` synapses. */
export function blocksOf(size: number): number {
  return Math.ceil(size / BLOCK);
}

/** Bytes of the state of `size` synapses, with their generators. */
export function memoryBytes(rule: MemoryRule, size: number): number {
  return 4 * memoryLayout(rule).blockWords * blocksOf(size);
}
