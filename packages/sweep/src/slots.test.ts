import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clearSlots, readSlots, slotOfThread } from './slots.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fewbits-slots-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('tells at which chunk, or trial of a chunk, a thread was last, and forgets what it finished', () => {
  const path = join(folder, 'slots.bin');
  clearSlots(path);
  expect(readSlots(path).size).toBe(0);
  const mark = slotOfThread(path);
  mark(7, 0);
  mark(7, 41);
  expect([...readSlots(path)]).toEqual([[7, 41]]);
  mark(8);
  expect([...readSlots(path)]).toEqual([[8, 'some']]);
  mark(0);
  expect(readSlots(path).size).toBe(0);
  mark(8, 3);
  clearSlots(path);
  expect(readSlots(path).size).toBe(0);
});
