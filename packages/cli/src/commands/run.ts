import type { CommandModule } from 'yargs';

interface RunArguments {
  spec: string;
  overrides: string[] | undefined;
  out: string | undefined;
  jobs: unknown;
  'dry-run': boolean;
  'fail-fast': boolean;
  engine: string;
  budget: string | undefined;
  json: boolean;
}

export const run: CommandModule<object, RunArguments> = {
  command: 'run <spec> [overrides..]',
  describe: 'run a sweep, or go on with it: the same command resumes',
  builder: (yargs) =>
    yargs
      .positional('spec', { type: 'string', demandOption: true, describe: 'sweep file (YAML or JSON)' })
      .positional('overrides', { type: 'string', array: true, describe: 'key=value: alpha=0.4,0.5 levels=2 seed=7' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'run directory [default: runs/<name of the spec>]',
      })
      .option('jobs', {
        alias: 'j',
        requiresArg: true,
        describe: "worker threads [default: the machine's parallelism]",
      })
      .option('dry-run', { alias: 'n', type: 'boolean', default: false, describe: 'print the plan and stop' })
      .option('fail-fast', { type: 'boolean', default: false, describe: 'stop at the first failed trial (exit 3)' })
      .option('engine', {
        type: 'string',
        requiresArg: true,
        default: 'local',
        describe: 'what carries trials to workers; this version has local',
      })
      .option('budget', {
        type: 'string',
        requiresArg: true,
        describe: 'stop starting trials when this much CPU time is used, e.g. 2h, 500s (exit 5, resumable)',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'one JSON document on stdout, JSON lines on stderr',
      })
      .example('$0 run sweeps/few-bits.yaml', 'the main sweep: capacity against bits')
      .example('$0 run sweeps/few-bits.yaml size=1001 --out runs/n1001', 'the same for N = 1001'),
  handler: async ({ spec: path, overrides = [], ...options }) => {
    const [{ checkMemory, parseDuration, UsageError }, { readSpec }, { fromCommandLine }, { integerOption }] =
      await Promise.all([
        import('@fewbits/sweep'),
        import('../read-spec.ts'),
        import('../paths.ts'),
        import('../integer-option.ts'),
      ]);
    const jobs = options.jobs === undefined ? undefined : integerOption('jobs', options.jobs, 1, 1024);
    if (options.engine !== 'local') {
      // Of an address only the kind: it may hold a password.
      const kind = options.engine.split(':')[0];
      throw new UsageError(`--engine: ${kind} is not available in this version, expected local`);
    }
    const budget = options.budget === undefined ? null : parseDuration(options.budget);
    if (options.budget !== undefined && budget === null) {
      throw new UsageError(`--budget: got ${options.budget}, expected a time, e.g. 2h, 30min or 500s`);
    }
    const spec = await readSpec(path, overrides);
    checkMemory(spec);
    const out = fromCommandLine(options.out ?? `runs/${spec.name}`);
    if (options['dry-run']) {
      const { printPlan } = await import('../print-plan.ts');
      await printPlan(spec, out, { jobs, json: options.json });
    } else {
      const { executeRun } = await import('../execute-run.ts');
      const how = { jobs, budget, failFast: options['fail-fast'], json: options.json };
      process.exitCode = await executeRun(spec, out, how);
    }
  },
};
