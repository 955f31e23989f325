/** A signal that is followed event by event: a linear map applied to a small vector, read after each step. */

/** Longest age followed: memory and time grow with it. */
export const oldestIterated = 2e6;
/** A vector of smaller entries is taken for 0. */
const FADED = 1e-40;

/**
 * S(t) at any age up to `oldestIterated`; earlier values are kept. `advance` writes the next vector into `next`; both are
 * this function's own from here on.
 */
export function iteratedSignal(
  start: Float64Array,
  advance: (now: Float64Array, next: Float64Array) => void,
  read: (now: Float64Array) => number,
): (age: number) => number {
  let now: Float64Array = start;
  let next: Float64Array = new Float64Array(start.length);
  let followed = new Float64Array(1024);
  let count = 1;
  let faded = false;
  followed[0] = read(now);
  return (age) => {
    while (count <= age && !faded) {
      if (count === followed.length) {
        const longer = new Float64Array(2 * count);
        longer.set(followed);
        followed = longer;
      }
      advance(now, next);
      [now, next] = [next, now];
      followed[count++] = read(now);
      if (count % 1024 === 0) faded = now.every((entry) => Math.abs(entry) < FADED);
    }
    return age < count ? (followed[age] as number) : 0;
  };
}
