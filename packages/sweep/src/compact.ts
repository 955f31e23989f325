/** The journal and the plan to the canonical tables: sorted, one row a trial, the same bytes however it was run. */
import { join } from 'node:path';
import {
  type Counts,
  encodeTimings,
  encodeTrials,
  failureLines,
  type TableDeclarations,
  type TrialEntry,
  type TrialResult,
  tableMetadata,
  writeFileAtomic,
} from '@fewbits/dataset';
import { type Plan, plannedTrials } from './plan.ts';
import { fewbitsVersion } from './provenance.ts';
import { specHash } from './spec.ts';

/** What the tables need to know of the plan's experiment. */
export function declarationsOf({ experiment }: Plan): TableDeclarations {
  return {
    experiment: experiment.name,
    parameters: experiment.parameters,
    columns: experiment.columns,
    summaries: experiment.summaries ?? [],
  };
}

/** Schema metadata of the tables of this plan. */
export function metadataOf(plan: Plan): Record<string, string> {
  return tableMetadata(declarationsOf(plan), fewbitsVersion, specHash(plan.spec));
}

/** Write `trials.arrow`, `timings.arrow` and `failures.jsonl` from what is done of the plan; rows that left it are passed over. */
export function compact(plan: Plan, done: ReadonlyMap<string, TrialResult>, dir: string): Counts {
  const entries: TrialEntry[] = [];
  let trials = 0;
  for (const trial of plannedTrials(plan)) {
    trials++;
    const result = done.get(trial.id);
    if (result) entries.push({ ...trial, result });
  }
  const metadata = metadataOf(plan);
  writeFileAtomic(join(dir, 'trials.arrow'), encodeTrials(declarationsOf(plan), entries, metadata));
  writeFileAtomic(join(dir, 'timings.arrow'), encodeTimings(entries, metadata));
  writeFileAtomic(join(dir, 'failures.jsonl'), failureLines(entries));
  const ok = entries.filter(({ result }) => result.status === 'ok').length;
  return { trials, done: ok, failed: entries.length - ok };
}
