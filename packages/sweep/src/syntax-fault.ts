/**
 * Where a file does not parse. A failed `import()` tells neither line nor file of a syntax error; `node --check` does.
 * Takes some 40 ms for the child process: asked only when something is wrong already.
 */
import { spawnSync } from 'node:child_process';

export interface SyntaxFault {
  /** `line:column`, `line` at the end of a file, or null when Node.js gave none. */
  readonly where: string | null;
  /** e.g. `SyntaxError: Unexpected token '='`. */
  readonly message: string;
}

/** The first syntax error of `file`; null when it parses, or cannot be checked. */
export function syntaxFault(file: string): SyntaxFault | null {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 10_000 });
  const error = /^SyntaxError(?: \[\w+\])?: .*$/m.exec(stderr ?? '');
  if (status === 0 || !error) return null;
  // The first line ends in `:line`; the caret of the third stands below the column.
  const [, line, indent] = /:(\d+)\n(?:.*\n(\s*)\^)?/.exec(stderr) ?? [];
  const where = line === undefined ? null : indent === undefined ? line : `${line}:${indent.length + 1}`;
  return { where, message: error[0] };
}
