/** The 50 % load of given counts against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import { fitFallingLogistic } from '@fewbits/numerics';
import { expect, it } from 'vitest';

interface Alpha50Case {
  readonly rows: readonly (readonly [alpha: number, solved: number, samples: number])[];
  readonly alpha50: number;
  readonly scale: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly tolerance: number;
}

const given = JSON.parse(readFileSync(new URL('alpha50.json', import.meta.url), 'utf8')) as Alpha50Case;

it('agrees on the midpoint, its interval and the scale', () => {
  const counts = given.rows.map(([x, successes, trials]) => ({ x, successes, trials }));
  const { midpoint, scale } = fitFallingLogistic(counts, { confidence: 0.95 }) ?? expect.fail();
  expect(midpoint.bound).toBe('none');
  for (const [found, expected] of [
    [midpoint.estimate, given.alpha50],
    [midpoint.lower, given.lower95],
    [midpoint.upper, given.upper95],
    [scale.estimate, given.scale],
  ]) {
    expect(Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN))).toBeLessThan(given.tolerance);
  }
});
