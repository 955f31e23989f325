import { expect, it } from 'vitest';
import { failuresText } from './failures-text.ts';

const failure = (k: number, error: string) => ({
  ...{
    trial_id: String(k).padStart(12, '0').padEnd(64, 'f'),
    params: {},
    status: 'failed' as const,
    error,
    stack: '',
    attempts: 1,
  },
});

it('puts equal messages together, the commonest first, each with a trial to look at', () => {
  const failures = [
    ...Array.from({ length: 11 }, (_, k) => failure(k, k === 0 ? 'rare' : 'common\nwith a second line')),
    ...[11, 12].map((k) => failure(k, 'middling')),
    ...[13, 14, 15].map((k) => failure(k, `last ${Math.min(k, 14)}`)),
  ];
  expect(failuresText(failures, 'runs/x')).toEqual([
    '  10 × common (trial 000000000001)',
    '   2 × middling (trial 000000000011)',
    '   2 × last 14 (trial 000000000014)',
    '  and 2 with 2 other messages',
    '  all of them: runs/x/failures.jsonl; one in full: fewbits explain runs/x 000000000000',
  ]);
  expect(failuresText([], 'runs/x')).toEqual([]);
});

it('names a message that is empty, and cuts one that is too long', () => {
  expect(failuresText([failure(1, '')], 'r')[0]).toContain('1 × an error without a message');
  expect(failuresText([failure(1, 'x'.repeat(1000))], 'r')[0]?.length).toBeLessThan(260);
});
