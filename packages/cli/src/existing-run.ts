import { openRun, type Run, readManifest } from '@fewbits/dataset';
import { UsageError } from '@fewbits/sweep';
import { forPeople } from './paths.ts';

/** The run in `dir` (absolute), or a usage error when there is none. */
export function existingRun(dir: string): Run {
  if (readManifest(dir) === null)
    throw new UsageError(`${forPeople(dir)} is no run directory (it has no manifest.json)`);
  return openRun(dir);
}
