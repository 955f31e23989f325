/** How far a run is, read from its manifest and journal: works while it runs, after a crash, and when it is finished. */
import { readJournal, type TrialResult } from '@fewbits/dataset';
import { lockHolder, plannedTrials, readDone, searchCells } from '@fewbits/sweep';
import { existingManifest } from './existing-manifest.ts';
import { planOf } from './plan-of-run.ts';

export interface RunState {
  readonly name: string;
  readonly experiment: string;
  readonly points: number;
  readonly trials: number;
  readonly done: number;
  /** Failed or quarantined. */
  readonly failed: number;
  readonly quarantined: number;
  /** Trials that were ok before the last start that had something to do; null where an earlier version made the directory. */
  readonly reused: number | null;
  readonly running: { readonly host: string; readonly pid: number; readonly since: string } | null;
  /** Trials a second over the last minute of the journal; null when nothing runs. */
  readonly rate: number | null;
  /** Seconds to go at that rate; null when nothing runs or nothing is measured. */
  readonly eta: number | null;
  /** Cells of a search and how many of them are decided; null without one. */
  readonly search: { readonly cells: number; readonly decided: number } | null;
  /** At most 20 of them. */
  readonly failures: readonly { readonly trial_id: string; readonly status: string; readonly error: string }[];
}

const rateWindowMs = 60_000;
const shownFailures = 20;

export async function runState(dir: string): Promise<RunState> {
  const plan = await planOf(dir);
  const results = readDone(dir);
  const failures: TrialResult[] = [];
  let trials = 0;
  let done = 0;
  const { search } = plan.spec;
  const cells = search ? searchCells(plan, search, (id) => results.get(id)) : null;
  for (const { id } of cells ? cells.flatMap((cell) => cell.trials) : plannedTrials(plan)) {
    trials++;
    const result = results.get(id);
    if (result?.status === 'ok') done++;
    else if (result) failures.push(result);
  }
  const running = lockHolder(dir);
  const rate = running ? recentRate(dir) : null;
  const left = trials - done - failures.length;
  return {
    name: plan.spec.name,
    experiment: plan.experiment.name,
    points: plan.points,
    trials,
    done,
    failed: failures.length,
    quarantined: failures.filter(({ status }) => status === 'quarantined').length,
    reused: existingManifest(dir).reused ?? null,
    running: running && { host: running.host, pid: running.pid, since: running.since },
    rate,
    eta: rate ? left / rate : null,
    search: cells && { cells: cells.length, decided: cells.filter(({ stop }) => stop !== null).length },
    failures: failures.slice(0, shownFailures).map(({ id, status, error = '' }) => ({ trial_id: id, status, error })),
  };
}

function recentRate(dir: string): number | null {
  const frames = readJournal(dir);
  const last = frames.at(-1);
  if (!last) return null;
  const recent = frames.filter(({ at }) => at > last.at - rateWindowMs);
  const [first] = recent;
  if (!first || first === last) return null;
  // The first frame opens the interval, so its own rows lie before it.
  const rows = recent.slice(1).reduce((sum, { results }) => sum + results.length, 0);
  return (1000 * rows) / (last.at - first.at);
}
