import type { CommandModule } from 'yargs';

const kinds = ['experiments', 'models', 'learners', 'quantities', 'sweeps'] as const;

interface ListArguments {
  kind: (typeof kinds)[number];
  modules: string[] | undefined;
  json: boolean;
}

export const list: CommandModule<object, ListArguments> = {
  command: 'list <kind> [modules..]',
  describe: 'what there is: experiments, models, learners, quantities, sweeps',
  builder: (yargs) =>
    yargs
      .positional('kind', { choices: kinds, demandOption: true, describe: 'what to list' })
      .positional('modules', { type: 'string', array: true, describe: 'modules with experiments of your own' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ kind, modules = [], json }) => {
    const [{ catalogOf, catalogText }, { printJson }] = await Promise.all([
      import('../catalogs.ts'),
      import('../print.ts'),
    ]);
    const entries = await catalogOf(kind, modules);
    if (json) printJson({ schemaVersion: 1, [kind]: entries });
    else process.stdout.write(catalogText(kind, entries));
  },
};
