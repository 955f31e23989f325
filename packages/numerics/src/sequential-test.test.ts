import { describe, expect, it } from 'vitest';
import { philoxRng } from './philox.ts';
import { type SequentialTest, type SequentialVerdict, sequentialVerdict, testAround } from './sequential-test.ts';

const sixtyToForty: SequentialTest = { high: 0.6, low: 0.4, truncation: Number.POSITIVE_INFINITY };

/** Trials and verdicts of repeated tests at success probability p. */
function repeated(test: SequentialTest, p: number, repetitions: number): { mean: number; high: number; low: number } {
  const rng = philoxRng(Uint32Array.of(1945, 16, 117, Math.round(100 * p)));
  let trials = 0;
  const ends = { high: 0, low: 0 };
  for (let r = 0; r < repetitions; r++) {
    const seen = [0, 0];
    let verdict: SequentialVerdict = 'open';
    while (verdict === 'open') {
      seen[rng.uniform() < p ? 0 : 1]++;
      verdict = sequentialVerdict(test, seen[0], seen[1]);
    }
    trials += seen[0] + seen[1];
    if (verdict === 'high' || verdict === 'low') ends[verdict]++;
  }
  return { mean: trials / repetitions, high: ends.high / repetitions, low: ends.low / repetitions };
}

describe('sequentialVerdict', () => {
  it('decides by a lead of 8 where 0.6 stands against 0.4: (0.6/0.4)^8 > 19 > (0.6/0.4)^7', () => {
    expect(sequentialVerdict(sixtyToForty, 7, 0)).toBe('open');
    expect(sequentialVerdict(sixtyToForty, 8, 0)).toBe('high');
    expect(sequentialVerdict(sixtyToForty, 3, 11)).toBe('low');
    expect(sequentialVerdict(sixtyToForty, 30, 37)).toBe('open');
  });

  it('is undecided after 65 trials unless told otherwise', () => {
    expect(sequentialVerdict({ high: 0.6, low: 0.4 }, 32, 32)).toBe('open');
    expect(sequentialVerdict({ high: 0.6, low: 0.4 }, 33, 32)).toBe('undecided');
  });

  // Reference values: mean 37 trials at 0.4 and 0.6, 13 at 0.2, 8.9 at 0.05 and 0.95, 65 at 0.5; a lead of 8 as a random walk
  // gives (gambler's ruin) 37.0, 13.3, 8.9 and 64. Within 10 %; at 0.5 one deviation of a mean of 2000 is 1.2.
  it.each([
    [0.4, 37],
    [0.6, 37],
    [0.2, 13],
    [0.05, 8.9],
    [0.95, 8.9],
    [0.5, 65],
  ])('takes at p = %d on average %d trials', (p, trials) => {
    expect(Math.abs(repeated(sixtyToForty, p, 2000).mean / trials - 1)).toBeLessThan(0.1);
  });

  // Reference values 4.0 % and 3.9 %; exactly 1/(1 + 1.5^8) = 3.75 %. Three binomial standard errors.
  it('errs as often as the reference at the ends of its claim', () => {
    const repetitions = 2000;
    const wrong = [repeated(sixtyToForty, 0.4, repetitions).high, repeated(sixtyToForty, 0.6, repetitions).low];
    for (const [i, expected] of [0.04, 0.039].entries()) {
      const deviation = Math.sqrt((expected * (1 - expected)) / repetitions);
      expect(Math.abs(wrong[i] - expected)).toBeLessThan(3 * deviation);
    }
  });

  it('refuses tests and counts that make no sense', () => {
    expect(() => sequentialVerdict({ high: 0.4, low: 0.6 }, 1, 1)).toThrow(RangeError);
    expect(() => sequentialVerdict({ high: 0.6, low: 0.4, error: 0 }, 1, 1)).toThrow(RangeError);
    expect(() => sequentialVerdict(sixtyToForty, -1, 1)).toThrow(RangeError);
  });
});

it('is put around a target by odds: 0.6 against 0.4 at 1/2, 6/7 against 8/11 at 4/5', () => {
  expect(testAround(0.5).high).toBeCloseTo(0.6, 15);
  expect(testAround(0.5).low).toBeCloseTo(0.4, 15);
  expect(testAround(0.8).high).toBeCloseTo(6 / 7, 15);
  expect(testAround(0.8).low).toBeCloseTo(8 / 11, 15);
});
