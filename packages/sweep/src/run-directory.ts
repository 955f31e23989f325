/** A run directory before the first trial: may this sweep live here, and what is done already. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { latestResults, type Manifest, readJournal, readManifest, type TrialResult } from '@fewbits/dataset';
import { UsageError } from './errors.ts';
import type { ParsedSpec } from './spec.ts';

/** The manifest of an earlier start in `dir`, or null. Throws a `UsageError` where this spec must not run; writes nothing. */
export function checkRunDirectory(dir: string, spec: ParsedSpec): Manifest | null {
  if (!existsSync(dir)) {
    checkWritable(firstExisting(dir), dir);
    return null;
  }
  if (!statSync(dir).isDirectory()) throw new UsageError(`${dir} is a file, expected a run directory or a free name`);
  const manifest = readManifest(dir);
  if (manifest === null && readdirSync(dir).some((name) => name !== 'log')) {
    throw new UsageError(`${dir} is no run directory (it has files, but no manifest.json). Give another --out`);
  }
  checkWritable(dir, dir);
  if (manifest === null) return null;
  const at = spec.path ?? 'the spec';
  if (manifest.experiment !== spec.experiment) {
    throw new UsageError(
      `${dir} belongs to experiment ${manifest.experiment}, ${at} says ${spec.experiment}. Give another --out`,
    );
  }
  if (manifest.seed !== spec.seed) {
    throw new UsageError(
      `${dir} belongs to seed ${manifest.seed}, ${at} says ${spec.seed}. Give another --out, or set seed: ${manifest.seed} to go on`,
    );
  }
  return manifest;
}

/** Create what is missing of the directory; the topmost folder that was made, if any. */
export function makeRunDirectory(dir: string): string | undefined {
  try {
    return makeMissing(join(dir, 'log'));
  } catch (error) {
    throw new UsageError(`${dir} cannot be made: ${(error as Error).message}`, { cause: error });
  }
}

/** One at a time: the recursive form of `mkdirSync` never ends below /proc, where a folder cannot be made and none is missing. */
function makeMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = makeMissing(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another run has just made it
    return above;
  }
  return above ?? folder;
}

/** The journal's results by trial id. */
export function readDone(dir: string): Map<string, TrialResult> {
  return latestResults(
    (function* results() {
      for (const frame of readJournal(dir)) yield* frame.results;
    })(),
  );
}

function firstExisting(path: string): string {
  return existsSync(path) ? path : firstExisting(dirname(path));
}

function checkWritable(folder: string, dir: string): void {
  if (!statSync(folder).isDirectory()) throw new UsageError(`${dir} cannot be made: ${folder} is a file`);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`${dir} is not writable (${folder}). Give another --out`, { cause: error });
  }
}
