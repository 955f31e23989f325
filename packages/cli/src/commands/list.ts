import type { CommandModule } from 'yargs';

const kinds = ['experiments', 'models', 'learners', 'quantities', 'sweeps'] as const;

interface ListArguments {
  kind: (typeof kinds)[number];
  json: boolean;
}

export const list: CommandModule<object, ListArguments> = {
  command: 'list <kind>',
  describe: 'what there is: experiments, models, learners, quantities, sweeps',
  builder: (yargs) =>
    yargs
      .positional('kind', { choices: kinds, demandOption: true, describe: 'what to list' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ kind, json }) => {
    const [{ catalogOf, catalogText }, { printJson }] = await Promise.all([
      import('../catalogs.ts'),
      import('../print.ts'),
    ]);
    const entries = catalogOf(kind);
    if (json) printJson({ schemaVersion: 1, [kind]: entries });
    else process.stdout.write(catalogText(kind, entries));
  },
};
