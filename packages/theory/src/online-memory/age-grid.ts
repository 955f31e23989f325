/** The standard ages: about even on a logarithmic scale, with the powers of 16 that the curves ripple with. */

/** 0 … 1e6 events, 59 ages. */
export const standardAges: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 512, 640, 800,
  1000, 1280, 1600, 2000, 2560, 3200, 4096, 5000, 6400, 8000, 10000, 12800, 16384, 20000, 25600, 32000, 40000, 51200,
  65536, 80000, 100000, 128000, 160000, 200000, 262144, 320000, 400000, 512000, 640000, 800000, 1000000,
];

/**
 * Least-squares slope of ln snr1 on ln t over the ages from `first` to `last`, both included. Use windows of whole factors of
 * 16, the ratio of successive timescales, e.g. 16 to 65536.
 */
export function logSlope(ages: readonly number[], snr: readonly number[], first: number, last: number): number {
  const points = ages.flatMap((age, i) =>
    age >= first && age <= last ? [{ x: Math.log(age), y: Math.log(snr[i] as number) }] : [],
  );
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const cross = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const square = points.reduce((sum, { x }) => sum + (x - meanX) * (x - meanX), 0);
  return cross / square;
}
