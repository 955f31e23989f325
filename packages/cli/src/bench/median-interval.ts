/**
 * Median of the rounds and its interval: order statistics k and n+1-k, which hold the median with probability
 * 1 - 2 P(Bin(n, 1/2) < k), whatever the law of the values; k is the largest with at least 95 %
 * (n = 9: 2nd to 8th, 96 %; n = 21: 6th to 16th, 97 %). Fewer than 6 rounds cannot reach 95 %: the whole range is given.
 */

export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

export function medianInterval(values: readonly number[]): MedianInterval {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let k = 1;
  while (2 * (k + 1) <= n && coverage(n, k + 1) >= 0.95) k++;
  const at = (index: number): number => sorted[index] as number;
  return {
    median: (at((n - 1) >> 1) + at(n >> 1)) / 2,
    low: at(k - 1),
    high: at(n - k),
    confidence: coverage(n, k),
  };
}

/** 1 - 2 P(Bin(n, 1/2) < k). */
function coverage(n: number, k: number): number {
  let term = 2 ** -n;
  let below = 0;
  for (let j = 0; j < k; j++) {
    below += term;
    term *= (n - j) / (j + 1);
  }
  return 1 - 2 * below;
}
