/**
 * What is measured: one learner on a fixed list of instances, the same for every contender and every round.
 *
 * N = 1001 is the size of the acceptance figures. The counts make every process work for more than 0.2 s of CPU.
 */
import { patternCount, randomProblem, weightValues } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';

/**
 * @typedef {object} Task
 * @property {string} kernel name in the result, a learner's
 * @property {number} size N
 * @property {number} alpha M/N
 * @property {Record<string, number | string>} params the learner's own that are not at their default
 * @property {number} warmup instances that we solve before the clock starts: until the compilers of Node have done their work
 * @property {number} peerWarmup instances, the last of these, that the peer solves before
 * @property {number} instances instances solved by the clock
 */

/** @type {readonly Task[]} */
export const tasks = [
  { kernel: 'rbp', size: 1001, alpha: 0.7, params: {}, warmup: 8, peerWarmup: 3, instances: 24 },
  {
    kernel: 'sbpi',
    size: 1001,
    alpha: 0.6,
    params: { states: 80, ps: 0.4, coin: 'pattern' },
    warmup: 200,
    peerWarmup: 10,
    instances: 600,
  },
];

/**
 * Patterns of instance k; 0 … warmup-1 are for the warm-up.
 * @param {Task} task
 * @param {number} k
 */
export function instance({ size, alpha }, k) {
  const patterns = patternCount(alpha, size);
  const rng = philoxRng(streamKey(0, 'patterns', `bench ${size} ${patterns} ${k}`));
  return randomProblem({ size, patterns, weights: weightValues('binary', 2), inputs: 'pm1' }, rng);
}

/**
 * Instance k with the labels folded in, M × N bytes ±1, row-major: what the peers read. Taken bit by bit, so that it
 * also serves to check results without the packed kernels.
 * @param {Task} task
 * @param {number} k
 */
export function gaugedBytes(task, k) {
  const { size, patterns, labels, xi } = instance(task, k);
  const bytes = new Int8Array(patterns * size);
  for (let mu = 0; mu < patterns; mu++) {
    for (let i = 0; i < size; i++) {
      const bit = (xi.words[mu * xi.stride + (i >>> 5)] >>> (i & 31)) & 1;
      bytes[mu * size + i] = labels[mu] * (2 * bit - 1);
    }
  }
  return bytes;
}
