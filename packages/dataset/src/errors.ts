/**
 * The environment failed in mid-run, or a run directory is not what it should be: disk full, journal corrupt, table
 * unreadable. The message says what, where and what to do; it is printed without a stack.
 */
export class RunError extends Error {
  override readonly name = 'RunError';
}

const diskFaults = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT'];

/** Whether a disk or its rights refused something: a fault of the machine, not of the program, whatever asked for it. */
export function isDiskFault(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' && diskFaults.includes(code);
}
