/** `fewbits run -n`: what a sweep would do, and what it would cost, without doing it. */
import { availableParallelism } from 'node:os';
import {
  checkRunDirectory,
  expandPlan,
  outdatedResults,
  type ParsedSpec,
  type Prediction,
  pendingTrials,
  predictCost,
  readDone,
} from '@fewbits/sweep';
import { outdatedText } from './outdated-text.ts';
import { forPeople } from './paths.ts';
import { formatDuration, printJson } from './print.ts';

/** `out`: absolute path of the run directory, which need not exist and is not written. */
export async function printPlan(
  spec: ParsedSpec,
  out: string,
  how: { readonly jobs: number | undefined; readonly json: boolean },
): Promise<void> {
  const plan = expandPlan(spec);
  const earlier = checkRunDirectory(out, spec);
  const done = readDone(out);
  const outdated = outdatedResults(plan, earlier?.versions ?? plan.versions, done);
  const todo = pendingTrials(plan, done);
  const { trials, points } = plan;
  const left = todo.count + todo.alone.length;
  const prediction = await predictCost(plan, todo, done);
  const { coreSeconds, interval, basis } = prediction;
  const threads = how.jobs ?? availableParallelism();
  const { removed, duplicates, unused } = plan;
  if (how.json) {
    const counts = { points, trials, done: todo.reused, todo: left };
    const cost = { coreSeconds, interval, basis, seconds: coreSeconds / threads, threads };
    printJson({ schemaVersion: 1, out: forPeople(out), ...counts, removed, duplicates, unused, outdated, ...cost });
    return;
  }
  const lines = [
    `${spec.name}: ${spec.experiment}, seed ${spec.seed}, in ${forPeople(out)}`,
    `  points     ${points}`,
    ...removed.map(({ condition, points }) => `    removed  ${points} by "${condition}"`),
    ...(duplicates > 0 ? [`    equal    ${duplicates} to an earlier one`] : []),
    `  trials     ${trials}, ${todo.reused} done already, ${left} to do`,
    ...outdatedText(outdated).map((line) => `    ${line}`),
    ...(left === 0 ? [] : [`  predicted  ${predictionText(prediction, threads)}`]),
    ...unused.map((name) => `  note       ${name} applies to no point of this sweep`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function predictionText({ coreSeconds, interval, basis, measured }: Prediction, threads: number): string {
  const range = interval ? ` (${formatDuration(interval.low)} to ${formatDuration(interval.high)})` : '';
  const from = {
    timings: `from ${measured} earlier trials`,
    pilot: `from ${measured} pilot trials`,
    formula: 'by the cost formula, nothing measured',
  };
  return `${formatDuration(coreSeconds)} of CPU${range}, about ${formatDuration(coreSeconds / threads)} with -j ${threads}; ${from[basis]}`;
}
