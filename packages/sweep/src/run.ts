/** A sweep, run or gone on with: spec → plan → todo → results → journal → tables. */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Counts, formatVersion, type Manifest, openJournal, RunError, writeManifest } from '@fewbits/dataset';
import { appendResults } from './append-results.ts';
import { compact } from './compact.ts';
import { costModel } from './cost.ts';
import { LockedError, UsageError } from './errors.ts';
import { acquireLock, type Lock } from './lock.ts';
import { expandPlan, type Plan } from './plan.ts';
import { provenance } from './provenance.ts';
import { checkRunDirectory, makeRunDirectory, readDone } from './run-directory.ts';
import { type FinishedTrial, runTrials } from './run-trials.ts';
import { canonicalSpec, type ParsedSpec, specHash } from './spec.ts';
import { pendingTrials, predictedMs } from './todo.ts';

export interface RunOptions {
  /** Run directory; made when it is missing. */
  readonly out: string;
  /** Worker threads; default: the machine's parallelism. */
  readonly jobs?: number;
  /** Stop after the first trial that fails. */
  readonly failFast?: boolean;
  /** When aborted: chunks in flight are finished and flushed, the tables are written, the run can be gone on with. */
  readonly signal?: AbortSignal;
  /** Called once before the first trial. */
  readonly onStart?: (start: RunStart) => void;
}

export interface RunStart {
  readonly plan: Plan;
  readonly trials: number;
  /** Trials that were ok before this start. */
  readonly reused: number;
  /** Predicted CPU milliseconds of what is left, by the experiment's formula. */
  readonly predicted: number;
  /** A dead run whose lock was taken over. */
  readonly takenOver: string | null;
}

export interface RunOutcome extends Counts {
  readonly out: string;
  readonly points: number;
  /** Trials that were ok before this start. */
  readonly reused: number;
  /** Why it ended before every trial had a row; null when it did not. */
  readonly stopped: 'interrupted' | 'fail-fast' | null;
}

/** How often a trial that killed its worker is tried again before it is quarantined. */
const retries = 1;

/**
 * Run `spec` in `options.out`, or go on with it. Yields every result once it is safely on the disk, and returns the
 * counts after the tables are written. The same trial gives the same row alone, in any chunk, on any thread.
 *
 * Throws a `UsageError` (nothing written), a `LockedError`, or a `RunError` (the directory stays resumable).
 */
export async function* runSweep(spec: ParsedSpec, options: RunOptions): AsyncGenerator<FinishedTrial, RunOutcome> {
  const plan = expandPlan(spec);
  const dir = resolve(options.out);
  checkRunDirectory(dir, spec);
  const lock = takeLock(dir, makeRunDirectory(dir));
  try {
    const todo = pendingTrials(plan, readDone(dir));
    const { trials } = plan;
    const { reused } = todo;
    const cost = costModel(plan.experiment);
    const manifest = startManifest(plan, { trials, done: reused, failed: 0 });
    writeManifest(dir, manifest);
    const predicted = predictedMs(todo, cost.formula);
    options.onStart?.({ plan, trials, reused, predicted, takenOver: lock.takenOver });

    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const journal = openJournal(dir);
    try {
      const threads = options.jobs ?? availableParallelism();
      const results = runTrials(todo, {
        experiment: spec.experiment,
        seed: spec.seed,
        threads,
        cost,
        retries,
        signal,
      });
      for await (const flushed of appendResults(results, journal)) {
        if (options.failFast && flushed.some(({ status }) => status !== 'ok')) stop.abort();
        yield* flushed;
      }
    } finally {
      journal.close();
    }

    const counts = compact(plan, readDone(dir), dir);
    writeManifest(dir, { ...manifest, end: new Date().toISOString(), counts });
    const stopped =
      counts.done + counts.failed === counts.trials ? null : stop.signal.aborted ? 'fail-fast' : 'interrupted';
    return { out: options.out, points: plan.points, reused, stopped, ...counts };
  } catch (error) {
    throw asRunError(error, dir);
  } finally {
    lock.release();
  }
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
    ...provenance(spec.path ? dirname(resolve(spec.path)) : process.cwd()),
    engine: 'local',
    start: new Date().toISOString(),
    end: null,
    counts,
  };
}

/** Faults of the file system in mid-run become a message without a stack; anything else is passed on as it is. */
function asRunError(error: unknown, dir: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (
    error instanceof RunError ||
    typeof code !== 'string' ||
    !['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT'].includes(code)
  ) {
    return error;
  }
  return new RunError(
    `${dir}: ${(error as Error).message}. What was flushed before is safe; the same command goes on`,
    { cause: error },
  );
}
