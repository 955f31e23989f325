import type { CommandModule } from 'yargs';

interface BenchArguments {
  what: string[] | undefined;
  rounds: number;
  json: boolean;
}

export const bench: CommandModule<object, BenchArguments> = {
  command: 'bench [what..]',
  describe: 'the overheads of the orchestrator beside other tools: about a minute a round',
  builder: (yargs) =>
    yargs
      .positional('what', { type: 'string', array: true, describe: 'orchestrator' })
      .option('rounds', { type: 'number', default: 9, requiresArg: true, describe: 'paired rounds' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ what = [], rounds, json }) => {
    const { UsageError, unknownName } = await import('@fewbits/sweep');
    const kernels = 'Kernels are not in it yet: `npm run bench` in the repository compares two learners with NumPy';
    for (const name of what) {
      if (name !== 'orchestrator') throw new UsageError(`${unknownName('bench', name, ['orchestrator'])}. ${kernels}`);
    }
    if (what.length === 0) throw new UsageError(`bench what? There is: orchestrator. ${kernels}`);
    if (!(Number.isInteger(rounds) && rounds >= 1)) {
      throw new UsageError(`--rounds: got ${rounds}, expected an integer from 1`);
    }
    const [{ benchOrchestrator }, { benchText }, { event, note, printJson }] = await Promise.all([
      import('../bench/orchestrator.ts'),
      import('../bench/bench-text.ts'),
      import('../print.ts'),
    ]);
    const measured = benchOrchestrator(rounds, (text) => (json ? event('progress', { text }) : note(text)));
    if (json) printJson(measured);
    else process.stdout.write(benchText(measured));
  },
};
