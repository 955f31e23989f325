/**
 * A user's own experiment: an ES module whose default export is an experiment, loaded, validated, identified by content.
 *
 * Node.js keeps the first version of a module for the life of a thread. A query such as `?v=hash` would renew the module but not
 * what it imports, and load it twice where something imports it back; so the plain URL is used, and a file that has changed since
 * this thread loaded it is refused.
 */
import { pathToFileURL } from 'node:url';
import type { Experiment } from '@fewbits/experiments';
import { checkExperiment } from './check-experiment.ts';
import type { SpecProblem } from './errors.ts';
import { isCode, type ModuleFiles, moduleFiles, UserModuleError } from './module-files.ts';
import { syntaxFault } from './syntax-fault.ts';

export interface UserModule {
  readonly experiment: Experiment;
  /** Of the module and all that it imports by relative path. */
  readonly sha256: string;
  /** Absolute path of the module, links resolved. */
  readonly path: string;
}

export interface LoadOptions {
  /** Names that the experiment may not have. */
  readonly builtIn?: readonly string[];
  /** What the content must be: that of the plan. Anything else is refused before it runs. */
  readonly sha256?: string;
}

/** A module that waits longer than this at its top level is given up; Node.js alone would end without a word. */
const loadTimeoutMs = 60_000;

const loaded = new Map<string, string>();

/** Import the module at `path`, which runs its code. Throws a `UserModuleError` with all that is wrong. */
export async function loadUserModule(path: string, { builtIn, sha256 }: LoadOptions = {}): Promise<UserModule> {
  const content = moduleFiles(path);
  if (sha256 !== undefined) requireContent(path, content.sha256, sha256);
  for (const file of content.files) {
    if ((loaded.get(file.path) ?? file.sha256) !== file.sha256)
      throw failure(path, file.name, 'has changed since this process loaded it; start again to use the new content');
  }
  for (const file of content.files) loaded.set(file.path, file.sha256);

  const exported = await importModule(path, content);
  // What was read for the hash and what Node.js read must be the same.
  if (moduleFiles(path).sha256 !== content.sha256)
    throw failure(path, '.', 'has changed while it was loaded; start again to use the new content');

  if (!('default' in exported)) {
    const names = Object.keys(exported);
    const got = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
    throw failure(
      path,
      '.',
      `has no default export (${got}), expected export default { name, parameters, columns, run }`,
    );
  }
  const { experiment, problems } = checkExperiment(exported['default'], builtIn);
  if (!experiment) throw new UserModuleError(path, problems);
  return { experiment, sha256: content.sha256, path: content.path };
}

/** Refuse unless the content of the module at `path` is the one that was planned. Runs none of its code. */
export function verifyUserModule(path: string, sha256: string): void {
  requireContent(path, moduleFiles(path).sha256, sha256);
}

function requireContent(path: string, got: string, planned: string): void {
  if (got === planned) return;
  const message = `the module, or a file that it imports, has changed since the plan was made (SHA-256 ${got.slice(0, 12)}…, planned ${planned.slice(0, 12)}…); start the run again to plan with the new content`;
  throw failure(path, '.', message);
}

async function importModule(path: string, content: ModuleFiles): Promise<Readonly<Record<string, unknown>>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `not loaded after ${loadTimeoutMs / 1000} s: its top-level await did not end`;
    timer = setTimeout(() => reject(new Error(message)), loadTimeoutMs);
  });
  try {
    return await Promise.race([import(pathToFileURL(content.path).href), late]);
  } catch (error) {
    throw new UserModuleError(path, [importFault(error, content)], { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Why the import failed: a file that does not parse, or else what was thrown, at the innermost place in the module's files. */
function importFault(error: unknown, { files }: ModuleFiles): SpecProblem {
  for (const { name, path } of files) {
    const fault = isCode(path) ? syntaxFault(path) : null;
    if (fault) return { where: fault.where, key: keyOf(name), message: `does not parse: ${fault.message}` };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = placeIn(error instanceof Error ? (error.stack ?? '') : '', files);
  return { where: place?.where ?? null, key: keyOf(place?.name ?? '.'), message: `cannot be imported: ${message}` };
}

function placeIn(stack: string, files: ModuleFiles['files']): { where: string; name: string } | null {
  for (const line of stack.split('\n')) {
    for (const { name, path } of files) {
      for (const address of [pathToFileURL(path).href, path]) {
        const start = line.indexOf(`${address}:`);
        const where = start < 0 ? null : /^:(\d+(?::\d+)?)/.exec(line.slice(start + address.length));
        if (where) return { where: where[1] as string, name };
      }
    }
  }
  return null;
}

function failure(path: string, name: string, message: string): UserModuleError {
  return new UserModuleError(path, [{ where: null, key: keyOf(name), message }]);
}

function keyOf(name: string): string {
  return name === '.' ? '' : name;
}
