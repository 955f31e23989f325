/** The command line: parsing and printing only. Commands load what they need when they run, so that help is quick. */
import { readFileSync } from 'node:fs';
import yargs from 'yargs';
import { bench } from './commands/bench.ts';
import { explain } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { list } from './commands/list.ts';
import { report } from './commands/report.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { theoryCommand } from './commands/theory.ts';
import { failWith, usageText } from './failure.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const words = process.argv.slice(2);

// `fewbits export … | head` closes the pipe early: that is the reader's right, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await yargs(words)
  .scriptName('fewbits')
  .usage('$0 <command>\n\nSynapse-precision sweeps: how many bits does a synapse need?')
  .command(run)
  .command(status)
  .command(explain)
  .command(exportCommand)
  .command(report)
  .command(theoryCommand)
  .command(list)
  .command(bench)
  .completion('completion', 'shell completion script (bash, zsh)')
  .check((given) => {
    const repeated = Object.entries(given).find(
      ([key, value]) =>
        Array.isArray(value) && !['_', 'overrides', 'parameters', 'more', 'modules', 'what'].includes(key),
    );
    if (repeated) throw new Error(`--${repeated[0]} was given more than once`);
    return true;
  }, true)
  .demandCommand(1, 'a command is missing')
  .strict()
  .recommendCommands()
  .version(version)
  .help()
  .alias('help', 'h')
  .wrap(Math.min(100, process.stdout.columns ?? 100))
  .showHelpOnFail(false)
  // yargs gives a message for bad usage, and only an error for what a command threw.
  .fail((message, error) => failWith(message ? usageText(message, words) : error, words))
  .parseAsync()
  .catch((error: unknown) => failWith(error, words));
