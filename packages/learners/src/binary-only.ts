/** The weights and inputs of rules that exist for ±1 weights alone. */
import { fillBernoulli } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import type { Problem } from './task/problem.ts';

/** Refuse weights other than ±1 and inputs other than ±1. */
export function demandBinary(learner: string, problem: Problem): void {
  if (isBinary(problem)) return;
  const weights = problem.weights.join(', ');
  throw new RangeError(`${learner} is defined for ±1 weights and ±1 inputs, got weights ${weights}`);
}

export function isBinary({ inputs, weights }: Problem): boolean {
  return inputs === 'pm1' && weights.length === 2 && weights[0] === -1 && weights[1] === 1;
}

/** ±1 with equal probability, one bit of the stream each. */
export function randomSigns(size: number, rng: Rng): Int8Array {
  const bits = new Uint32Array(Math.ceil(size / 32));
  fillBernoulli(bits, 0, bits.length, 0.5, rng);
  return Int8Array.from({ length: size }, (_, i) => ((bits[i >>> 5] >>> (i & 31)) & 1 ? 1 : -1));
}
