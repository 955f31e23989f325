import type { CommandModule } from 'yargs';

interface ExplainArguments {
  dir: string;
  id: string;
  more: string[] | undefined;
  json: boolean;
}

export const explain: CommandModule<object, ExplainArguments> = {
  command: 'explain <dir> <id> [more..]',
  describe: 'why one trial is or is not done',
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'run directory' })
      .positional('id', {
        type: 'string',
        demandOption: true,
        describe: "a trial's id, or its first digits, or its parameters: alpha=0.5 levels=2 replicate=0",
      })
      .positional('more', { type: 'string', array: true, describe: 'more key=value' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ dir, id, more = [], json }) => {
    const { explainTrial } = await import('../explain.ts');
    const { printJson, valuesText } = await import('../print.ts');
    const { fromCommandLine } = await import('../paths.ts');
    const found = await explainTrial(fromCommandLine(dir), [id, ...more]);
    if (json) {
      printJson({ schemaVersion: 1, ...found });
      return;
    }
    const { trial_id, status, reason, identity, seed, result } = found;
    const lines: readonly (readonly [string, string])[] = [
      ['trial', trial_id],
      ['status', `${status}: ${reason}`],
      ...(identity
        ? ([
            ['experiment', identity.experiment],
            ['versions', valuesText(identity.versions)],
            ['parameters', valuesText(identity.params)],
            ['replicate', String(identity.replicate)],
          ] as const)
        : []),
      ['seed', String(seed)],
      ...(result
        ? ([
            ['ran', `on ${result.worker || 'no worker to its end'}, attempt ${result.attempts}`],
            [
              'took',
              `${result.cpuMs === null ? '' : `${result.cpuMs.toFixed(2)} ms of CPU, `}${result.wallMs.toFixed(2)} ms`,
            ],
          ] as const)
        : []),
      ...(result?.values ? ([['values', valuesText(result.values)]] as const) : []),
      ...(result?.error ? ([['error', result.stack || result.error]] as const) : []),
    ];
    process.stdout.write(`${lines.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n')}\n`);
  },
};
