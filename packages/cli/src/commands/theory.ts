import type { CommandModule } from 'yargs';

interface TheoryArguments {
  quantity: string;
  parameters: string[] | undefined;
  json: boolean;
}

export const theoryCommand: CommandModule<object, TheoryArguments> = {
  command: 'theory <quantity> [parameters..]',
  describe: 'exact or replica-theory values, no simulation',
  builder: (yargs) =>
    yargs
      .positional('quantity', { type: 'string', demandOption: true, describe: 'see fewbits list quantities' })
      .positional('parameters', { type: 'string', array: true, describe: 'key=value; several values give a table' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' })
      .example('$0 theory critical-load weights=unipolar levels=2,4,8', 'capacity of 1, 2 and 3 bits'),
  handler: async ({ quantity, parameters = [], json }) => {
    const [{ theory, theoryArguments, valuesDocument }, { printJson }, { theoryTable }] = await Promise.all([
      import('../theory-values.ts'),
      import('../print.ts'),
      import('../theory-table.ts'),
    ]);
    const result = theory(quantity, theoryArguments(parameters));
    if (json) {
      const { params } = result;
      printJson({ schemaVersion: 1, quantity, params, values: valuesDocument(result) });
    } else {
      process.stdout.write(theoryTable(result));
    }
  },
};
