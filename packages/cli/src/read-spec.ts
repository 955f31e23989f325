/** A spec file, the module and the files that it may name, or a usage error that says what is wrong with them. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { experiments } from '@fewbits/experiments';
import { loadSpecFiles, loadSpecModule, type ParsedSpec, parseSpec, UsageError } from '@fewbits/sweep';
import { fromCommandLine, standingFolder } from './paths.ts';

/**
 * Read the sweep file at `path`, with `key=value` overrides, and load the module and the files that it names.
 * Throws a `UsageError`, or a `SpecError` that lists every fault.
 */
export async function readSpec(path: string, overrides: readonly string[] = []): Promise<ParsedSpec> {
  const text = readText(path);
  const folder = dirname(fromCommandLine(path));
  const module = await withoutStdout(() => loadSpecModule(text, { folder, overrides, experiments }));
  const files = await loadSpecFiles(text, {
    experiments: module ? [module.experiment] : experiments,
    folder,
    overrides,
    argumentsFolder: standingFolder(),
  });
  return parseSpec(text, { experiments, module, files, path, overrides });
}

function readText(path: string): string {
  const bytes = readBytes(path);
  const text = bytes.includes(0) ? null : decoded(bytes);
  if (text === null) throw new UsageError(`${path} is no text, expected a sweep file (YAML or JSON, UTF-8)`);
  return text;
}

/** Null where the bytes are no UTF-8. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(fromCommandLine(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${path}: no such file`, { cause: error });
    if (code === 'EISDIR') throw new UsageError(`${path} is a directory, expected a sweep file`, { cause: error });
    throw new UsageError(`${path}: ${message}`, { cause: error });
  }
}

/** stdout is for data: what a module prints while it is loaded goes to stderr. */
async function withoutStdout<T>(load: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await load();
  } finally {
    process.stdout.write = write;
  }
}
