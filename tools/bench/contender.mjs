/**
 * The process of our own learners: warms up, solves, and reports by its own user CPU clock.
 *
 *   node tools/bench/contender.mjs KERNEL
 *
 * Runs the built packages, as a sweep does. The clock holds all of `learn`, from packed patterns to recounted errors, and the
 * CPU time of the compiler's and collector's threads. Prints one JSON object, like the peers (tools/peers/work.py).
 */
import { defaultParameters, learnerByName } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { instance, tasks } from './tasks.mjs';

const kernel = process.argv[2];
const task = tasks.find((each) => each.kernel === kernel);
if (!task) throw new Error(`unknown kernel ${kernel}, known: ${tasks.map((each) => each.kernel).join(', ')}`);

const learner = learnerByName(kernel);
const params = defaultParameters(learner, { size: task.size, ...task.params });
const signal = new AbortController().signal;
const problems = Array.from({ length: task.warmup + task.instances }, (_, k) => instance(task, k));

const solve = (k) =>
  learner.learn(
    problems[k],
    params,
    { init: philoxRng(streamKey(k, 'init', 'bench')), dynamics: philoxRng(streamKey(k, 'dynamics', 'bench')) },
    signal,
  );

for (let k = 0; k < task.warmup; k++) solve(k);
const start = process.cpuUsage().user;
const outcomes = Array.from({ length: task.instances }, (_, k) => solve(task.warmup + k));
const seconds = (process.cpuUsage().user - start) / 1e6;

const epochs = outcomes.map((outcome) => outcome.epochs);
const weights = outcomes.map((outcome) => outcome.weights.join(''));
console.log(JSON.stringify({ seconds, epochs, weights }));
