/**
 * Trials that use up about a declared CPU time, and tell how much it was by the clock of their thread. Loaded by the orchestrator
 * as a user's own experiment.
 */
import { openSync, readSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';
import type { ExperimentModule } from '@fewbits/experiments';

/** Turns by which the speed of a thread is found: some 10 ms. */
const calibrationTurns = 1 << 22;
const calibrationReadings = 2000;
let turnsPerMs: number | undefined;
/** CPU time of one reading of the clock. */
let readingMs = 0;

const busyTrials: ExperimentModule = {
  name: 'busy-trials',
  version: 1,
  doc: 'computes for a declared CPU time',
  parameters: {
    ms: { type: 'float', min: 0, unit: 'ms', doc: 'CPU time of the thread to use up' },
  },
  columns: {
    own_ms: { type: 'float', unit: 'ms', doc: 'CPU time of the thread from first to last line of the trial' },
    begun: { type: 'float', unit: 'ms', doc: 'when it began, since 1970' },
    ended: { type: 'float', unit: 'ms', doc: 'when it ended, since 1970' },
    thread: { type: 'int', unit: '1', doc: 'number of the thread' },
    state: { type: 'int', unit: '1', doc: 'what was computed, so that it cannot be left out' },
  },
  cost: ({ ms }) => ms as number,
  run({ params }) {
    turnsPerMs ??= calibrate();
    const begun = now();
    const start = threadCpuMs();
    const state = xorshift(Math.round((params['ms'] as number) * turnsPerMs));
    // Of the two readings one whole lies outside what the clock tells.
    const own = threadCpuMs() - start + readingMs;
    return { own_ms: own, begun, ended: now(), thread: threadId, state };
  },
};

// biome-ignore lint/style/noDefaultExport: the contract of a user's module asks for it
export default busyTrials;

/** Turns a millisecond, and what a reading takes. Once before, so that the compiler is done with it. */
function calibrate(): number {
  xorshift(calibrationTurns);
  const first = threadCpuMs();
  for (let k = 0; k < calibrationReadings; k++) threadCpuMs();
  readingMs = (threadCpuMs() - first) / (calibrationReadings + 1);
  const start = threadCpuMs();
  xorshift(calibrationTurns);
  return calibrationTurns / (threadCpuMs() - start);
}

function xorshift(turns: number): number {
  let x = 1;
  for (let turn = 0; turn < turns; turn++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

const buffer = Buffer.alloc(64);
let clock: number | undefined;

/**
 * CPU milliseconds of this thread so far; elsewhere than on Linux the time of day. The file stays open, since an open costs
 * more than a read. The kernel brings its number up to date at a tick (1 to 4 ms) or when the process asks for its own.
 */
function threadCpuMs(): number {
  if (process.platform !== 'linux' || isMainThread) return now();
  process.cpuUsage();
  clock ??= openSync('/proc/thread-self/schedstat', 'r');
  const length = readSync(clock, buffer, 0, buffer.length, 0);
  return Number(buffer.toString('latin1', 0, length).split(' ', 1)[0]) / 1e6;
}
