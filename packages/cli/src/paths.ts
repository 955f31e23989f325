import { relative, resolve, sep } from 'node:path';

/**
 * The folder where the user stands. `npx` may run a command in the root of the workspace; then npm says in INIT_CWD
 * where it was called. Trusted only where npx itself started fewbits, because child processes inherit it.
 */
export function standingFolder(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): string {
  const called = env['INIT_CWD'];
  const byNpx = env['npm_command'] === 'exec' && /^\W*fewbits\b/.test(env['npm_lifecycle_script'] ?? '');
  if (!called || !byNpx) return cwd;
  return called === cwd || called.startsWith(cwd + sep) ? called : cwd;
}

/** Path of the command line → absolute path. */
export function fromCommandLine(path: string): string {
  return resolve(standingFolder(), path);
}

/** Absolute path → as short as the user would type it. */
export function forPeople(path: string): string {
  const short = relative(standingFolder(), path);
  return short === '' ? '.' : short.startsWith(`..${sep}..`) ? path : short;
}
