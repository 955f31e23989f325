/** Every way to fail, as a message and an exit code. */
import { exitCodes } from './exit-codes.ts';

/** What the parser of the command line refuses, in its words. */
export class BadUsage extends Error {
  override readonly name = 'UsageError';
}

/** Print on stderr and end with the right code. Bugs show their stack, everything else a plain message. */
export async function failWith(error: unknown, words: readonly string[]): Promise<never> {
  const { isDiskFault } = await import('@fewbits/dataset');
  const { name, stack, problems } = error as Error & { problems?: unknown };
  const message = await messageOf(error as Error, words);
  const code =
    name === 'SpecError' || name === 'UsageError'
      ? exitCodes.usage
      : name === 'LockedError'
        ? exitCodes.locked
        : exitCodes.internal;
  const known = code !== exitCodes.internal || name === 'RunError' || isDiskFault(error);
  if (words.includes('--json')) {
    process.stderr.write(
      `${JSON.stringify({ event: 'error', message, ...(problems ? { problems } : {}), ...(known ? {} : { stack }) })}\n`,
    );
  } else {
    process.stderr.write(`${known ? message : (stack ?? String(error))}\n`);
  }
  process.exit(code);
}

async function messageOf(error: Error, words: readonly string[]): Promise<string> {
  if (!(error instanceof BadUsage)) return error.message;
  // Loaded where it is needed: help has to be quick.
  const { usageText } = await import('./usage-error.ts');
  return usageText(error.message, words);
}
