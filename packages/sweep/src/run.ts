/** A sweep, run or gone on with: spec → plan → todo → results → journal → tables. */
import { existsSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type Counts,
  formatVersion,
  isDiskFault,
  type Manifest,
  openJournal,
  RunError,
  type TrialResult,
  tableNames,
  writeManifest,
} from '@fewbits/dataset';
import { appendResults } from './append-results.ts';
import { planWork } from './chunks.ts';
import { type CostModel, costModel } from './cost.ts';
import { LockedError, UsageError } from './errors.ts';
import { leftTrials } from './left-trials.ts';
import { acquireLock, type Lock } from './lock.ts';
import { type Outdated, outdatedResults } from './outdated.ts';
import { expandPlan, type Plan } from './plan.ts';
import { assignmentOf } from './protocol.ts';
import { fewbitsVersion, provenance } from './provenance.ts';
import { checkRunDirectory, makeRunDirectory, readDone } from './run-directory.ts';
import { type FinishedTrial, runTrials } from './run-trials.ts';
import { searchWork } from './search-work.ts';
import { canonicalSpec, type ParsedSpec, specHash } from './spec.ts';
import { moduleRecord } from './spec-module.ts';
import { timeouts } from './timeouts.ts';
import { pendingTrials } from './todo.ts';
import type { Work } from './work.ts';

export interface RunOptions {
  /** Run directory; made when it is missing. */
  readonly out: string;
  /** Worker threads; default: the machine's parallelism. */
  readonly jobs?: number;
  /** Stop at the first trial that fails: no other is begun, those at work are finished. */
  readonly failFast?: boolean;
  /** Stop beginning trials when coordinator and workers have used this many milliseconds of CPU since the start. */
  readonly budgetMs?: number;
  /** Bound on the trials dispatched together, for measurements; default: by their predicted cost. */
  readonly chunkTrials?: number;
  /** When aborted: what a thread has begun is finished and flushed, the tables are written, the run can be gone on with. */
  readonly signal?: AbortSignal;
  /** Called once before the first trial. */
  readonly onStart?: (start: RunStart) => void;
  /** Called at the end, under the lock of the directory: what follows from the tables is written here, or made good where it is missing. */
  readonly analyse?: (tables: 'written' | 'unchanged') => Promise<void>;
  /** Told what the code of trials prints, line by line; default: stderr. */
  readonly onOutput?: (line: string) => void;
}

export interface RunStart {
  readonly plan: Plan;
  /** What is asked for and left; its counts go on while the sweep runs. */
  readonly work: Omit<Work, 'next' | 'settle'>;
  /** Predicted CPU milliseconds of a trial by the experiment's formula alone. */
  readonly formula: CostModel['formula'];
  /** Components that have a new version since the last start, and how many results that makes worthless. */
  readonly outdated: Outdated;
  /** Finished trials of the directory that this sweep does not ask for, and that are not outdated. */
  readonly left: number;
  /** A dead run whose lock was taken over. */
  readonly takenOver: string | null;
}

export interface RunOutcome extends Counts {
  readonly out: string;
  readonly points: number;
  /** Trials that were ok before this start. */
  readonly reused: number;
  /** Why it ended before every trial had a row; null when it did not. */
  readonly stopped: 'interrupted' | 'fail-fast' | 'budget' | null;
  /** Everything was done before: nothing was run or written. */
  readonly isUnchanged: boolean;
}

/**
 * Run `spec` in `options.out`, or go on with it. Yields every result once it is safely on the disk, and returns the
 * counts after the tables are written. The same trial gives the same row alone, in any chunk, on any thread.
 *
 * Throws a `UsageError` (nothing written), a `LockedError`, or a `RunError` (the directory stays resumable).
 */
export async function* runSweep(spec: ParsedSpec, options: RunOptions): AsyncGenerator<FinishedTrial, RunOutcome> {
  const stop = stopper(options);
  const plan = expandPlan(spec);
  const dir = resolve(options.out);
  checkRunDirectory(dir, spec);
  const lock = takeLock(dir, makeRunDirectory(dir));
  try {
    // Once more: a short run of another seed may have ended in between.
    const earlier = checkRunDirectory(dir, spec);
    const done = readDone(dir);
    const cost = costModel(plan.experiment);
    const limited = timeouts(spec.limits);
    if (earlier && isUpToDate(earlier, plan, done, dir)) {
      const outcome = unchanged(earlier, plan, done, options);
      await options.analyse?.('unchanged');
      return outcome;
    }
    const threads = options.jobs ?? availableParallelism();
    const { search } = spec;
    const work = search
      ? searchWork(plan, search, done, cost, threads)
      : planWork(pendingTrials(plan, done), cost, threads, options.chunkTrials);
    for (const trial of done.size > 0 ? work.trials() : []) {
      const result = done.get(trial.id);
      if (result?.status !== 'ok') continue;
      cost.observe(trial.params, result);
      limited.observe(trial, result.wallMs);
    }
    const manifest = startManifest(plan, { trials: work.asked, done: work.reused, failed: 0 });
    writeManifest(dir, manifest);
    const outdated = outdatedResults(plan, earlier?.versions ?? plan.versions, done, work.reused);
    const left = leftTrials(done, work.reused, outdated);
    options.onStart?.({ plan, work, formula: cost.formula, outdated, left, takenOver: lock.takenOver });

    // Not for a run that has nothing to do; and before the trials, since hours later the files may be others.
    const { compact } = await import('./compact.ts');
    stop.spend(0);
    const journal = openJournal(dir, Object.keys(plan.experiment.columns));
    const atOnce = new AbortController();
    try {
      const results = runTrials(work, {
        assignment: assignmentOf(spec, join(dir, 'log'), options.failFast),
        threads,
        cost,
        timeouts: limited,
        retries: spec.limits.retries,
        signal: stop.signal,
        atOnce: atOnce.signal,
        ...(options.onOutput && { onOutput: options.onOutput }),
        onCpu: stop.spend,
      });
      for await (const flushed of appendResults(results, journal, () => atOnce.abort())) {
        for (const result of flushed) done.set(result.id, result);
        if (options.failFast && flushed.some(({ status }) => status !== 'ok')) stop.because('fail-fast');
        // Not `yield*`, which takes three turns a result.
        for (const result of flushed) yield result;
      }
    } finally {
      journal.close();
    }

    const counts = compact(plan, done, dir, work.trials());
    const isWhole = counts.done + counts.failed === counts.trials;
    if (!isWhole && stop.reason() === null)
      throw new RunError(
        `${dir}: trials are missing although nothing stopped the run; is the module's versions() a pure function?`,
      );
    const { reused } = work;
    const ended = { ...manifest, end: new Date().toISOString(), counts, reused };
    writeManifest(dir, ended);
    await options.analyse?.('written');
    writeManifest(dir, { ...ended, isAnalysed: true });
    return {
      out: options.out,
      points: plan.points,
      reused,
      stopped: isWhole ? null : stop.reason(),
      isUnchanged: false,
      ...counts,
    };
  } catch (error) {
    throw asRunError(error, dir);
  } finally {
    lock.release();
  }
}

interface Stopper {
  readonly signal: AbortSignal;
  because(reason: 'fail-fast' | 'budget'): void;
  /** Told the CPU milliseconds that the workers have used. */
  spend(workersMs: number): void;
  reason(): RunOutcome['stopped'];
}

/** Everything that may end a run early, as one signal. */
function stopper({ signal, budgetMs = Number.POSITIVE_INFINITY }: RunOptions): Stopper {
  const own = new AbortController();
  const atStart = cpuMs();
  return {
    signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal,
    because: (reason) => own.abort(reason),
    spend(workersMs) {
      if (workersMs + cpuMs() - atStart >= budgetMs) own.abort('budget');
    },
    reason: () => (signal?.aborted ? 'interrupted' : own.signal.aborted ? own.signal.reason : null),
  };
}

/** CPU milliseconds of this process so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whether the last start ended with every trial of this very plan `ok`, and all tables are there. */
function isUpToDate(earlier: Manifest, plan: Plan, done: ReadonlyMap<string, TrialResult>, dir: string): boolean {
  const { counts, end, specSha256, name, versions, fewbits, isAnalysed } = earlier;
  const isSame =
    fewbits === fewbitsVersion &&
    specSha256 === specHash(plan.spec) &&
    name === plan.spec.name &&
    isDeepStrictEqual(versions, plan.versions);
  if (!isSame || !isAnalysed || end === null || counts.done !== counts.trials || done.size < counts.done) return false;
  if (plan.spec.search === null && pendingTrials(plan, done).reused !== plan.trials) return false;
  return tableNames.every((table) => existsSync(join(dir, `${table}.arrow`)));
}

/** Nothing to do and nothing to write. */
function unchanged(
  { counts }: Manifest,
  plan: Plan,
  done: ReadonlyMap<string, TrialResult>,
  { out, onStart }: RunOptions,
): RunOutcome {
  const reused = counts.done;
  const formula = costModel(plan.experiment).formula;
  const outdated = { components: [], trials: 0 };
  onStart?.({
    plan,
    work: { asked: reused, reused, predicted: 0, search: null, trials: () => [] },
    formula,
    outdated,
    left: leftTrials(done, reused, outdated),
    takenOver: null,
  });
  return { out, points: plan.points, reused, stopped: null, isUnchanged: true, ...counts };
}

/** `made`: the topmost folder that was made for this run, taken away again when it cannot be used. */
function takeLock(dir: string, made: string | undefined): Lock {
  try {
    return acquireLock(dir);
  } catch (error) {
    if (error instanceof LockedError) throw error;
    if (made !== undefined) rmSync(made, { recursive: true });
    throw new UsageError(`${dir} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function startManifest({ spec, versions }: Plan, counts: Counts): Manifest {
  return {
    formatVersion,
    name: spec.name,
    experiment: spec.experiment,
    seed: spec.seed,
    spec: canonicalSpec(spec),
    specSha256: specHash(spec),
    given: { path: spec.path, text: spec.text, overrides: spec.overrides },
    versions,
    ...(spec.module && { module: moduleRecord(spec.module) }),
    ...(spec.files.length > 0 && { files: spec.files }),
    ...provenance(spec.path ? dirname(resolve(spec.path)) : process.cwd()),
    engine: 'local',
    start: new Date().toISOString(),
    end: null,
    counts,
    reused: counts.done,
  };
}

/** Faults of the file system in mid-run become a message without a stack; anything else is passed on as it is. */
function asRunError(error: unknown, dir: string): unknown {
  if (error instanceof RunError || !isDiskFault(error)) return error;
  return new RunError(
    `${dir}: ${(error as Error).message}. What was flushed before is safe; the same command goes on`,
    { cause: error },
  );
}
