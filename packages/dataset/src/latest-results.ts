/** The journal's rows reduced to one result a trial. */
import { isDeepStrictEqual } from 'node:util';
import { RunError } from './errors.ts';
import type { TrialResult } from './journal.ts';

/**
 * One result per id. An `ok` row is final: a second one must be equal (a trial is a pure function of its id), else the
 * run is not reproducible and this throws. A failure gives way to whatever came later, since `run` tries it again.
 */
export function latestResults(results: Iterable<TrialResult>): Map<string, TrialResult> {
  const latest = new Map<string, TrialResult>();
  for (const result of results) {
    const known = latest.get(result.id);
    if (known?.status !== 'ok') {
      latest.set(result.id, result);
    } else if (result.status === 'ok' && !isDeepStrictEqual(known.values, result.values)) {
      throw new RunError(
        `trial ${result.id} gave different results on ${known.worker} and on ${result.worker}: ${JSON.stringify(known.values)} and ${JSON.stringify(result.values)}. It is not reproducible; nothing was chosen between them.`,
      );
    }
  }
  return latest;
}
