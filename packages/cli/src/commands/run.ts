import type { FinishedTrial, RunOutcome, RunStart } from '@fewbits/sweep';
import type { CommandModule } from 'yargs';
import { exitCodes } from '../exit-codes.ts';

interface RunArguments {
  spec: string;
  overrides?: string[];
  out?: string;
  jobs?: number;
  dryRun: boolean;
  failFast: boolean;
  json: boolean;
}

export const run: CommandModule<object, RunArguments> = {
  command: 'run <spec> [overrides..]',
  describe: 'run a sweep, or go on with it: the same command resumes',
  builder: (yargs) =>
    yargs
      .positional('spec', { type: 'string', demandOption: true, describe: 'sweep file (YAML or JSON)' })
      .positional('overrides', { type: 'string', array: true, describe: 'key=value: alpha=0.4,0.5 levels=2 seed=7' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'run directory [default: runs/<name of the spec>]',
      })
      .option('jobs', {
        alias: 'j',
        type: 'number',
        requiresArg: true,
        describe: "worker threads [default: the machine's parallelism]",
      })
      .option('dry-run', { alias: 'n', type: 'boolean', default: false, describe: 'print the plan and stop' })
      .option('fail-fast', { type: 'boolean', default: false, describe: 'stop at the first failed trial' })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'one JSON document on stdout, JSON lines on stderr',
      })
      .example('$0 run sweeps/few-bits.yaml', 'the main sweep: capacity against bits')
      .example('$0 run sweeps/few-bits.yaml size=1001 --out runs/n1001', 'the same for N = 1001'),
  handler: async ({ spec: path, overrides = [], ...options }) => {
    const [{ UsageError }, { readSpec }, { fromCommandLine }] = await Promise.all([
      import('@fewbits/sweep'),
      import('../read-spec.ts'),
      import('../paths.ts'),
    ]);
    const { jobs } = options;
    if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= 1024)) {
      throw new UsageError(`--jobs: got ${jobs}, expected an integer from 1 to 1024`);
    }
    const spec = readSpec(path, overrides);
    const out = fromCommandLine(options.out ?? `runs/${spec.name}`);
    process.exitCode = options.dryRun ? await printPlan(spec, out, options) : await execute(spec, out, options);
  },
};

type Spec = Parameters<typeof import('@fewbits/sweep').runSweep>[0];

async function printPlan(
  spec: Spec,
  out: string,
  { jobs, json }: RunArguments | Omit<RunArguments, 'spec'>,
): Promise<number> {
  const { checkRunDirectory, costModel, expandPlan, pending, readDone } = await import('@fewbits/sweep');
  const { formatDuration, printJson } = await import('../print.ts');
  const { availableParallelism } = await import('node:os');
  const { forPeople } = await import('../paths.ts');
  const plan = expandPlan(spec);
  checkRunDirectory(out, spec);
  const { todo, alone, reused, trials } = pending(plan, readDone(out));
  const cost = costModel(plan.experiment);
  const seconds = [...todo, ...alone].reduce((sum, { params }) => sum + cost.formula(params), 0) / 1000;
  const threads = jobs ?? availableParallelism();
  if (json) {
    const { removed, duplicates, unused } = plan;
    const counts = { points: plan.points.length, trials, done: reused, todo: todo.length + alone.length };
    printJson({
      schemaVersion: 1,
      out: forPeople(out),
      ...counts,
      removed,
      duplicates,
      unused,
      coreSeconds: seconds,
      threads,
    });
    return exitCodes.ok;
  }
  const lines = [
    `${spec.name}: ${spec.experiment}, seed ${spec.seed}, in ${forPeople(out)}`,
    `  points     ${plan.points.length}`,
    ...plan.removed.map(({ condition, points }) => `    removed  ${points} by "${condition}"`),
    ...(plan.duplicates > 0 ? [`    equal    ${plan.duplicates} to an earlier one`] : []),
    `  trials     ${trials}, ${reused} done already, ${todo.length + alone.length} to do`,
    `  predicted  ${formatDuration(seconds)} of CPU by the cost formula, about ${formatDuration(seconds / threads)} with -j ${threads}`,
    ...plan.unused.map((name) => `  note       ${name} applies to no point of this sweep`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.ok;
}

async function execute(spec: Spec, out: string, { jobs, failFast, json }: Omit<RunArguments, 'spec'>): Promise<number> {
  const { runSweep } = await import('../library.ts');
  const { event, note, printJson } = await import('../print.ts');
  const { startProgress } = await import('../progress.ts');
  const { listenForInterrupts } = await import('../run-interrupts.ts');
  const { forPeople } = await import('../paths.ts');

  const interrupts = listenForInterrupts((name) => {
    if (json) event('stop', { reason: name, resumable: true });
    else note(`\n${name}: finishing what is in flight (once more to stop at once)`);
  });
  let progress: ReturnType<typeof startProgress> | undefined;
  const onStart = (start: RunStart): void => {
    announce(start, json, { event, note, out: forPeople(out) });
    progress = startProgress(start, json);
  };
  const results = runSweep(spec, {
    out,
    ...(jobs === undefined ? {} : { jobs }),
    failFast,
    signal: interrupts.signal,
    onStart,
    onTablesWritten: () => progress?.stop(),
  });
  let outcome: RunOutcome;
  try {
    outcome = await drain(results, (result) => {
      progress?.update(result);
      if (result.status === 'ok') return;
      if (json)
        event('failure', { trial_id: result.id, params: result.params, status: result.status, error: result.error });
    });
  } finally {
    interrupts.release();
  }
  const exitCode =
    interrupts.exitCode() !== null && outcome.stopped
      ? (interrupts.exitCode() as number)
      : outcome.failed > 0
        ? exitCodes.failedTrials
        : exitCodes.ok;
  if (json) {
    const { points, trials, done, failed, reused } = outcome;
    printJson({ schemaVersion: 1, out: forPeople(out), points, trials, done, failed, reused, exitCode });
  } else {
    await report(outcome, out);
  }
  return exitCode;
}

function announce(
  { plan, trials, reused, takenOver }: RunStart,
  json: boolean,
  {
    event,
    note,
    out,
  }: { event: (name: string, fields: Record<string, unknown>) => void; note: (text: string) => void; out: string },
): void {
  if (json) {
    event('plan', { out, points: plan.points.length, trials, done: reused, takenOver });
    return;
  }
  const done = reused > 0 ? `, ${reused} done already` : '';
  note(`${plan.spec.name}: ${plan.points.length} points, ${trials} trials${done}, in ${out}`);
  if (takenOver) note(`took over the lock of a run that has died (${takenOver})`);
  for (const name of plan.unused) note(`note: ${name} applies to no point of this sweep`);
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

async function report(outcome: RunOutcome, out: string): Promise<void> {
  const { note } = await import('../print.ts');
  const { forPeople } = await import('../paths.ts');
  const { summaryText } = await import('../summary-text.ts');
  process.stdout.write(summaryText(out));
  const { trials, done, failed, stopped } = outcome;
  const base = forPeople(out);
  note(`\n${done} of ${trials} trials ok${failed > 0 ? `, ${failed} failed (${base}/failures.jsonl)` : ''}`);
  note(`tables   ${base}/trials.arrow, summary.arrow, timings.arrow`);
  note(`figures  ${base}/figures/, ${base}/report.html`);
  if (stopped) note(`stopped (${stopped}); the same command goes on`);
}
