import { openRun, type Run } from '@fewbits/dataset/tables';
import { existingManifest } from './existing-manifest.ts';

/** The run in `dir` (absolute), or a usage error when there is none. */
export function existingRun(dir: string): Run {
  existingManifest(dir);
  return openRun(dir);
}
