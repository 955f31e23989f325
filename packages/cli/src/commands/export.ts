import type { CommandModule } from 'yargs';

interface ExportArguments {
  dir: string;
  table: 'trials' | 'timings' | 'summary';
  format: 'arrow' | 'parquet' | 'csv' | 'jsonl';
  output: string | undefined;
}

export const exportCommand: CommandModule<object, ExportArguments> = {
  command: 'export <dir>',
  describe: 'a table of a run as Arrow, Parquet, CSV or JSON lines',
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'run directory' })
      .option('table', {
        choices: ['trials', 'timings', 'summary'] as const,
        demandOption: true,
        describe: 'which table',
      })
      .option('format', {
        choices: ['arrow', 'parquet', 'csv', 'jsonl'] as const,
        demandOption: true,
        describe: 'file format',
      })
      .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'file [default: stdout]' })
      .example('$0 export runs/few-bits --table summary --format csv', 'the estimates, for pandas or R'),
  handler: async ({ dir, table, format, output }) => {
    const [{ writeOutput }, { exportTable }, { UsageError }, { existingRun }, { fromCommandLine }] = await Promise.all([
      import('@fewbits/dataset'),
      import('@fewbits/dataset/tables'),
      import('@fewbits/sweep'),
      import('../existing-run.ts'),
      import('../paths.ts'),
    ]);
    if (output === undefined && process.stdout.isTTY && (format === 'arrow' || format === 'parquet')) {
      throw new UsageError(`${format} is binary: give a file with -o, or redirect stdout`);
    }
    const bytes = await exportTable(existingRun(fromCommandLine(dir)).table(table), format);
    if (output === undefined) process.stdout.write(bytes);
    else {
      try {
        writeOutput(fromCommandLine(output), bytes);
      } catch (error) {
        const reason = unwritable[(error as NodeJS.ErrnoException).code ?? ''];
        throw reason ? new UsageError(`-o ${output} cannot be written: ${reason}`, { cause: error }) : error;
      }
    }
  },
};

/** Faults of the path that was given; any other is one of the machine. */
const unwritable: Readonly<Record<string, string>> = {
  ENOENT: 'no such folder',
  ENOTDIR: 'part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'read-only file system',
  ENAMETOOLONG: 'the name is too long',
};
