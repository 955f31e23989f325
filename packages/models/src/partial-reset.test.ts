import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { partialReset } from './partial-reset.ts';
import { carryCorrelation, groupLaw } from './partial-reset-start.ts';
import { follow } from './testing/follow.ts';

const cyclic = { last: 'cyclic', readout: 'graded' };

describe('partial-reset', () => {
  it('falls back to the middle on the side of the bound that it left', () => {
    const { states, weights } = follow('partial-reset', { groups: 2, ...cyclic }, [6, 3], '++');
    expect(states).toEqual([
      [7, 3],
      // Not 3: resetting to the other side would be a direction marker's digit.
      [4, 4],
    ]);
    expect(weights).toEqual([0, 2]);
    expect(follow('partial-reset', { groups: 2, ...cyclic }, [0, 4], '-').states).toEqual([[3, 3]]);
  });

  it('resets its last group if cyclic and stops there if hard', () => {
    expect(follow('partial-reset', { groups: 2, ...cyclic }, [7, 7], '+').states).toEqual([[4, 4]]);
    const hard = { groups: 2, last: 'hard', readout: 'graded' };
    expect(follow('partial-reset', hard, [7, 7], '+').states).toEqual([[4, 7]]);
  });

  // Values given with the definition: π_1 at λ = 0, (s, r) = --, -+, +-, ++.
  it('has the stationary law of its first group', () => {
    const law = groupLaw(0, false);
    const at = (v: number): number[] => [...law.subarray(4 * v, 4 * v + 4)];
    [1 / 30, 1 / 24, 1 / 18, 5 / 72].forEach((p, k) => {
      expect(at(4)[k]).toBeCloseTo(p, 14);
    });
    [0, 0, 1 / 45, 1 / 36].forEach((p, k) => {
      expect(at(7)[k]).toBeCloseTo(p, 14);
    });
    [1, 2, 3, 4, 4, 3, 2, 1].forEach((weight, v) => {
      expect(at(v).reduce((a, b) => a + b)).toBeCloseTo(weight / 20, 14);
    });
  });

  // E[d r] = λ_k for d = sign of v, r = sign of the last carry out; λ_1 and λ_2 at λ = 0 are given as 1/9 and 5/37.
  it('passes on carries of the correlation that its law says', () => {
    expect(carryCorrelation(0)).toBeCloseTo(1 / 9, 15);
    expect(carryCorrelation(1 / 9)).toBeCloseTo(5 / 37, 15);
    for (const arrivals of [0, 0.1, 0.5, 0.9, 0.99, 0.9999]) {
      const product = groupLaw(arrivals, false).reduce(
        (sum, p, index) => sum + (index >= 16 === (index & 1) > 0 ? p : -p),
        0,
      );
      expect(product).toBeCloseTo(carryCorrelation(arrivals), 12);
    }
  });

  // Marginal of a hard last v_2 at λ = 0: ends .136363636, inner .121212121.
  it('has the stationary law of a hard last group, driven by correlated carries', () => {
    // λ_1 = 1/9.
    const law = groupLaw(1 / 9, true);
    const marginal = Array.from({ length: 8 }, (_, v) => law.subarray(4 * v, 4 * v + 4).reduce((a, b) => a + b));
    marginal.forEach((p, v) => {
      expect(p).toBeCloseTo(v % 7 === 0 ? 0.136363636364 : 0.121212121212, 11);
    });
  });

  // S_2 at ages 0, 1, 5, 20, 100 is .01905, .03810, .06987, .08063, .03283: the carry out of group 1 comes later. S_3(0) = .00112.
  it('has almost no trace of a new memory in slow groups, which rises before it decays', () => {
    const size = 2 ** 14;
    const stops = 64;
    const population = partialReset.create({ groups: 3, ...cyclic }, { size, key: streamKey(5, 'patterns', 'delay') });
    population.equilibrate();
    const ages = [0, 1, 5, 20, 100];
    const kept = new Uint32Array(ages.length * population.rowWords);
    const keep = Int32Array.from(ages, (age) => 112 - age).toSorted();
    const states = new Uint32Array(3 * size);
    const signal = ages.map(() => [0, 0, 0]);
    for (let stop = 0; stop < stops; stop++) {
      population.update(112, keep, kept);
      population.readStates(states);
      ages.forEach((_, a) => {
        const row = (ages.length - 1 - a) * population.rowWords;
        for (let i = 0; i < size; i++) {
          const xi = (kept[row + (i >>> 5)] >>> (i & 31)) & 1 ? 1 : -1;
          for (let k = 0; k < 3; k++) signal[a][k] += (states[3 * i + k] > 3 ? xi : -xi) / size / stops;
        }
      });
    }
    const error = 4.5 / Math.sqrt(size * stops);
    [0.019047619, 0.0380952381, 0.0698660715, 0.0806330567, 0.0328309889].forEach((expected, a) => {
      expect(Math.abs(signal[a][1] - expected)).toBeLessThan(error);
    });
    expect(Math.abs(signal[0][2] - 0.00112044818)).toBeLessThan(error);
    expect(Math.abs(signal[4][2] - 0.0171608422)).toBeLessThan(error);
  });
});
