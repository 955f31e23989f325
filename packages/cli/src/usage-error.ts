/** What the parser of the command line says of bad usage, in the words of this tool: what was typed, what is meant, what there is. */
import { didYouMean, unknownName } from '@fewbits/sweep';
import { declaredOf } from './command-options.ts';
import { commands, nameOf } from './commands.ts';

/** Flags of other tools that do the same thing, and ours. */
const foreignFlags: Readonly<Record<string, string>> = {
  cores: '-j (Snakemake calls it --cores)',
  'jobs-per-node': '-j',
  multirun: 'nothing: several values of a key are a sweep already (Hydra calls it --multirun)',
  eta: 'nothing: progress shows the ETA (GNU parallel calls it --eta)',
  resume: 'nothing: the same command resumes',
  force: 'another --out',
  dryrun: '-n, --dry-run',
  output: '--out',
};

/** What a command cannot do without. */
const needed: Readonly<Record<string, string>> = {
  run: 'a sweep file is missing, e.g. fewbits run sweeps/few-bits.yaml',
  status: 'a run directory is missing, e.g. fewbits status runs/few-bits',
  explain: 'a run directory and a trial are needed, e.g. fewbits explain runs/few-bits 3f2a',
  export: 'a run directory is missing, e.g. fewbits export runs/few-bits --table summary --format csv',
  report: 'a run directory is missing, e.g. fewbits report runs/few-bits',
  theory: 'a quantity is missing, e.g. fewbits theory critical-load weights=binary (see fewbits list quantities)',
  list: 'what to list is missing, e.g. fewbits list experiments',
};

/** `message`: the parser's own. `words`: the command line. */
export function usageText(message: string, words: readonly string[]): string {
  const names = commands.map(nameOf);
  const name = words.find((word) => !word.startsWith('-'));
  if (name !== undefined && !names.includes(name)) return `${unknownName('command', name, names)}\nSee fewbits --help`;
  const lines = message.startsWith('Not enough non-option arguments')
    ? [needed[name ?? ''] ? `${name}: ${needed[name ?? '']}` : message]
    : message.startsWith('Unknown argument')
      ? unknownArguments(message, words)
      : message.startsWith('Invalid values')
        ? invalidValues(message, words)
        : [message];
  return [...lines, `See fewbits ${name === undefined ? '' : `${name} `}--help`].join('\n');
}

function unknownArguments(message: string, words: readonly string[]): string[] {
  const command = commands.find((each) => words.includes(nameOf(each)));
  const options = declaredOf(command).options.flatMap(({ names }) => names.filter((name) => name.startsWith('--')));
  const unknown = message.slice(message.indexOf(':') + 1).split(',');
  return unknown.flatMap((padded): string[] => {
    const name = padded.trim();
    const foreign = foreignFlags[name];
    if (isTyped(name, words))
      return [`unknown option --${name}${foreign ? `: use ${foreign}` : didYouMean(`--${name}`, options)}`];
    if (words.some((word) => /^-[A-Za-z]/.test(word) && word.includes(name))) return [`unknown option -${name}`];
    // Of an option with dashes the parser also tells the spelling without them.
    return words.includes(name) ? [`unexpected argument "${name}"`] : [];
  });
}

function invalidValues(message: string, words: readonly string[]): string[] {
  const faults = message.matchAll(/Argument: ([\w-]+), Given: "?(.*?)"?, Choices: (.*)/g);
  return [...faults].map(([, name = '', got = '', choices = '']) => {
    const known = [...choices.matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
    return isTyped(name, words) ? `--${name}: ${unknownName('', got, known)}` : unknownName(name, got, known);
  });
}

function isTyped(name: string, words: readonly string[]): boolean {
  return words.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
}
