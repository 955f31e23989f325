/** Special functions and critical loads against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import { hazard, logTail } from '@fewbits/numerics';
import { criticalLoad, optimalThreshold, type WeightFamily } from '@fewbits/theory';
import { describe, expect, it } from 'vitest';

interface MillsRatio {
  readonly x: number;
  readonly hazard: number;
  readonly lnH: number;
}

interface CriticalLoad {
  readonly weights: WeightFamily;
  readonly levels: number;
  readonly output_rate: number;
  readonly alpha_c: number;
  readonly mean_weight_over_L?: number;
  readonly q?: number;
  readonly Q?: number;
  readonly AT?: number;
  readonly mu?: number;
  readonly occupancy?: readonly number[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

describe.each(read('mills-ratio.json') as MillsRatio[])('at x = $x', ({ x, ...golden }) => {
  it('hazard and ln H are right to the ten digits given', () => {
    expect(Math.abs(hazard(x) / golden.hazard - 1)).toBeLessThan(1e-9);
    expect(Math.abs(logTail(x) / golden.lnH - 1)).toBeLessThan(1e-9);
  });
});

describe.each(read('critical-load.json') as CriticalLoad[])(
  '$weights, $levels levels, output rate $output_rate',
  ({ weights, levels, output_rate, ...golden }) => {
    // Five or six decimals are given.
    const near = (expected: number) => expect.closeTo(expected, 5);

    it('critical load, order parameters and threshold agree', () => {
      const found = criticalLoad({ weights, levels, output_rate });
      expect(Math.abs((found.alpha_c ?? Number.NaN) - golden.alpha_c)).toBeLessThan(2e-6);
      if (golden.mean_weight_over_L !== undefined) expect(found.mean_weight).toEqual(near(golden.mean_weight_over_L));
      if (golden.q !== undefined) expect(found.q).toEqual(near(golden.q));
      if (golden.Q !== undefined) expect(found.Q).toEqual(near(golden.Q));
      if (golden.AT !== undefined) expect(found.at).toEqual(near(golden.AT));
      golden.occupancy?.forEach((share, k) => {
        expect(found.occupancy?.[k]).toEqual(near(share));
      });
      if (golden.mu !== undefined) {
        const theta = optimalThreshold({ weights, levels, output_rate, inputs: 'pm1', input_rate: 0.5, size: 1 });
        expect(-theta / Math.sqrt((found.Q ?? Number.NaN) - (found.q ?? Number.NaN))).toEqual(near(golden.mu));
      }
    });
  },
);
