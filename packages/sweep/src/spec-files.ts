/** The files that parameters of a spec name: found, read once, and known by their content from there on. */
import { resolve } from 'node:path';
import { DataFileError, readPatternsFile } from '@fewbits/dataset';
import type { FactsOf, FileFacts } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { isRecord, readSource } from './spec-source.ts';

export interface SpecFile {
  /** As the spec names it. */
  readonly given: string;
  /** Absolute path. */
  readonly path: string;
  readonly sha256: string;
  readonly facts: FileFacts;
}

/** By the text that stands in the spec: the file, or all that is wrong with it. */
export type SpecFiles = ReadonlyMap<string, SpecFile | readonly string[]>;

export interface FindFiles {
  readonly experiments: readonly Experiment[];
  /** Folder that paths in the spec are relative to. */
  readonly folder: string;
  readonly overrides?: readonly string[];
  /** Folder that paths in overrides are relative to; default: `folder`. */
  readonly argumentsFolder?: string;
}

/** Read every file that the spec (text of YAML or JSON) or an override names. Other faults of the text are not looked at. */
export async function loadSpecFiles(text: string, options: FindFiles): Promise<SpecFiles> {
  const { experiments, folder, overrides = [], argumentsFolder = folder } = options;
  const names = new Set(
    experiments.flatMap(({ parameters }) => Object.keys(parameters).filter((name) => parameters[name]?.file)),
  );
  const source = readSource(text, overrides, []);
  const places = new Map<string, string>();
  const points = Array.isArray(source.data['points']) ? source.data['points'] : [];
  for (const section of [source.data['fixed'], source.data['grid'], source.data['zip'], ...points]) {
    if (!isRecord(section)) continue;
    for (const name of names) for (const given of texts(section[name])) places.set(given, folder);
  }
  for (const { path, values } of source.overrides) {
    if (names.has(path.at(-1) ?? '')) for (const given of values.flatMap(texts)) places.set(given, argumentsFolder);
  }
  const files = new Map<string, SpecFile | readonly string[]>();
  for (const [given, from] of places) files.set(given, await loadFile(given, resolve(from, given)));
  return files;
}

/** The files of an earlier start, as its manifest remembers them: a resolved spec names them by their content. */
export function recalledFiles(files: readonly SpecFile[]): SpecFiles {
  return new Map(files.map((file) => [file.sha256, file]));
}

export function factsOf(files: readonly SpecFile[]): FactsOf {
  const known = new Map(files.map(({ sha256, facts }) => [sha256, facts]));
  return (sha256) => known.get(sha256);
}

async function loadFile(given: string, path: string): Promise<SpecFile | readonly string[]> {
  try {
    const { sha256, facts } = await readPatternsFile(path);
    return { given, path, sha256, facts };
  } catch (error) {
    if (error instanceof DataFileError) return error.faults;
    throw error;
  }
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}
