/**
 * Wald's sequential probability ratio test of a success probability: p >= `high` against p <= `low`.
 *
 *   ln R = successes ln(high/low) - failures ln((1 - low)/(1 - high));  high at ln R >= A, low at ln R <= -A,
 *   A = ln((1 - error)/error), both errors alike.
 * Source: A. Wald, Ann. Math. Stat. 16, 117 (1945). Where p lies between the two it may take long, hence the truncation.
 * For 0.6 against 0.4 and 5 %: a lead of 8; untruncated 37 trials on average at 0.4 and 0.6, 64 at 0.5.
 */
export interface SequentialTest {
  readonly high: number;
  readonly low: number;
  /** Largest probability of a wrong verdict where p >= high or p <= low, up to the overshoot. Default 0.05. */
  readonly error?: number;
  /** Trials after which an open test is `undecided`. Default 65; Infinity: never. */
  readonly truncation?: number;
}

/** `open`: more trials are needed; `undecided`: truncated. */
export type SequentialVerdict = 'high' | 'low' | 'open' | 'undecided';

/** Where the test stands. The order of the trials does not matter; look after every trial, or less often at no loss of validity. */
export function sequentialVerdict(test: SequentialTest, successes: number, failures: number): SequentialVerdict {
  const { high, low, error = 0.05, truncation = 65 } = test;
  if (!(0 < low && low < high && high < 1)) throw new RangeError(`a sequential test of ${high} against ${low}`);
  if (!(error > 0 && error < 0.5)) throw new RangeError(`error ${error}, expected between 0 and 0.5`);
  if (!(successes >= 0 && failures >= 0)) throw new RangeError(`${successes} successes and ${failures} failures`);
  const ratio = successes * Math.log(high / low) - failures * Math.log((1 - low) / (1 - high));
  const bound = Math.log((1 - error) / error);
  if (ratio >= bound) return 'high';
  if (ratio <= -bound) return 'low';
  return successes + failures >= truncation ? 'undecided' : 'open';
}

/** The test whose odds lie `factor` above and below those of `target`: 1.5 at 0.5 gives 0.6 against 0.4. */
export function testAround(target: number, factor: number = 1.5): SequentialTest {
  const odds = target / (1 - target);
  return { high: (odds * factor) / (1 + odds * factor), low: odds / (factor + odds) };
}
