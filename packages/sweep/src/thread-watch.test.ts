import { threadId } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { beginTrial, monotonicMs, stopSignal, threadWatch, trialOf } from './thread-watch.ts';

it('a word to stop reaches the trial that it was meant for, and not the next one', () => {
  const watch = threadWatch();
  const signal = stopSignal(threadWatch(watch.buffer));
  beginTrial(watch, 1, 0, 1000);
  expect(watch.deadline[threadId] as number).toBeGreaterThan(monotonicMs() + 500);
  const late = Atomics.load(watch.trial, threadId);
  expect(signal.aborted).toBe(false);
  Atomics.store(watch.stop, threadId, late);
  expect(signal.aborted).toBe(true);
  expect(() => signal.throwIfAborted()).toThrow('asked to stop');
  beginTrial(watch, 1, 1, null);
  expect(signal.aborted).toBe(false);
  signal.throwIfAborted();
  expect(watch.deadline[threadId]).toBe(Number.POSITIVE_INFINITY);
});

it('tells at which trial of a chunk a thread is, if any', () => {
  const watch = threadWatch();
  expect(trialOf(watch, 5)).toBe(null);
  beginTrial(watch, 5, 3, null);
  expect([trialOf(watch, 5), trialOf(watch, 4)]).toEqual([3, null]);
});
