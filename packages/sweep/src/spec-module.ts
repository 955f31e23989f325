/** The module that a spec names as its experiment: found, loaded, and made part of the identity of its trials. */
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { UsageError } from './errors.ts';
import { type ExperimentData, experimentData, experimentFromData } from './experiment-data.ts';
import { readSource } from './spec-source.ts';
import { loadUserModule } from './user-module.ts';

export interface SpecModule {
  /** As the spec names it. */
  readonly given: string;
  /** Absolute path. */
  readonly path: string;
  /** Of its content and that of all files which it imports by relative path. */
  readonly sha256: string;
  /** As the module exports it. */
  readonly exported: Experiment;
  /** The same with the content among its versions. */
  readonly experiment: Experiment;
}

/** A module as a manifest remembers it: enough to read the tables where the file is gone. */
export interface ModuleRecord extends Omit<SpecModule, 'exported' | 'experiment'> {
  readonly declarations: ExperimentData;
}

export interface FindModule {
  /** Folder that the path is relative to. */
  readonly folder: string;
  readonly overrides?: readonly string[];
  readonly experiments: readonly Experiment[];
}

/**
 * Load the module that a spec (text of YAML or JSON) names; null when it names a built-in experiment. Runs its code.
 * Throws a `SpecError` with everything that is wrong with the module.
 */
export async function loadSpecModule(
  text: string,
  { folder, overrides = [], experiments }: FindModule,
): Promise<SpecModule | null> {
  const given = namedExperiment(text, overrides);
  if (typeof given !== 'string' || !isModulePath(given)) return null;
  const builtIn = experiments.map(({ name }) => name);
  const { experiment, path, sha256 } = await loadUserModule(resolve(folder, given), { builtIn });
  return { given, path, sha256, exported: experiment, experiment: identified(experiment, sha256) };
}

/** `./mine.mjs`, `../lib/mine.js`, `/home/me/mine.mjs`: anything that can be no name of an experiment. */
export function isModulePath(name: string): boolean {
  return /^\.{0,2}\//.test(name) || /\.[cm]?[jt]s$/.test(name);
}

export function moduleRecord({ given, path, sha256, exported }: SpecModule): ModuleRecord {
  return { given, path, sha256, declarations: experimentData(exported) };
}

/**
 * The module of an earlier start: its own code where that is still there unchanged, else its declarations, which
 * throw where the code would be needed.
 */
export async function recalledModule({ declarations, ...rest }: ModuleRecord): Promise<SpecModule> {
  let exported: Experiment;
  try {
    exported = (await loadUserModule(rest.path, { sha256: rest.sha256 })).experiment;
  } catch {
    exported = experimentFromData(declarations);
  }
  return { ...rest, exported, experiment: identified(exported, rest.sha256) };
}

/** Its trials depend on its content; its functions say whose fault it is when they throw or give nonsense. */
function identified(experiment: Experiment, sha256: string): Experiment {
  const { name, versions, cost, check, memory, task } = experiment;
  const call = <T>(what: string, params: Params, run: (params: Params) => T): T => {
    try {
      return run(params);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${what}() of experiment ${name} threw for ${JSON.stringify(params)}: ${String(error)}`, {
        cause: error,
      });
    }
  };
  const positive = (what: string, params: Params, value: unknown): number => {
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    const got = `${what}() of experiment ${name} gave ${String(value)} for ${JSON.stringify(params)}`;
    throw new UsageError(`${got}, expected a number above 0`);
  };
  const pure = (params: Params): Readonly<Record<string, number | string>> => {
    const first = call('versions', params, (given) => versions?.(given) ?? {});
    const again = versions?.(params) ?? {};
    if (isDeepStrictEqual(first, again)) return first;
    throw new UsageError(`versions() of experiment ${name} gave two answers for ${JSON.stringify(params)}`);
  };
  return {
    ...experiment,
    versions: (params) => ({ ...pure(params), module: sha256 }),
    ...(cost && { cost: (params: Params) => positive('cost', params, call('cost', params, cost)) }),
    ...(memory && { memory: (params: Params) => positive('memory', params, call('memory', params, memory)) }),
    ...(check && { check: (params: Params) => call('check', params, check) }),
    ...(task && { task: (params: Params) => call('task', params, task) }),
  };
}

/** What stands under `experiment`; faults of the text are for the parser of the spec to tell. */
function namedExperiment(text: string, overrides: readonly string[]): unknown {
  const source = readSource(text, overrides, []);
  const wanted = source.overrides.findLast(({ path }) => path.join('.') === 'experiment');
  return wanted ? wanted.values[0] : source.data['experiment'];
}
