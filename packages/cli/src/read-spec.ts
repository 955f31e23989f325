/** A spec file from the command line, or a usage error that says what is wrong with the path. */
import { readFileSync } from 'node:fs';
import { experiments } from '@fewbits/experiments';
import { type ParsedSpec, parseSpec, UsageError } from '@fewbits/sweep';
import { fromCommandLine } from './paths.ts';

export function readSpec(path: string, overrides: readonly string[]): ParsedSpec {
  return parseSpec(readText(path), { experiments, path, overrides });
}

function readText(path: string): string {
  try {
    return readFileSync(fromCommandLine(path), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${path}: no such file`, { cause: error });
    if (code === 'EISDIR') throw new UsageError(`${path} is a directory, expected a sweep file`, { cause: error });
    throw new UsageError(`${path}: ${message}`, { cause: error });
  }
}
