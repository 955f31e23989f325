import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clearSlots, runningIn, slotOfThread } from './slots.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fewbits-slots-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('tells at which trial of a chunk a thread was last, and forgets what it finished', () => {
  const path = join(folder, 'slots.bin');
  clearSlots(path);
  expect(runningIn(path, 1)).toBe(null);
  const mark = slotOfThread(path);
  mark(7, 0);
  mark(7, 41);
  expect([runningIn(path, 7), runningIn(path, 6)]).toEqual([41, null]);
  mark(0, 0);
  expect(runningIn(path, 7)).toBe(null);
  mark(8, 3);
  clearSlots(path);
  expect(runningIn(path, 8)).toBe(null);
});
