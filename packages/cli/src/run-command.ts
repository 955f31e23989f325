/** The command line that makes a run again: to be copied into a shell, in the folder where the user stands. */
import type { Manifest } from '@fewbits/dataset';
import { forPeople } from './paths.ts';

/** `dir`: the run directory, absolute. The spec is named as it was given. */
export function runCommand({ given }: Pick<Manifest, 'given'>, dir: string): string {
  const words = [given.path ?? 'SPEC', ...given.overrides, '--out', forPeople(dir)];
  return ['fewbits run', ...words.map(shellWord)].join(' ');
}

/** In quotes where a shell would take it apart. */
function shellWord(text: string): string {
  return /^[\w.,=+:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
