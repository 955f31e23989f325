/** What could stand at the cursor: commands, options, names of the catalogs, parameters. Nothing: a file, says the shell. */
import { readFileSync } from 'node:fs';
import { benchNames } from './bench/names.ts';
import { declaredOf } from './command-options.ts';
import { type Command, commands, nameOf } from './commands.ts';
import { fromCommandLine } from './paths.ts';

/** `words`: those after `fewbits`, the last of them the one at the cursor, which may be empty. */
export async function completions(words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = await candidatesFor(before, current);
  return candidates.filter((candidate) => candidate.startsWith(current));
}

async function candidatesFor(before: readonly string[], current: string): Promise<readonly string[]> {
  const at = before.findIndex((word) => !word.startsWith('-'));
  const command = at < 0 ? undefined : commands.find((each) => nameOf(each) === before[at]);
  const { options, positionals } = declaredOf(command);
  const last = options.find(({ names }) => names.includes(before.at(-1) ?? ''));
  if (last?.takesValue) return last.choices;
  if (current.startsWith('-'))
    return options.flatMap(({ names }) => (names.some((name) => before.includes(name)) ? [] : names));
  if (at < 0) return commands.map(nameOf);
  // The value of a parameter: bash hands the sign over as a word of its own.
  if (!command || current === '=' || before.at(-1) === '=') return [];
  const typed = positionalWords(before.slice(at + 1), options);
  const place = positionals[Math.min(typed.length, positionals.length - 1)];
  if (place?.choices.length) return place.choices;
  return namesFor(command, typed);
}

/** The words that are neither an option nor its value. */
function positionalWords(
  words: readonly string[],
  options: ReturnType<typeof declaredOf>['options'],
): readonly string[] {
  const takesNext = (word: string | undefined): boolean =>
    options.some(({ names, takesValue }) => takesValue && names.includes(word ?? ''));
  return words.filter((word, k) => !word.startsWith('-') && !takesNext(words[k - 1]));
}

/** `typed`: the positional words before the cursor. */
async function namesFor(command: Command, typed: readonly string[]): Promise<readonly string[]> {
  switch (nameOf(command)) {
    case 'theory': {
      const { quantities } = await import('@fewbits/theory');
      const [name] = typed;
      if (name === undefined) return quantities.map((quantity) => quantity.name);
      return keysOf(quantities.find((quantity) => quantity.name === name)?.parameters, typed);
    }
    case 'run': {
      const [path] = typed;
      if (path === undefined) return [];
      const { experiments } = await import('@fewbits/experiments');
      const named = experimentIn(path);
      return keysOf(experiments.find(({ name }) => name === named)?.parameters, typed);
    }
    case 'bench':
      return benchNames;
    default:
      return [];
  }
}

function keysOf(parameters: Readonly<Record<string, unknown>> = {}, typed: readonly string[]): readonly string[] {
  const given = typed.map((word) => word.split('=')[0]);
  return Object.keys(parameters).flatMap((name) => (given.includes(name) ? [] : [`${name}=`]));
}

/** The experiment that a spec names, by its text alone. */
function experimentIn(path: string): string | undefined {
  try {
    return /^\s*["']?experiment["']?\s*:\s*["']?([\w-]+)/m.exec(readFileSync(fromCommandLine(path), 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
