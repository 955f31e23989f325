/** Every way to fail, as a message and an exit code. */
import { exitCodes } from './exit-codes.ts';

/** Flags of other tools that do the same thing, and ours. */
const foreignFlags: Readonly<Record<string, string>> = {
  cores: '-j (Snakemake calls it --cores)',
  'jobs-per-node': '-j',
  multirun: 'nothing: several values of a key are a sweep already (Hydra calls it --multirun)',
  eta: 'nothing: progress shows the ETA (GNU parallel calls it --eta)',
  resume: 'nothing: the same command resumes',
  force: 'another --out',
  dryrun: '-n, --dry-run',
  output: '--out',
};

/** yargs' message with the name of our flag where another tool's was typed. Its own class would be lost on the way. */
export function usageText(message: string, words: readonly string[]): Error {
  const flags = words.flatMap((word) => /^--([\w-]+)/.exec(word)?.[1] ?? []);
  const hints = flags.flatMap((flag) =>
    message.includes(flag) && foreignFlags[flag] ? [`  for --${flag} use ${foreignFlags[flag]}`] : [],
  );
  const command = words.find((word) => !word.startsWith('-'));
  const help = `See fewbits ${command && /^[a-z]+$/.test(command) ? `${command} ` : ''}--help`;
  const error = new Error([message, ...hints, help].join('\n'));
  error.name = 'UsageError';
  return error;
}

/** Print on stderr and end with the right code. Bugs show their stack, everything else a plain message. */
export function failWith(error: unknown, words: readonly string[]): never {
  const { name, message, stack, problems } = error as Error & { problems?: unknown };
  const code =
    name === 'SpecError' || name === 'UsageError'
      ? exitCodes.usage
      : name === 'LockedError'
        ? exitCodes.locked
        : exitCodes.internal;
  const known = code !== exitCodes.internal || name === 'RunError';
  if (words.includes('--json')) {
    process.stderr.write(
      `${JSON.stringify({ event: 'error', message, ...(problems ? { problems } : {}), ...(known ? {} : { stack }) })}\n`,
    );
  } else {
    process.stderr.write(`${known ? message : (stack ?? String(error))}\n`);
  }
  process.exit(code);
}
