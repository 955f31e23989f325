/** Random tasks and one call of a learner, for tests: streams named after their seed. */
import type { Value } from '@fewbits/dataset/columns';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { defaultParameters } from '../default-parameters.ts';
import type { Learner, Outcome } from '../learner.ts';
import { type Problem, type ProblemSpec, randomProblem } from '../task/problem.ts';
import { weightValues } from '../task/weight-values.ts';

/** Random patterns, ±1 weights and ±1 inputs unless told otherwise. */
export function drawTask(size: number, patterns: number, seed: number, spec: Partial<ProblemSpec> = {}): Problem {
  return randomProblem(
    { size, patterns, weights: weightValues('binary', 2), inputs: 'pm1', ...spec },
    philoxRng(streamKey(seed, 'patterns', `${size} ${patterns}`)),
  );
}

/** One search; parameters that are not given have their defaults. */
export function tryLearner(
  learner: Learner,
  problem: Problem,
  params: Readonly<Record<string, Value>> = {},
  seed = 1,
): Outcome {
  return learner.learn(
    problem,
    defaultParameters(learner, { size: problem.size, ...params }),
    { init: philoxRng(streamKey(seed, 'init', '')), dynamics: philoxRng(streamKey(seed, 'dynamics', '')) },
    new AbortController().signal,
  );
}

/** Solved of `samples` seeds from `first` on, and the epochs of the solved, ascending. */
export function successes(
  learner: Learner,
  size: number,
  alpha: number,
  samples: number,
  params: Readonly<Record<string, Value>> = {},
  spec: Partial<ProblemSpec> = {},
  first = 1,
): { readonly solved: number; readonly medianEpochs: number | null; readonly epochs: readonly number[] } {
  const epochs: number[] = [];
  for (let seed = first; seed < first + samples; seed++) {
    const problem = drawTask(size, Math.floor(alpha * size + 0.5), seed, spec);
    const outcome = tryLearner(learner, problem, params, seed);
    if (outcome.solved) epochs.push(outcome.epochs);
  }
  epochs.sort((a, b) => a - b);
  return { solved: epochs.length, medianEpochs: epochs[epochs.length >> 1] ?? null, epochs };
}
