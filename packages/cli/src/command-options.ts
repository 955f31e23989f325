/** What can be typed after a command, as its builder declares it. */
import yargs, { type Argv } from 'yargs';
import type { Command } from './commands.ts';

export interface Option {
  /** With its dashes, aliases included. */
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export interface Declared {
  readonly options: readonly Option[];
  /** Positional arguments, in order. */
  readonly positionals: readonly { readonly name: string; readonly choices: readonly string[] }[];
}

/** What yargs keeps of the declarations; not among its types. */
interface Kept {
  getOptions(): {
    readonly key: Readonly<Record<string, boolean>>;
    readonly boolean: readonly string[];
    readonly choices: Readonly<Record<string, readonly string[]>>;
    readonly alias: Readonly<Record<string, readonly string[]>>;
  };
}

/** `command`: undefined before one was typed. */
export function declaredOf(command: Command | undefined): Declared {
  const parser = yargs([]);
  if (typeof command?.builder === 'function') (command.builder as (parser: Argv) => unknown)(parser);
  const { key, boolean, choices, alias } = (parser as unknown as Kept).getOptions();
  const positionals = [...String(command?.command ?? '').matchAll(/[<[](\w+)/g)].map(([, name = '']) => name);
  const aliases = Object.values(alias).flat();
  const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);
  return {
    options: Object.keys(key)
      .filter((name) => !positionals.includes(name) && !aliases.includes(name))
      .map((name) => ({
        names: [name, ...(alias[name] ?? []), ...(name === 'help' ? ['h'] : [])].map(dashed),
        takesValue: !boolean.includes(name),
        choices: choices[name] ?? [],
      })),
    positionals: positionals.map((name) => ({ name, choices: choices[name] ?? [] })),
  };
}
