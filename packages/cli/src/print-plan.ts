/** `fewbits run -n`: what a sweep would do, and what it would cost, without doing it. */
import { availableParallelism } from 'node:os';
import {
  checkRunDirectory,
  costModel,
  expandPlan,
  type ParsedSpec,
  pendingTrials,
  predictedMs,
  readDone,
} from '@fewbits/sweep';
import { forPeople } from './paths.ts';
import { formatDuration, printJson } from './print.ts';

/** `out`: absolute path of the run directory, which need not exist and is not written. */
export function printPlan(
  spec: ParsedSpec,
  out: string,
  how: { readonly jobs: number | undefined; readonly json: boolean },
): void {
  const plan = expandPlan(spec);
  checkRunDirectory(out, spec);
  const todo = pendingTrials(plan, readDone(out));
  const { trials, points } = plan;
  const left = todo.count + todo.alone.length;
  const coreSeconds = predictedMs(todo, costModel(plan.experiment).formula) / 1000;
  const threads = how.jobs ?? availableParallelism();
  const { removed, duplicates, unused } = plan;
  if (how.json) {
    const counts = { points, trials, done: todo.reused, todo: left };
    printJson({ schemaVersion: 1, out: forPeople(out), ...counts, removed, duplicates, unused, coreSeconds, threads });
    return;
  }
  const seconds = `${formatDuration(coreSeconds)} of CPU by the cost formula`;
  const lines = [
    `${spec.name}: ${spec.experiment}, seed ${spec.seed}, in ${forPeople(out)}`,
    `  points     ${points}`,
    ...removed.map(({ condition, points }) => `    removed  ${points} by "${condition}"`),
    ...(duplicates > 0 ? [`    equal    ${duplicates} to an earlier one`] : []),
    `  trials     ${trials}, ${todo.reused} done already, ${left} to do`,
    `  predicted  ${seconds}, about ${formatDuration(coreSeconds / threads)} with -j ${threads}`,
    ...unused.map((name) => `  note       ${name} applies to no point of this sweep`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
