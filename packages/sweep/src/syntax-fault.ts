/**
 * Where a file does not parse. A failed `import()` tells neither line nor file of a syntax error; `node --check` does.
 * Takes some 40 ms for the child process: asked only when something is wrong already.
 */
import { spawnSync } from 'node:child_process';

export interface SyntaxFault {
  /** `line:column`, or null when Node.js gave none. */
  readonly where: string | null;
  /** e.g. `SyntaxError: Unexpected token '='`. */
  readonly message: string;
}

/** The first syntax error of `file`; null when it parses, or cannot be checked. */
export function syntaxFault(file: string): SyntaxFault | null {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 10_000 });
  const error = /^SyntaxError(?: \[\w+\])?: .*$/m.exec(stderr ?? '');
  if (status === 0 || !error) return null;
  const place = /:(\d+)\n.*\n( *)\^/.exec(stderr);
  return { where: place ? `${place[1]}:${(place[2] as string).length + 1}` : null, message: error[0] };
}
