/**
 * What is measured of a learner: a fixed list of instances, the same for every contender and every round.
 *
 * N = 1001 is the size of the acceptance figures. The counts make every process work for more than 0.2 s of CPU.
 */
import { type Problem, patternCount, randomProblem, weightValues } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';

export interface LearnerTask {
  /** N. */
  readonly size: number;
  /** M/N. */
  readonly alpha: number;
  /** The learner's own that are not at their default. */
  readonly params: Readonly<Record<string, number | string>>;
  /** Instances that we solve before the clock starts: until the compilers of Node have done their work. */
  readonly warmup: number;
  /** Instances, the last of these, that the peer solves before. */
  readonly peerWarmup: number;
  /** Instances solved by the clock. */
  readonly instances: number;
  /** Least ratio to be reached. */
  readonly atLeast: number;
}

export type BenchLearner = 'sbpi' | 'rbp';

export const learnerTasks: Readonly<Record<BenchLearner, LearnerTask>> = {
  rbp: { size: 1001, alpha: 0.7, params: {}, warmup: 8, peerWarmup: 3, instances: 24, atLeast: 3 },
  sbpi: {
    ...{ size: 1001, alpha: 0.6, params: { states: 80, ps: 0.4, coin: 'pattern' } },
    // The compilers of Node come back until some 1400 instances are solved.
    ...{ warmup: 1500, peerWarmup: 10, instances: 600, atLeast: 50 },
  },
};

/** What a process reports. */
export interface LearnerReport {
  /** User CPU. */
  readonly seconds: number;
  /** Of each instance. */
  readonly epochs: readonly number[];
  /** Of each instance, one character a synapse, 0 = -1, 1 = +1. */
  readonly weights: readonly string[];
}

/** Patterns of instance k; 0 … warmup-1 are for the warm-up. */
export function instance({ size, alpha }: LearnerTask, k: number): Problem {
  const patterns = patternCount(alpha, size);
  const rng = philoxRng(streamKey(0, 'patterns', `bench ${size} ${patterns} ${k}`));
  return randomProblem({ size, patterns, weights: weightValues('binary', 2), inputs: 'pm1' }, rng);
}

/**
 * Instance k with the labels folded in, M × N bytes ±1, row-major: what the peers read. Taken bit by bit, so that it
 * also serves to check results without the packed kernels.
 */
export function gaugedBytes(task: LearnerTask, k: number): Int8Array {
  const { size, patterns, labels, xi } = instance(task, k);
  const bytes = new Int8Array(patterns * size);
  for (let mu = 0; mu < patterns; mu++) {
    for (let i = 0; i < size; i++) {
      const bit = ((xi.words[mu * xi.stride + (i >>> 5)] as number) >>> (i & 31)) & 1;
      bytes[mu * size + i] = (labels[mu] as number) * (2 * bit - 1);
    }
  }
  return bytes;
}
