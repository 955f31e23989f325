import type { CommandModule } from 'yargs';

interface BenchArguments {
  what: string[] | undefined;
  rounds: number;
  json: boolean;
}

export const bench: CommandModule<object, BenchArguments> = {
  command: 'bench [what..]',
  describe: 'ratios of the kernels to other programs; the overheads of the orchestrator beside other tools',
  builder: (yargs) =>
    yargs
      .positional('what', { type: 'string', array: true, describe: 'kernels (all), or orchestrator' })
      .option('rounds', { default: 9, requiresArg: true, describe: 'paired rounds' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ what = [], rounds: asked, json }) => {
    const [{ UsageError, unknownName }, { integerOption }, { kernels }] = await Promise.all([
      import('@fewbits/sweep'),
      import('../integer-option.ts'),
      import('../bench/kernels.ts'),
    ]);
    const names = kernels.map(({ name }) => name);
    for (const name of what) {
      if (![...names, 'orchestrator'].includes(name)) {
        throw new UsageError(unknownName('bench', name, [...names, 'orchestrator']));
      }
    }
    const isOrchestrator = what.includes('orchestrator');
    if (isOrchestrator && what.length > 1) throw new UsageError('bench: orchestrator is measured by itself');
    const rounds = integerOption('rounds', asked, 1);
    const { event, note, printJson } = await import('../print.ts');
    const say = (text: string): void => (json ? event('progress', { text }) : note(text));
    if (isOrchestrator) {
      const [{ benchOrchestrator }, { benchText }] = await Promise.all([
        import('../bench/orchestrator.ts'),
        import('../bench/bench-text.ts'),
      ]);
      const measured = benchOrchestrator(rounds, say);
      return json ? printJson(measured) : void process.stdout.write(benchText(measured));
    }
    const [{ benchKernels }, { kernelsText }] = await Promise.all([
      import('../bench/kernels.ts'),
      import('../bench/kernels-text.ts'),
    ]);
    const measured = benchKernels(what.length === 0 ? names : what, rounds, say);
    if (json) printJson(measured);
    else process.stdout.write(kernelsText(measured));
    // A ratio of programs that did not do the same work would be a number about nothing.
    if (measured.voided.length > 0) throw new Error(measured.voided.join('\n'));
  },
};
