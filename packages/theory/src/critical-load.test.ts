import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CriticalLoad, type CriticalLoadParameters, criticalLoad } from './critical-load.ts';

const solved = (
  parameters: CriticalLoadParameters,
): CriticalLoad & { alpha_c: number; mean_weight: number; at: number } => {
  const { alpha_c, mean_weight, at, ...rest } = criticalLoad(parameters);
  if (alpha_c === null || mean_weight === null || at === null) throw new Error(`no value: ${rest.reason}`);
  return { ...rest, alpha_c, mean_weight, at };
};

const unipolar = fc.record({
  weights: fc.constant('unipolar' as const),
  levels: fc.integer({ min: 2, max: 24 }),
  output_rate: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
});
const symmetric = fc.record({
  weights: fc.constant('signed' as const),
  levels: fc.integer({ min: 2, max: 24 }),
  output_rate: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
});

describe('the published and independently computed capacities', () => {
  // Krauth & Mézard 1989: 0.833; the digits by an independent computation, like the tables below.
  it('is 0.833079 for ±1 weights, by either name', () => {
    expect(solved({ weights: 'binary' }).alpha_c).toBeCloseTo(0.833079, 6);
    expect(solved({ weights: 'binary', levels: 2 }).q).toBeCloseTo(0.563949, 6);
    expect(solved({ weights: 'signed', levels: 2 }).alpha_c).toBeCloseTo(0.833079, 6);
  });

  it.each([
    [2, 1, 0.589738, 0.321755, 0.321755, 0.238828, 0.49652],
    [3, 1.585, 0.741151, 0.273298, 0.87499, 0.747046, 0.58317],
    [4, 2, 0.810554, 0.248721, 1.620606, 1.456459, 0.63662],
    [8, 3, 0.908009, 0.207582, 6.236294, 5.955834, 0.73414],
    [16, 4, 0.954244, 0.180726, 22.139589, 21.670083, 0.80243],
  ])('unipolar, %i levels (%d bits): %d', (levels, bits, alpha, mean, Q, q, at) => {
    const load = solved({ weights: 'unipolar', levels });
    expect(load.alpha_c).toBeCloseTo(alpha, 6);
    expect(load.mean_weight).toBeCloseTo(mean, 6);
    expect(load.bits).toBeCloseTo(bits, 3);
    expect(load.Q).toBeCloseTo(Q, 5);
    expect(load.q).toBeCloseTo(q, 5);
    expect(load.at).toBeCloseTo(at, 4);
  });

  it.each([
    [3, 1.174482],
    [4, 1.359963],
    [8, 1.65989],
    [16, 1.821961],
  ])('signed, %i levels: %d', (levels, alpha) => {
    const load = solved({ weights: 'signed', levels });
    expect(load.alpha_c).toBeCloseTo(alpha, 6);
    expect(load.mean_weight).toBe(0);
  });

  it.each([
    [2, 0.796682],
    [4, 1.087649],
    [8, 1.214834],
  ])('unipolar, %i levels, a fifth of the outputs 1: %d', (levels, alpha) => {
    expect(solved({ weights: 'unipolar', levels, output_rate: 0.2 }).alpha_c).toBeCloseTo(alpha, 6);
  });

  // By the same equations on a plain grid of 4001 points, every root looked for: an independent computation.
  it.each([
    [2, 0.3, 0.93845853, 0.57035891, 1],
    [2, 0.2, 1.13272828, 0.58011103, 1],
    [2, 0.05, 2.7172276, 0.62001266, 1],
    [3, 0.2, 1.58785354, 0.45809544, 0.62725628],
    [4, 0.05, 4.30101523, 9 * 0.39915461, 9 * 0.48656922],
    [8, 0.3, 1.86002787, 49 * 0.2997554, 49 * 0.33149688],
  ])('signed, %i levels, a share %d of the outputs 1: %d', (levels, output_rate, alpha, q, Q) => {
    const load = solved({ weights: 'signed', levels, output_rate });
    expect(load.alpha_c).toBeCloseTo(alpha, 7);
    expect(load.q).toBeCloseTo(q, 5);
    expect(load.Q).toBeCloseTo(Q, 5);
    expect(load.mean_weight).toBe(0);
  });

  it('occupies four levels by 0.58671, 0.18476, 0.12418, 0.10435', () => {
    [0.58671, 0.18476, 0.12418, 0.10435].forEach((share, k) => {
      expect(criticalLoad({ weights: 'unipolar', levels: 4 }).occupancy?.[k]).toBeCloseTo(share, 5);
    });
  });

  it('is 0.539036 for two levels held at mean weight 0.2', () => {
    const load = solved({ weights: 'unipolar', levels: 2, mean_weight: 0.2 });
    expect(load.alpha_c).toBeCloseTo(0.539036, 6);
    expect(load.mean_weight).toBeCloseTo(0.2, 10);
  });

  it('reaches 59, 81, 91 and 95 % of the continuous capacity with 1, 2, 3 and 4 bits', () => {
    const limit = criticalLoad({ weights: 'unipolar', levels: 'inf' }).alpha_c ?? Number.NaN;
    const percent = [2, 4, 8, 16].map((levels) => (100 * solved({ weights: 'unipolar', levels }).alpha_c) / limit);
    expect(percent.map(Math.round)).toEqual([59, 81, 91, 95]);
  });
});

describe('criticalLoad', () => {
  it('grows with the number of levels and stays below the continuous limit', () => {
    for (const [weights, output_rate] of [
      ['unipolar', 0.5],
      ['unipolar', 0.07],
      ['signed', 0.5],
      ['signed', 0.2],
      ['signed', 0.99],
    ] as const) {
      const limit = criticalLoad({ weights, levels: 'inf', output_rate }).alpha_c ?? Number.NaN;
      let before = 0;
      for (const levels of [2, 3, 4, 5, 6, 7, 8, 11, 16, 23, 32, 64, 128, 256]) {
        const { alpha_c } = solved({ weights, levels, output_rate });
        expect(alpha_c).toBeGreaterThan(before);
        expect(alpha_c).toBeLessThan(limit);
        before = alpha_c;
      }
      expect(before / limit).toBeGreaterThan(0.99);
    }
  });

  // An empirical law of the reference computation, good to 5 % from 4 levels on.
  it('misses the continuous capacity by about 0.74/levels', () => {
    for (const levels of [4, 8, 16, 32, 64]) {
      expect(((1 - solved({ weights: 'unipolar', levels }).alpha_c) * levels) / 0.74).toBeCloseTo(1, 1);
    }
  });

  it('does not care which output is called 1', () => {
    fc.assert(
      fc.property(fc.oneof(unipolar, symmetric), ({ weights, levels, output_rate }) => {
        const one = solved({ weights, levels, output_rate });
        const other = solved({ weights, levels, output_rate: 1 - output_rate });
        expect(Math.abs(other.alpha_c / one.alpha_c - 1)).toBeLessThan(1e-9);
        expect(other.mean_weight).toBeCloseTo(one.mean_weight, 9);
      }),
      { numRuns: 15 },
    );
  });

  it('grows with the bias of the outputs, and so does its limit', () => {
    const rates = [0.5, 0.4, 0.25, 0.1, 0.03, 1e-3, 1e-6];
    for (const weights of ['unipolar', 'signed'] as const) {
      const loads = rates.map((output_rate) => solved({ weights, levels: 5, output_rate }).alpha_c);
      loads.slice(1).forEach((load, k) => {
        expect(load).toBeGreaterThan(loads[k] ?? Number.NaN);
      });
    }
  });

  // Outputs of entropy h2(f') cannot carry more information than the weights: alpha_c h2(f') ≤ log2(levels).
  it('stores no more information than the weights hold, in a stable phase', () => {
    const bits = (p: number): number => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    fc.assert(
      fc.property(fc.oneof(unipolar, symmetric), (parameters) => {
        const { alpha_c, at } = solved(parameters);
        expect(alpha_c * bits(parameters.output_rate)).toBeLessThan(Math.log2(parameters.levels));
        expect(at).toBeLessThan(1);
      }),
      { numRuns: 25 },
    );
  });

  it('tells where its weights sit: occupancy, mean and mean square agree', () => {
    fc.assert(
      fc.property(unipolar, (parameters) => {
        const { occupancy, mean_weight, Q } = solved(parameters);
        const top = parameters.levels - 1;
        const moment = (power: number): number =>
          occupancy?.reduce((sum, share, w) => sum + share * w ** power, 0) ?? Number.NaN;
        expect(occupancy).toHaveLength(parameters.levels);
        expect(moment(0)).toBeCloseTo(1, 10);
        expect(moment(1) / top).toBeCloseTo(mean_weight, 9);
        expect(moment(2) / (Q ?? Number.NaN)).toBeCloseTo(1, 9);
      }),
      { numRuns: 15 },
    );
  });

  // The optimal threshold is the best of all: imposing its own mean weight changes nothing, any other costs capacity.
  it('is largest at the mean weight that it reports', () => {
    fc.assert(
      fc.property(unipolar, fc.double({ min: 0.02, max: 0.1, noNaN: true }), (parameters, off) => {
        const best = solved(parameters);
        const imposed = (mean_weight: number): number => solved({ ...parameters, mean_weight }).alpha_c;
        expect(Math.abs(imposed(best.mean_weight) / best.alpha_c - 1)).toBeLessThan(1e-9);
        expect(imposed(best.mean_weight + off)).toBeLessThan(best.alpha_c);
        expect(imposed(best.mean_weight - off)).toBeLessThan(best.alpha_c);
      }),
      { numRuns: 10 },
    );
  });

  it('falls to 0 as the imposed mean weight approaches either end', () => {
    for (const [near, far] of [
      [0.01, 0.05],
      [0.98, 0.9],
    ] as const) {
      const close = solved({ weights: 'unipolar', levels: 3, mean_weight: near }).alpha_c;
      expect(close).toBeGreaterThan(0);
      expect(close).toBeLessThan(solved({ weights: 'unipolar', levels: 3, mean_weight: far }).alpha_c);
    }
  });

  it('is the closed form for continuous weights, where nothing else exists', () => {
    expect(criticalLoad({ weights: 'unipolar', levels: 'inf' })).toEqual({
      alpha_c: expect.closeTo(1, 12),
      mean_weight: null,
      bits: null,
      q: null,
      Q: null,
      at: null,
      occupancy: null,
      reason: 'continuous-limit',
    });
    expect(criticalLoad({ weights: 'signed', levels: 'inf' }).alpha_c).toBeCloseTo(2, 12);
  });

  it.each<[CriticalLoadParameters, string]>([
    [{ weights: 'binary', levels: 3 }, 'levels: got 3, expected 2 with binary weights'],
    [{ weights: 'binary', levels: 'inf' }, 'levels: got inf, expected 2 with binary weights'],
    [{ weights: 'unipolar' }, 'levels: got nothing, expected an integer from 2 to 4096, or inf'],
    [{ weights: 'unipolar', levels: 1 }, 'levels: got 1'],
    [{ weights: 'unipolar', levels: 2.5 }, 'levels: got 2.5'],
    [{ weights: 'unipolar', levels: 3, output_rate: 0 }, 'output_rate: got 0, expected a number between 0 and 1'],
    [{ weights: 'unipolar', levels: 3, mean_weight: 1 }, 'mean_weight: got 1, expected a number between 0 and 1'],
    [{ weights: 'signed', levels: 3, mean_weight: 0.1 }, 'mean_weight: got 0.1, expected none with signed weights'],
    [{ weights: 'unipolar', levels: 'inf', mean_weight: 0.1 }, 'mean_weight: got 0.1, expected none with levels = inf'],
  ])('refuses %j', (parameters, message) => {
    expect(() => criticalLoad(parameters)).toThrow(message);
  });

  it('names every fault at once', () => {
    expect(() => criticalLoad({ weights: 'signed', levels: 1, output_rate: 1.3 })).toThrow(
      /levels: got 1.*output_rate: got 1.3/,
    );
  });

  // 8 s is the budget of a report that draws the line through 2 … 16 levels; it takes about 0.1 s.
  it('is quick enough to draw a line through all levels', () => {
    const before = process.cpuUsage().user;
    for (let levels = 2; levels <= 16; levels++) criticalLoad({ weights: 'unipolar', levels });
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(2);
  });
});
