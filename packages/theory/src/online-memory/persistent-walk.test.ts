import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circleInversion } from './circle-inversion.ts';
import { type CentralWalk, exitLaw } from './exit-law.ts';
import { fadingAge, walkSignals } from './persistent-walk.ts';
import { walkSeries } from './walk-series.ts';

/** S(0) … S(last) by moving all walkers event by event, without the symmetry. */
function followed({ sites, spread, correlation }: CentralWalk, last: number): number[] {
  const { b, e } = exitLaw(sites, correlation);
  const p = (1 + correlation) / 2;
  let undoPlus = new Float64Array(sites).fill(0.5 / spread, (sites - spread) / 2, (sites + spread) / 2);
  let undoMinus = undoPlus.slice();
  const signal: number[] = [];
  let left = 0;
  for (let age = 0; ; age++) {
    let sum = left;
    for (let y = 0; y < sites; y++) {
      sum += e * (undoPlus[y] + undoMinus[y]) + (undoPlus[y] - undoMinus[y]) * b * ((sites - 1) / 2 - y);
    }
    signal.push(sum);
    if (age === last) return signal;
    left = (left + undoPlus[0] + undoMinus[sites - 1]) * correlation;
    const [fromAbove, fromBelow] = [new Float64Array(sites), new Float64Array(sites)];
    for (let y = 0; y < sites; y++) {
      fromAbove[y] = y + 1 < sites ? undoPlus[y + 1] : 0;
      fromBelow[y] = y > 0 ? undoMinus[y - 1] : 0;
    }
    undoPlus = fromAbove.map((weight, y) => p * weight + (1 - p) * fromBelow[y]);
    undoMinus = fromAbove.map((weight, y) => (1 - p) * weight + p * fromBelow[y]);
  }
}

function worst(values: readonly number[], at: (age: number) => number, from = 0): number {
  return Math.max(...values.map((value, age) => (age < from ? 0 : Math.abs(value - at(age)))));
}

const shapes = [
  [1, 1],
  [3, 1],
  [4, 4],
  [12, 4],
  [15, 15],
  [63, 1],
  [64, 64],
  [192, 64],
  [255, 1],
] as const;

it('keeps b + λe = e, and b = 2/(L+1) at λ = 0', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (sites, correlation) => {
        const { b, e } = exitLaw(sites, correlation);
        expect(b + correlation * e).toBeCloseTo(e, 14);
        expect(exitLaw(sites, 0).b).toBeCloseTo(2 / (sites + 1), 15);
      },
    ),
  );
});

describe.each([0, 0.1, 0.5, 0.9, 0.99])('at correlation %f', (correlation) => {
  it.each(shapes)('agrees with the walk itself on %i sites from %i', (sites, spread) => {
    const signal = walkSignals(correlation)(sites, spread);
    expect(worst(followed({ sites, spread, correlation }, 1000), (age) => signal.at(age))).toBeLessThan(1e-14);
  });

  it('agrees with the walk itself on more sites than walkers can cross, where fewer tell', () => {
    const sites = 2 ** 14;
    const values = followed({ sites, spread: sites, correlation }, 511);
    const { at } = walkSignals(correlation)(sites, sites);
    for (const age of [64, 120, 300, 511]) expect(at(age) / values[age]).toBeCloseTo(1, 11);
  });

  it('agrees with the walk itself where its generating function is inverted', () => {
    for (const [sites, spread] of [
      [256, 256],
      [1023, 1],
      [768, 256],
    ] as const) {
      const walk = { sites, spread, correlation };
      const values = followed(walk, 1500);
      const invert = circleInversion(1500, (exponent) => [walkSeries(walk, exponent)]);
      expect(worst(values.slice(0, 400), (age) => invert(age)[0])).toBeLessThan(1e-12);
    }
  });
});

it('goes over from the walk to its modes without a step', () => {
  for (const correlation of [0.1, 0.5, 0.9]) {
    // 2e6 site updates are followed at once; the modes take over above that.
    for (const [sites, spread] of [
      [4096, 4096],
      [4095, 1],
      [3072, 1024],
    ] as const) {
      const first = Math.max(fadingAge(correlation), Math.floor(2e6 / sites)) + 1;
      const values = followed({ sites, spread, correlation }, first + 40);
      const signal = walkSignals(correlation)(sites, spread);
      expect(worst(values, (age) => signal.at(age), first)).toBeLessThan(1e-15 + 1e-12 * values[first]);
    }
  }
});

it('does not increase with age when events are independent, at any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.boolean(), fc.integer({ min: 0, max: 1e6 }), (k, marker, age) => {
      const sites = marker ? 4 ** (k + 1) : 4 ** (k + 1) - 1;
      const signal = walkSignals(0)(sites, marker ? sites : 1);
      // 1e-13: rounding of some thousand modes.
      expect(signal.at(age + 1)).toBeLessThanOrEqual(signal.at(age) * (1 + 1e-13));
      expect(signal.at(age)).toBeLessThanOrEqual(signal.initial * (1 + 1e-13));
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('sums to the mean exit time: (L+1)²/4 from the middle, (L+1)(L+2)/6 from anywhere', () => {
  for (const [sites, spread, time] of [
    [15, 1, 64],
    [63, 1, 1024],
    [16, 16, 51],
    [64, 64, 715],
  ] as const) {
    const signal = walkSignals(0)(sites, spread);
    let sum = 0;
    for (let age = 0; age < 60 * sites * sites; age++) sum += signal.at(age);
    expect(sum / (signal.initial * time)).toBeCloseTo(1, 12);
  }
});
