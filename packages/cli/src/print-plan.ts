/** `fewbits run -n`: what a sweep would do, and what it would cost, without doing it. */
import { availableParallelism } from 'node:os';
import type { TrialResult } from '@fewbits/dataset';
import {
  checkRunDirectory,
  expandPlan,
  type Foreseen,
  leftTrials,
  outdatedResults,
  type ParsedSpec,
  type Pending,
  type Plan,
  type Prediction,
  pendingOfPlan,
  pendingOfSearch,
  pendingTrials,
  predictCost,
  readDone,
  type SpecSearch,
  searchCells,
} from '@fewbits/sweep';
import { leftText, outdatedText } from './outdated-text.ts';
import { forPeople } from './paths.ts';
import { counted, formatDuration, printJson } from './print.ts';

/** `out`: absolute path of the run directory, which need not exist and is not written. */
export async function printPlan(
  spec: ParsedSpec,
  out: string,
  how: { readonly jobs: number | undefined; readonly json: boolean },
): Promise<void> {
  const plan = expandPlan(spec);
  const earlier = checkRunDirectory(out, spec);
  const done = readDone(out);
  const { removed, duplicates, unused, points } = plan;
  const asked = plan.spec.search ? askedBySearch(plan, plan.spec.search, done) : askedByPlan(plan, done);
  const { trials, reused, pending } = asked;
  const outdated = outdatedResults(plan, earlier?.versions ?? plan.versions, done, reused);
  const left = leftTrials(done, reused, outdated);
  const prediction = await predictCost(plan, pending, done);
  const { coreSeconds, interval, basis, searchTrials } = prediction;
  const threads = how.jobs ?? availableParallelism();
  const { search, module } = spec;
  if (how.json) {
    const counts = { points, trials, done: reused, todo: pending.count, searchTrials };
    const cost = { coreSeconds, interval, basis, seconds: coreSeconds / threads, threads };
    const facts = { removed, duplicates, unused, outdated, left, search, module: module?.given ?? null };
    printJson({ schemaVersion: 1, out: forPeople(out), ...counts, ...facts, ...cost });
    return;
  }
  const lines = [
    `${spec.name}: ${spec.experiment}, seed ${spec.seed}, in ${forPeople(out)}`,
    `  ${search ? 'cells ' : 'points'}     ${points}`,
    ...removed.map(({ condition, points }) => `    removed  ${points} by "${condition}"`),
    ...(duplicates > 0 ? [`    equal    ${duplicates} to an earlier one`] : []),
    ...(search ? [`  search     ${searchText(search)}`] : []),
    `  trials     ${trials}${search ? ' asked for' : ''}, ${reused} done already, ${pending.count} to do${searchTrials ? ` in the ${reused > 0 ? 'open rounds' : 'first round'}` : ''}`,
    ...(searchTrials ? [`    search   whole search about ${foreseenText(searchTrials)}`] : []),
    ...[...outdatedText(outdated), ...leftText(left)].map((line) => `    ${line}`),
    ...(module ? [`  code       runs ${module.given} (SHA-256 ${module.sha256.slice(0, 12)}…)`] : []),
    ...spec.files.map(
      ({ given, sha256, facts }) =>
        `  file       ${given} (SHA-256 ${sha256.slice(0, 12)}…): ${facts['patterns']} patterns of ${facts['size']} inputs${binarisedText(facts['binarised'] ?? 0)}`,
    ),
    ...(pending.count === 0 ? [] : [`  predicted  ${predictionText(prediction, threads)}`]),
    ...unused.map((name) => `  note       ${name} applies to no point of this sweep`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

interface Asked {
  readonly trials: number;
  readonly reused: number;
  readonly pending: Pending;
}

function askedByPlan(plan: Plan, done: ReadonlyMap<string, TrialResult>): Asked {
  const todo = pendingTrials(plan, done);
  return { trials: plan.trials, reused: todo.reused, pending: pendingOfPlan(plan, todo) };
}

function askedBySearch(plan: Plan, search: SpecSearch, done: ReadonlyMap<string, TrialResult>): Asked {
  // As a run does: what is not ok is tried again before its round counts as closed.
  const okOnly = (id: string): TrialResult | undefined => (done.get(id)?.status === 'ok' ? done.get(id) : undefined);
  const cells = searchCells(plan, search, okOnly);
  const trials = cells.flatMap((cell) => cell.trials);
  const reused = trials.filter(({ id }) => done.get(id)?.status === 'ok').length;
  return { trials: trials.length, reused, pending: pendingOfSearch(plan, cells, done) };
}

function binarisedText(columns: number): string {
  return columns > 0 ? `, ${columns} of them real values binarised at their medians` : '';
}

/** Two digits are all that an estimate of this kind has. */
function foreseenText({ estimate, low, high }: Foreseen): string {
  const [about, least, most] = [estimate, low, high].map((trials) => String(Number(trials.toPrecision(2))));
  return `${about} trials [${least}, ${most}], an estimate: results decide`;
}

function searchText({ parameter, column, target, from, to, within, confidence }: SpecSearch): string {
  const share = `${Math.round(100 * target)} % ${column}`;
  return `${parameter} from ${from} to ${to} at which ${share}, to ±${within} (${Math.round(100 * confidence)} %)`;
}

function predictionText({ coreSeconds, interval, basis, measured }: Prediction, threads: number): string {
  const range = interval ? ` (${formatDuration(interval.low)} to ${formatDuration(interval.high)})` : '';
  const from = {
    timings: `from ${counted(measured, 'earlier trial')}`,
    pilot: `from ${counted(measured, 'pilot trial')}`,
    formula: 'by the cost formula, nothing measured',
  };
  return `${formatDuration(coreSeconds)} of CPU${range}, about ${formatDuration(coreSeconds / threads)} with -j ${threads}; ${from[basis]}`;
}
