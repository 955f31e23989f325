/** The journal and the plan to the canonical tables: sorted, one row a trial, the same bytes however it was run. */
import { join } from 'node:path';
import { type Counts, type TrialResult, writeFileAtomic } from '@fewbits/dataset';
import type { Summary } from '@fewbits/dataset/columns';
import {
  encodeTimings,
  encodeTrials,
  failureLines,
  sortedById,
  type TableDeclarations,
  type TrialEntry,
  tableMetadata,
} from '@fewbits/dataset/tables';
import { askedTrials } from './asked.ts';
import type { Plan, Trial } from './plan.ts';
import { fewbitsVersion } from './provenance.ts';
import { specHash } from './spec.ts';

/** What the tables need to know of the plan's experiment. */
export function declarationsOf(plan: Plan): TableDeclarations {
  const { experiment } = plan;
  return {
    experiment: experiment.name,
    parameters: experiment.parameters,
    columns: experiment.columns,
    summaries: summariesOf(plan),
  };
}

/** How the columns are condensed: as the experiment says, and by the search of the spec where it says nothing of that. */
function summariesOf({ spec: { search }, experiment: { summaries = [] } }: Plan): readonly Summary[] {
  if (search === null) return summaries;
  const { parameter: over, column, target } = search;
  const isDeclared = summaries.some(
    (each) => each.kind === 'transition' && each.over === over && each.column === column && each.target === target,
  );
  const quantity = `${over}${Math.round(100 * target)}`;
  return isDeclared ? summaries : [...summaries, { kind: 'transition', quantity, column, over, target }];
}

/** Schema metadata of the tables of this plan. */
export function metadataOf(plan: Plan): Record<string, string> {
  return tableMetadata(declarationsOf(plan), fewbitsVersion, specHash(plan.spec));
}

/**
 * Write `trials.arrow`, `timings.arrow` and `failures.jsonl` from what is done of the trials that the plan asks for; results
 * that left it are passed over. `asked`: those trials, where they are known already.
 */
export function compact(
  plan: Plan,
  done: ReadonlyMap<string, TrialResult>,
  dir: string,
  asked: Iterable<Trial> = askedTrials(plan, done),
): Counts {
  const unsorted: TrialEntry[] = [];
  let trials = 0;
  for (const trial of asked) {
    trials++;
    const result = done.get(trial.id);
    if (result) unsorted.push({ ...trial, result });
  }
  const entries = sortedById(unsorted);
  const metadata = metadataOf(plan);
  writeFileAtomic(join(dir, 'trials.arrow'), encodeTrials(declarationsOf(plan), entries, metadata));
  writeFileAtomic(join(dir, 'timings.arrow'), encodeTimings(entries, metadata));
  writeFileAtomic(join(dir, 'failures.jsonl'), failureLines(entries));
  const ok = entries.filter(({ result }) => result.status === 'ok').length;
  return { trials, done: ok, failed: entries.length - ok };
}
