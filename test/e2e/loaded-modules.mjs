/** Preloaded with `--import` into a process that is tested: tells the address of every module it loads on file descriptor 3. */
import { writeSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// The hook itself runs in a thread of its own.
if (isMainThread) register(import.meta.url);

export function load(url, context, next) {
  writeSync(3, `${url}\n`);
  return next(url, context);
}
