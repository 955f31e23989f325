import { expect, it } from 'vitest';
import type { TrialResult } from './journal.ts';
import { latestResults } from './latest-results.ts';

const row = (status: TrialResult['status'], a: number | null, worker = 'w'): TrialResult => ({
  ...{ id: 'x', status, values: a === null ? null : { a }, attempts: 1, cpuMs: 1, wallMs: 1, worker },
});

it('drops a repeated row that is equal', () => {
  expect(latestResults([row('ok', 1, 'first'), row('ok', 1, 'second')]).get('x')?.worker).toBe('first');
});

it('lets a success replace a failure, and no failure replace a success', () => {
  expect(latestResults([row('failed', null), row('ok', 1)]).get('x')?.status).toBe('ok');
  expect(latestResults([row('ok', 1), row('failed', null)]).get('x')?.status).toBe('ok');
  expect(latestResults([row('failed', null), row('quarantined', null)]).get('x')?.status).toBe('quarantined');
});

it('refuses two different results of one trial, naming both writers', () => {
  expect(() => latestResults([row('ok', 1, 'node-a:1'), row('ok', 2, 'node-b:3')])).toThrow(/node-a:1 .*node-b:3/);
});
