/** The command line: parsing and printing only. Commands load what they need when they run, so that help is quick. */
import { readFileSync } from 'node:fs';
import yargs from 'yargs';
import { commands } from './commands.ts';
import { BadUsage, failWith } from './failure.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const words = process.argv.slice(2);

// `fewbits export … | head` closes the pipe early: that is the reader's right, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

if (words[0] === '--complete') {
  const { completions } = await import('./completions.ts');
  process.stdout.write((await completions(words.slice(1))).map((each) => `${each}\n`).join(''));
} else {
  await run().catch((error: unknown) => failWith(error, words));
}

async function run(): Promise<void> {
  await yargs(words)
    .scriptName('fewbits')
    .usage('$0 <command>\n\nSynapse-precision sweeps: how many bits does a synapse need?')
    .command([...commands])
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
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .showHelpOnFail(false)
    // yargs gives a message for bad usage, and only an error for what a command threw.
    .fail((message, error) => {
      throw message ? new BadUsage(message) : error;
    })
    .parseAsync();
}
