import type { CommandModule } from 'yargs';

interface StatusArguments {
  dir: string;
  json: boolean;
}

export const status: CommandModule<object, StatusArguments> = {
  command: 'status <dir>',
  describe: 'counts by status, rate, ETA and failed trials of a run',
  builder: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'run directory' })
      .option('json', { type: 'boolean', default: false, describe: 'one JSON document on stdout' }),
  handler: async ({ dir, json }) => {
    const { runState } = await import('../run-state.ts');
    const { counted, formatDuration, printJson } = await import('../print.ts');
    const { forPeople, fromCommandLine } = await import('../paths.ts');
    const path = fromCommandLine(dir);
    const state = await runState(path);
    if (json) {
      printJson({ schemaVersion: 1, out: forPeople(path), ...state });
      return;
    }
    const { name, experiment, points, trials, done, failed, quarantined, running, rate, eta, search, failures } = state;
    const left = trials - done - failed;
    const isGoing = left > 0 || (search !== null && search.decided < search.cells);
    const lines = [
      search
        ? `${name} (${experiment}): ${counted(points, 'cell')}, ${search.decided} of them decided, ${counted(trials, 'trial')} asked for`
        : `${name} (${experiment}): ${counted(points, 'point')}, ${counted(trials, 'trial')}`,
      `  ok           ${done}`,
      `  failed       ${failed - quarantined}`,
      `  quarantined  ${quarantined}`,
      `  left         ${left}`,
      running
        ? `  running      process ${running.pid} on ${running.host} since ${running.since}`
        : `  running      no${isGoing ? ' (the same `fewbits run` goes on)' : ''}`,
      ...(rate === null ? [] : [`  rate         ${rate.toFixed(1)} trials/s`]),
      ...(eta === null || search ? [] : [`  ETA          ${formatDuration(eta)}`]),
      ...failures.map(
        ({ trial_id, status: kind, error }) => `  ${kind} ${trial_id.slice(0, 12)}  ${error.split('\n')[0]}`,
      ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  },
};
