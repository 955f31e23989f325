/** `manifest.json`: what a run is, where it ran and how far it came. Everything but the resolved spec is provenance. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { RunError } from './errors.ts';

/** Version of the run directory's layout; another one is refused, not guessed at. */
export const formatVersion = 1;

export interface Counts {
  readonly trials: number;
  /** Status `ok`. */
  readonly done: number;
  /** Failed or quarantined. */
  readonly failed: number;
}

export interface GitState {
  readonly commit: string;
  /** Tracked files have changes that are not committed. */
  readonly dirty: boolean;
}

/** What a version number does not tell of the program. */
export interface Program {
  /** Its own checkout; null where it is installed from a package. */
  readonly git: GitState | null;
  /** SHA-256 of its WebAssembly modules, by name. */
  readonly wasm: Readonly<Record<string, string>>;
  /** SHA-256 of the package-lock.json that its dependencies follow from; null where there is none. */
  readonly lockfile: string | null;
}

export interface Manifest {
  readonly formatVersion: number;
  readonly name: string;
  readonly experiment: string;
  readonly seed: number;
  /** The resolved spec in canonical form; read back by `status`, `export`, `report`. */
  readonly spec: unknown;
  /** SHA-256 of the canonical resolved spec without its name. */
  readonly specSha256: string;
  /** Text of the spec as given, and the arguments that overrode it. */
  readonly given: { readonly path: string | null; readonly text: string; readonly overrides: readonly string[] };
  /** Versions of the experiment and of everything its numbers depend on. */
  readonly versions: Readonly<Record<string, number | string>>;
  /** The module that a user's own experiment comes from; absent for a built-in one. */
  readonly module?: unknown;
  /** The files that its parameters name, with their content's hash; absent where there are none. */
  readonly files?: unknown;
  readonly fewbits: string;
  readonly node: string;
  readonly v8: string;
  /** The checkout that the spec lies in; null outside one. */
  readonly git: GitState | null;
  /** What ran it; absent in directories of earlier versions. */
  readonly program?: Program;
  readonly host: { readonly name: string; readonly platform: string; readonly cpu: string; readonly threads: number };
  readonly engine: string;
  readonly start: string;
  readonly end: string | null;
  readonly counts: Counts;
  /** Trials of the plan that were `ok` before this start; absent in directories of earlier versions. */
  readonly reused?: number;
  /** Whether summary, figures and report were written from the tables as they are. */
  readonly isAnalysed?: boolean;
}

/** Path of the manifest of a run directory. */
export function manifestPath(dir: string): string {
  return join(dir, 'manifest.json');
}

export function writeManifest(dir: string, manifest: Manifest): void {
  writeFileAtomic(manifestPath(dir), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of `dir`; null when there is none, an error when it cannot be used. */
export function readManifest(dir: string): Manifest | null {
  const path = manifestPath(dir);
  if (!existsSync(path)) return null;
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (error) {
    throw new RunError(`${path}: not readable as JSON (${(error as Error).message})`, { cause: error });
  }
  if (manifest.formatVersion !== formatVersion) {
    throw new RunError(`${path}: format version ${manifest.formatVersion}, this fewbits reads ${formatVersion}`);
  }
  return manifest;
}
