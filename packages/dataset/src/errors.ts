/**
 * The environment failed in mid-run, or a run directory is not what it should be: disk full, journal corrupt, table
 * unreadable. The message says what, where and what to do; it is printed without a stack.
 */
export class RunError extends Error {
  override readonly name = 'RunError';
}
