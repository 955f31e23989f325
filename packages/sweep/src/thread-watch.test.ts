import { threadId } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { beginTrial, monotonicMs, stopSignal, threadWatch } from './thread-watch.ts';

it('a word to stop reaches the trial that it was meant for, and not the next one', () => {
  const watch = threadWatch();
  const signal = stopSignal(threadWatch(watch.buffer));
  beginTrial(watch, 1, 1000);
  expect(watch.deadline[threadId] as number).toBeGreaterThan(monotonicMs() + 500);
  const late = Atomics.load(watch.trial, threadId);
  expect(signal.aborted).toBe(false);
  Atomics.store(watch.stop, threadId, late);
  expect(signal.aborted).toBe(true);
  expect(() => signal.throwIfAborted()).toThrow('asked to stop');
  beginTrial(watch, 1, null);
  expect(signal.aborted).toBe(false);
  signal.throwIfAborted();
  expect(watch.deadline[threadId]).toBe(Number.POSITIVE_INFINITY);
});
