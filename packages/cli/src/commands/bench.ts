import type { CommandModule } from 'yargs';
import { benchNames, kernelDocs, kernelNames } from '../bench/names.ts';
import { exitCodes } from '../exit-codes.ts';

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
      .positional('what', { type: 'string', array: true, describe: 'kernels (default: all), or orchestrator' })
      .option('rounds', { default: 9, requiresArg: true, describe: 'paired rounds' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' })
      .epilogue(
        [
          'Kernels:',
          ...Object.entries(kernelDocs).map(([name, doc]) => `  ${name.padEnd(26)}${doc}`),
          '',
          "Peers (NumPy, SciPy, C) are in the repository's tools/peers: what is missing is left out and named.",
        ].join('\n'),
      ),
  handler: async ({ what = [], rounds: asked, json }) => {
    const [{ UsageError, unknownName }, { integerOption }] = await Promise.all([
      import('@fewbits/sweep'),
      import('../integer-option.ts'),
    ]);
    for (const name of what) {
      if (!benchNames.includes(name)) throw new UsageError(unknownName('bench', name, benchNames));
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
    const names = kernelNames.filter((name) => what.length === 0 || what.includes(name));
    const measured = benchKernels(names, rounds, say);
    if (json) printJson(measured);
    else process.stdout.write(kernelsText(measured, rounds));
    // A ratio of programs that did not do the same work would be a number about nothing.
    if (measured.voided.length > 0) process.exitCode = exitCodes.internal;
  },
};
