/** What went wrong in a run, for the terminal: equal messages together, the commonest first, and where to read on. */
import type { TrialFailure } from '@fewbits/dataset';
import { counted } from './print.ts';

const mostMessages = 3;
const mostCharacters = 200;

/** `dir`: as the user would type it. Nothing where nothing failed. */
export function failuresText(failures: readonly TrialFailure[], dir: string): string[] {
  const [first] = failures;
  if (!first) return [];
  const byMessage = new Map<string, TrialFailure[]>();
  for (const failure of failures) {
    const message = messageLine(failure.error);
    const same = byMessage.get(message);
    if (same) same.push(failure);
    else byMessage.set(message, [failure]);
  }
  const groups = [...byMessage].sort(([, a], [, b]) => b.length - a.length);
  const others = groups.slice(mostMessages);
  const width = String(groups[0]?.[1].length).length;
  return [
    ...groups
      .slice(0, mostMessages)
      .map(([message, same]) => `  ${String(same.length).padStart(width)} × ${message} (trial ${shortId(same[0])})`),
    ...(others.length > 0
      ? [
          `  and ${others.reduce((sum, [, same]) => sum + same.length, 0)} with ${counted(others.length, 'other message')}`,
        ]
      : []),
    `  all of them: ${dir}/failures.jsonl; one in full: fewbits explain ${dir} ${shortId(first)}`,
  ];
}

/** The first line of an error, as long as a terminal bears. */
export function messageLine(error: string): string {
  const line = error.trim().split('\n')[0] || 'an error without a message';
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}

function shortId(failure: Pick<TrialFailure, 'trial_id'> | undefined): string {
  return failure?.trial_id.slice(0, 12) ?? '';
}
