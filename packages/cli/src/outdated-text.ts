import type { Outdated } from '@fewbits/sweep';
import { counted } from './print.ts';

/** What a new version of a component does to results on the disk; nothing where none has changed. */
export function outdatedText({ components, trials }: Outdated): string[] {
  if (components.length === 0) return [];
  const short = (version: number | string): string => String(version).slice(0, 12);
  const changes = components.map(({ name, from, to }) => `${name} ${short(from)} → ${short(to)}`).join(', ');
  return [
    `changed: ${changes}; ${trials === 1 ? '1 trial that was done is' : `${trials} trials that were done are`} computed anew`,
  ];
}

/** What becomes of finished trials that a changed sweep does not ask for; nothing where there are none. */
export function leftText(left: number): string[] {
  if (left === 0) return [];
  const they = left === 1 ? 'it stays in the journal and leaves' : 'they stay in the journal and leave';
  const are = left === 1 ? 'is' : 'are';
  return [`note: ${counted(left, 'finished trial')} of this directory ${are} not in this sweep; ${they} the tables`];
}
