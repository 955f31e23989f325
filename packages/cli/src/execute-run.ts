/** `fewbits run`: the sweep with everything people see of it. */
import { readFailures } from '@fewbits/dataset';
import type { FinishedTrial, ParsedSpec, RunOutcome, RunStart } from '@fewbits/sweep';
import { exitCodes } from './exit-codes.ts';
import { failuresText, messageLine } from './failures-text.ts';
import { runSweep } from './library.ts';
import { leftText, outdatedText } from './outdated-text.ts';
import { forPeople } from './paths.ts';
import { counted, event, note, printJson, valuesText } from './print.ts';
import { type Progress, startProgress } from './progress.ts';
import { type Interrupts, listenForInterrupts } from './run-interrupts.ts';
import { summaryText } from './summary-text.ts';

export interface HowToRun {
  /** Worker threads; undefined: the machine's parallelism. */
  readonly jobs: number | undefined;
  /** CPU milliseconds after which no trial is begun; null: any. */
  readonly budget: number | null;
  readonly failFast: boolean;
  readonly json: boolean;
}

/** Run `spec` in `out` (absolute) and tell about it; the exit code. */
export async function executeRun(spec: ParsedSpec, out: string, how: HowToRun): Promise<number> {
  const { jobs, budget, failFast, json } = how;
  const interrupts = listenForInterrupts((name) => {
    if (json) event('stop', { reason: name, resumable: true });
    else note(`\n${name}: finishing what is in flight (once more to stop at once)`);
  });
  let progress: Progress | undefined;
  let firstFailed: FinishedTrial | null = null;
  const results = runSweep(spec, {
    out,
    ...(jobs === undefined ? {} : { jobs }),
    ...(budget === null ? {} : { budgetMs: budget }),
    failFast,
    signal: interrupts.signal,
    ...(json && { onOutput: (line: string) => event('output', { line }) }),
    onStart: (start) => {
      announce(start, out, json);
      progress = startProgress(start, json);
    },
    onTablesWritten: () => progress?.stop(),
  });
  try {
    const outcome = await drain(results, (result) => {
      progress?.update(result);
      if (result.status === 'ok') return;
      firstFailed ??= result;
      if (json) tellFailure(result);
    });
    const exitCode = exitCodeOf(outcome, interrupts);
    if (json && outcome.stopped !== null && interrupts.exitCode() === null)
      event('stop', { reason: outcome.stopped, resumable: true });
    if (json) tellJson(outcome, out, exitCode);
    else tell(outcome, out, firstFailed);
    return exitCode;
  } catch (error) {
    progress?.stop();
    throw error;
  } finally {
    interrupts.release();
  }
}

async function drain(
  results: AsyncGenerator<FinishedTrial, RunOutcome>,
  each: (result: FinishedTrial) => void,
): Promise<RunOutcome> {
  for (;;) {
    const next = await results.next();
    if (next.done) return next.value;
    each(next.value);
  }
}

/** An interrupt that came too late to stop anything does not count. */
function exitCodeOf({ stopped, failed }: RunOutcome, interrupts: Interrupts): number {
  const interrupted = interrupts.exitCode();
  if (stopped && interrupted !== null) return interrupted;
  if (stopped === 'budget') return exitCodes.budget;
  return failed > 0 ? exitCodes.failedTrials : exitCodes.ok;
}

function announce(start: RunStart, out: string, json: boolean): void {
  const { plan, work, outdated, left, takenOver } = start;
  const { points } = plan;
  const { asked: trials, reused, search } = work;
  if (json) {
    event('plan', {
      out: forPeople(out),
      points,
      trials,
      done: reused,
      takenOver,
      unused: plan.unused,
      outdated,
      left,
      search,
      module: plan.spec.module?.given ?? null,
    });
    return;
  }
  const done = reused > 0 ? `, ${reused} done already` : '';
  const what = search
    ? `${counted(points, 'cell')} to search, ${counted(trials, 'trial')} to begin with`
    : `${counted(points, 'point')}, ${counted(trials, 'trial')}`;
  note(`${plan.spec.name}: ${what}${done}, in ${forPeople(out)}`);
  if (takenOver) note(`took over the lock of a run that has died (${takenOver})`);
  if (plan.spec.module) note(`runs the code of ${plan.spec.module.given}`);
  for (const line of [...outdatedText(outdated), ...leftText(left)]) note(line);
  for (const name of plan.unused) note(`note: ${name} applies to no point of this sweep`);
}

function tellFailure({ id, params, status, error }: FinishedTrial): void {
  event('failure', { trial_id: id, params, status, error });
}

function tellJson({ points, trials, done, failed, reused }: RunOutcome, out: string, exitCode: number): void {
  printJson({ schemaVersion: 1, out: forPeople(out), points, trials, done, failed, reused, exitCode });
}

/** `firstFailed`: of this start. */
function tell({ trials, done, failed, stopped }: RunOutcome, out: string, firstFailed: FinishedTrial | null): void {
  const base = forPeople(out);
  process.stdout.write(summaryText(out));
  note(`\n${done} of ${counted(trials, 'trial')} ok${failed > 0 ? `, ${failed} failed:` : ''}`);
  for (const line of failuresText(readFailures(out), base)) note(line);
  note(`tables   ${base}/trials.arrow, summary.arrow, timings.arrow`);
  note(`figures  ${base}/figures/, ${base}/report.html`);
  if (stopped === 'fail-fast' && firstFailed) {
    const { id, params, replicate, error = '' } = firstFailed;
    const which = `trial ${id.slice(0, 12)} (${valuesText({ ...params, replicate })})`;
    note(`stopped because of --fail-fast: ${which} failed: ${messageLine(error)}`);
    note('the same command goes on and tries it again; without --fail-fast it goes on past trials that fail');
  } else if (stopped)
    note(`stopped (${stopped === 'budget' ? 'the budget is used up' : stopped}); the same command goes on`);
}
