import { type Manifest, readManifest } from '@fewbits/dataset';
import { UsageError } from '@fewbits/sweep';
import { forPeople } from './paths.ts';

/** The manifest of the run in `dir` (absolute), or a usage error when there is none. */
export function existingManifest(dir: string): Manifest {
  const manifest = readManifest(dir);
  if (manifest === null) throw new UsageError(`${forPeople(dir)} is no run directory (it has no manifest.json)`);
  return manifest;
}
