/**
 * The process of one of our learners: warms up, solves, and reports by its own user CPU clock.
 *
 *   node learner-contender.js LEARNER
 *
 * Runs as a sweep does: the clock holds all of `learn`, from packed patterns to recounted errors, and the CPU time of the
 * compiler's and collector's threads. Prints a `LearnerReport`, like the peers (tools/peers/work.py).
 */
import { defaultParameters, learnerByName, type Outcome } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { type BenchLearner, instance, type LearnerReport, learnerTasks } from './learner-tasks.ts';

const name = process.argv[2] as BenchLearner;
const task = learnerTasks[name];
const learner = learnerByName(name);
const params = defaultParameters(learner, { size: task.size, ...task.params });
const { signal } = new AbortController();
const problems = Array.from({ length: task.warmup + task.instances }, (_, k) => instance(task, k));

function solve(k: number): Outcome {
  const stream = (purpose: string) => philoxRng(streamKey(k, purpose, 'bench'));
  const problem = problems[k] as (typeof problems)[number];
  return learner.learn(problem, params, { init: stream('init'), dynamics: stream('dynamics') }, signal);
}

for (let k = 0; k < task.warmup; k++) solve(k);
const start = process.cpuUsage().user;
const outcomes = Array.from({ length: task.instances }, (_, k) => solve(task.warmup + k));
const seconds = (process.cpuUsage().user - start) / 1e6;
const report: LearnerReport = {
  seconds,
  epochs: outcomes.map(({ epochs }) => epochs),
  weights: outcomes.map(({ weights }) => weights.join('')),
};
process.stdout.write(JSON.stringify(report));
