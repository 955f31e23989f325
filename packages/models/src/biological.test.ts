import { streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { biological, steps } from './biological.ts';
import { linearCovariance } from './biological-start.ts';
import { meanOverStates } from './testing/follow.ts';

/** The definition in floating point: mean of u after one event, before the cut to the range. α = 1/4. */
function meanAfter(u: readonly number[], event: number, n: number): number[] {
  const alpha = 0.25;
  return u.map((own, index) => {
    const k = index + 1;
    const slower = u[index + 1] ?? 0;
    if (k === 1) return own + event - (alpha / n) * (own - slower);
    return own + alpha * n ** (-2 * k + 2) * (u[index - 1] - own) - alpha * n ** (-2 * k + 1) * (own - slower);
  });
}

describe('biological', () => {
  // All variables at once from the old values, the last one leaking, both couplings, n = 2 and 4, any even V: a wrong reading
  // of any of them moves a mean by tens of standard errors. 80 cases of up to 4 means at 5 standard errors.
  it('goes to the two levels next to the definition, so that the mean is kept', () => {
    const size = 4096;
    const cases = fc.record({
      half: fc.constantFrom(2, 4, 16),
      base: fc.constantFrom(2, 4),
      places: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 4 }),
      up: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ half, base, places, up, seed }) => {
        const levels = 2 * half;
        const state = places.map((place) => Math.floor(place * levels));
        const params = { groups: state.length, levels, base, burn_in: 0, readout: 'graded' };
        const population = biological.create(params, { size, key: streamKey(seed, 'patterns', '') });
        population.writeStates(new Uint32Array(size * state.length).map((_, at) => state[at % state.length]));
        population.apply(new Uint32Array(population.rowWords).fill(up ? 0xffffffff : 0));
        const after = new Uint32Array(size * state.length);
        population.readStates(after);
        population.release();
        const middle = (levels - 1) / 2;
        const cut = (u: number): number => Math.max(-middle, Math.min(middle, u));
        meanAfter(
          state.map((x) => x - middle),
          up ? 1 : -1,
          base,
        ).forEach((mean, k) => {
          const low = Math.floor(mean - 0.5) + 0.5;
          const share = mean - low;
          const expected = (1 - share) * cut(low) + share * cut(low + 1);
          const found = meanOverStates(after, state.length, (each) => each[k] - middle);
          const spread = Math.abs(cut(low + 1) - cut(low)) * Math.sqrt((share * (1 - share)) / size);
          // One synapse more or less, for probabilities of less than one expected.
          expect(Math.abs(found - expected)).toBeLessThan(5 * spread + 4 / size);
          for (const x of new Set(Array.from({ length: size }, (_, i) => after[i * state.length + k] - middle))) {
            expect([cut(low), cut(low + 1)]).toContain(x);
          }
        });
      }),
      { numRuns: 80, seed: 11 },
    );
  });

  it('rounds with probabilities far below 2^-24, and 2^-32', () => {
    const limit = 310;
    expect([limit - 1, limit].map((low) => steps(-limit, 29, low, 0))).toEqual([-1, 0]);
    // Digits above the 29 belong to others.
    expect(steps(limit, 29, 0xe0000000 + limit - 1, 0)).toBe(1);
    expect([limit - 1, limit, -1].map((low) => steps(limit, 32, low, 0))).toEqual([1, 0, 0]);
    expect([limit - 1, limit].map((low) => steps(limit, 31, low, 0))).toEqual([1, 0]);
    expect([0, 1].map((high) => steps(1, 33, 0, high))).toEqual([1, 0]);
    expect(steps(1, 33, 1, 0)).toBe(0);
    expect([0, 2, 3].map((low) => steps(-7, 2, low, 0))).toEqual([-2, -2, -1]);
  });

  // With 15 variables the slowest couplings have 61 digits; of the first three all are seen to move.
  it('runs with as many variables as its draws can hold', () => {
    const params = { groups: 15, levels: 4, base: 4, burn_in: 0, readout: 'graded' };
    expect(biological.check(params)).toEqual([]);
    expect(biological.check({ ...params, groups: 16 })).toHaveLength(1);
    const population = biological.create(params, { size: 256, key: streamKey(9, 'patterns', '') });
    population.update(3000);
    const states = new Uint32Array(256 * 15);
    population.readStates(states);
    for (const k of [0, 1, 2])
      expect(meanOverStates(states, 15, (state) => (state[k] === 0 ? 0 : 1))).toBeGreaterThan(0.1);
    expect(meanOverStates(states, 15, (state) => state[14])).toBe(0);
  });

  // Given with the definition: linear theory, n = 4, λ = 0.
  it.each([
    [1, 8.2580645],
    [2, 15.802843],
    [7, 51.379665],
  ])('has a linear theory of %d variables with Var u_1 = %d', (groups, variance) => {
    expect(linearCovariance({ groups, levels: 32, base: 4 }, 0)[0][0]).toBeCloseTo(variance, 5);
  });

  it('says which variables a burn-in leaves out of equilibrium', () => {
    const start = (burn_in: number) => biological.start({ groups: 3, levels: 32, base: 4, burn_in });
    // Relaxations 16, 256 and 4096 events.
    expect(start(100).caution).toBe('not equilibrated: u_2, u_3');
    expect(start(10_000)).toEqual({ kind: 'gaussian+burn-in', burnIn: 10_000, caution: '' });
    const declared = biological.parameters['burn_in']?.defaultFrom;
    expect(declared?.value({ groups: 3, base: 4 })).toBe(16_384);
    expect(declared?.value({ groups: 7, base: 4 })).toBe(100_000);
  });
});
