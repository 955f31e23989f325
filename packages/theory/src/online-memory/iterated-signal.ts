/** A signal that is followed event by event: a linear map applied to a small vector, read at the ages asked for. */

/** Longest age followed: time grows with it. */
export const oldestIterated = 2e6;
/** A vector of smaller entries is taken for 0. */
const FADED = 1e-40;

/**
 * S(t) at any age up to `oldestIterated`, at little cost where ages grow from call to call: an earlier age that was not read is
 * followed anew. `advance` writes the next vector into `next`.
 */
export function iteratedSignal(
  start: Float64Array,
  advance: (now: Float64Array, next: Float64Array) => void,
  read: (now: Float64Array) => number,
): (age: number) => number {
  let now: Float64Array = start.slice();
  let next: Float64Array = new Float64Array(start.length);
  let reached = 0;
  let faded = false;
  let known = new Float64Array(1024).fill(Number.NaN);
  return (age) => {
    const before = known[age] ?? Number.NaN;
    if (!Number.isNaN(before)) return before;
    if (age < reached) {
      now = start.slice();
      reached = 0;
      faded = false;
    }
    while (reached < age && !faded) {
      advance(now, next);
      [now, next] = [next, now];
      reached++;
      if (reached % 1024 === 0) faded = now.every((entry) => Math.abs(entry) < FADED);
    }
    if (faded) return 0;
    if (age >= known.length) {
      const longer = new Float64Array(2 ** Math.ceil(Math.log2(age + 1))).fill(Number.NaN);
      longer.set(known);
      known = longer;
    }
    const value = read(now);
    known[age] = value;
    return value;
  };
}
