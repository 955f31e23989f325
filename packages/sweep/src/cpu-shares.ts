/**
 * The CPU time of a thread, shared out among its trials. Its clock is read now and then only, because a reading costs some 20 µs
 * (measured among trials of 0.3 ms); trials in between get shares in proportion to their wall time.
 */
import { openSync, readSync } from 'node:fs';

const betweenReadingsMs = 50;

export interface CpuShares {
  /** What the thread used before this does not count. */
  begin(): void;
  /** Take in the next trial by its wall time, ms. */
  add(wallMs: number): void;
  /** CPU milliseconds of all trials since `begin`, in order; null where the platform does not tell. */
  end(): (number | null)[];
}

/** `clock`: CPU milliseconds of this thread so far. */
export function cpuShares(clock: () => number | null = threadCpuMs): CpuShares {
  let shares: (number | null)[] = [];
  let before: number | null = null;
  /** Trials since the last reading, and their sum. */
  let walls: number[] = [];
  let wall = 0;
  const read = (): void => {
    const now = clock();
    const used = now === null || before === null ? null : now - before;
    for (const each of walls) shares.push(used === null ? null : wall > 0 ? (used * each) / wall : 0);
    before = now;
    walls = [];
    wall = 0;
  };
  return {
    begin() {
      shares = [];
      walls = [];
      wall = 0;
      before = clock();
    },
    add(wallMs) {
      walls.push(wallMs);
      wall += wallMs;
      if (wall >= betweenReadingsMs) read();
    },
    end() {
      if (walls.length > 0) read();
      return shares;
    },
  };
}

const text = Buffer.alloc(64);
let file: number | null | undefined; // undefined: not tried yet

/**
 * CPU milliseconds of this thread so far; null on anything but Linux. The file stays open: an open costs ten times a read.
 * The kernel brings its number up to date at a tick (1 to 4 ms) or when the process asks for its own.
 */
function threadCpuMs(): number | null {
  if (file === undefined) file = openClock();
  if (file === null) return null;
  process.cpuUsage();
  const length = readSync(file, text, 0, text.length, 0);
  return Number(text.toString('latin1', 0, length).split(' ', 1)[0]) / 1e6;
}

function openClock(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return null; // a kernel built without scheduler statistics
  }
}
