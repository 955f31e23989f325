import type { Outdated } from '@fewbits/sweep';

/** What a new version of a component does to results on the disk; nothing where none has changed. */
export function outdatedText({ components, trials }: Outdated): string[] {
  if (components.length === 0) return [];
  const short = (version: number | string): string => String(version).slice(0, 12);
  const changes = components.map(({ name, from, to }) => `${name} ${short(from)} → ${short(to)}`).join(', ');
  return [
    `changed: ${changes}; ${trials === 1 ? '1 trial that was done is' : `${trials} trials that were done are`} computed anew`,
  ];
}
