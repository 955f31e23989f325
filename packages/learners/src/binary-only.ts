/** The weights and inputs of rules that exist for ±1 weights alone. */
import { fillBernoulli, rowWords } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import { isBinary, type Problem } from './task/problem.ts';

/** Refuse weights other than ±1 and inputs other than ±1. */
export function demandBinary(learner: string, problem: Problem): void {
  if (isBinary(problem)) return;
  const weights = problem.weights.join(', ');
  throw new RangeError(`${learner} is defined for ±1 weights and ±1 inputs, got weights ${weights}`);
}

/** ±1 with equal probability, one bit of the stream each. */
export function randomSigns(size: number, rng: Rng): Int8Array {
  return Int8Array.from({ length: size }, toSign(randomSignRow(size, rng)));
}

/** The same, packed: one padded row, 1 = +1, zero padding. */
export function randomSignRow(size: number, rng: Rng): Uint32Array {
  const row = new Uint32Array(rowWords(size));
  const used = Math.ceil(size / 32);
  fillBernoulli(row, 0, used, 0.5, rng);
  if (size & 31) row[used - 1] &= 2 ** (size & 31) - 1;
  return row;
}

function toSign(row: Uint32Array): (_: unknown, i: number) => number {
  return (_, i) => ((row[i >>> 5] >>> (i & 31)) & 1 ? 1 : -1);
}
