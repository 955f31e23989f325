/**
 * Makespan of the longest-first rule (LPT): trials in falling order of length, each on the thread that is free first, with every
 * length known and nothing lost between trials. At most 4/3 - 1/(3 m) times the best schedule on m threads.
 * Source: Graham, SIAM J. Appl. Math. 17, 416 (1969).
 */
export function longestFirstMakespan(lengths: readonly number[], threads: number): number {
  const busyUntil = new Float64Array(threads);
  for (const length of Float64Array.from(lengths).sort().reverse()) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first] = (busyUntil[first] as number) + length;
  }
  return Math.max(...busyUntil);
}
