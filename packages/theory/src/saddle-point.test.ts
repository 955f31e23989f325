import { gaussianGrid, logTail } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energeticTerm } from './energetic-term.ts';
import { pointWhere, type SaddlePoint, type StorageProblem, unloadedPoint } from './saddle-point.ts';
import { type WeightFamily, weightSet } from './weight-set.ts';

const fine = gaussianGrid(4001, 10);
const integrate = (f: (z: number) => number): number =>
  fine.z.reduce((sum, z, k) => sum + (fine.weight[k] ?? 0) * f(z), 0);

/** Order parameters and conjugates of one site, in integer weights: W̄, q, Q, Ŵ, q̂, Q̂, and the shift mu. */
interface Replica {
  readonly mean: number;
  readonly q: number;
  readonly Q: number;
  readonly field: number;
  readonly qHat: number;
  readonly QHat: number;
  readonly mu: number;
}

/**
 * The functional whose extremum is S, as it stands in the theory: -Q̂Q + q̂q/2 - ŴW̄ + ∫Dz ln Σ_w exp[(Q̂ - q̂/2)w² + (√q̂ z + Ŵ)w]
 * + alpha {f' ∫Dz ln H(-mu - √u z) + (1-f') ∫Dz ln H(mu + √u z)}, u = q/(Q - q). Every weight, 4001 points, no reduction.
 */
function functional(weights: readonly number[], alpha: number, rate: number, r: Replica): number {
  const logZ = integrate((z) => {
    const exponents = weights.map((w) => (r.QHat - r.qHat / 2) * w * w + (Math.sqrt(r.qHat) * z + r.field) * w);
    const top = Math.max(...exponents);
    return top + Math.log(exponents.reduce((sum, exponent) => sum + Math.exp(exponent - top), 0));
  });
  const width = Math.sqrt(r.q / (r.Q - r.q));
  const cost = integrate((z) => rate * logTail(-r.mu - width * z) + (1 - rate) * logTail(r.mu + width * z));
  return -r.QHat * r.Q + (r.qHat * r.q) / 2 - r.field * r.mean + logZ + alpha * cost;
}

const problem = (family: WeightFamily, levels: number, rate = 0.5, mean: number | null = null): StorageProblem => ({
  set: weightSet(family, levels),
  rate,
  mean,
});

const atLoad = (p: StorageProblem, alpha: number): SaddlePoint | null => pointWhere(p, (point) => point.alpha - alpha);

/** A problem and a load below its capacity, a share of the Gardner bound that all families reach. */
const cases = fc
  .tuple(
    fc.constantFrom<WeightFamily>('unipolar', 'signed'),
    fc.integer({ min: 2, max: 9 }),
    fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    fc.option(fc.double({ min: 0.1, max: 0.6, noNaN: true }), { nil: null }),
    fc.double({ min: 0.02, max: 0.9, noNaN: true }),
  )
  .map(([family, levels, rate, mean, share]) => {
    const p = problem(family, levels, family === 'signed' ? 0.5 : rate, family === 'signed' ? null : mean);
    return {
      p,
      share,
      weights: Array.from({ length: levels }, (_, k) => (p.set.first + k * p.set.spacing) * p.set.unit),
    };
  });

describe('a point of the branch', () => {
  // Central differences of relative step 1e-3 leave 1e-6 of the third derivatives, which are of order 1 in relative units.
  it('makes the unreduced functional stationary in every order parameter, and S is its value', () => {
    fc.assert(
      fc.property(cases, ({ p, share, weights }) => {
        const capacity = pointWhere(p, ({ entropy }) => -entropy);
        const point = atLoad(p, share * (capacity?.alpha ?? Number.NaN));
        if (point === null) throw new Error('the branch was lost');
        const { unit } = p.set;
        const { A, B, field } = point.tilt;
        const replica: Replica = {
          mean: point.mean * unit,
          q: point.q * unit ** 2,
          Q: point.Q * unit ** 2,
          field: field / unit,
          qHat: B / unit ** 2,
          QHat: (A + B / 2) / unit ** 2,
          mu: point.mu,
        };
        const S = (r: Replica): number => functional(weights, point.alpha, p.rate, r);
        expect(Math.abs(S(replica) - point.entropy)).toBeLessThan(1e-10);
        for (const name of ['q', 'Q', 'qHat', 'QHat', 'mu', 'field'] as const) {
          // The threshold is optimal where Ŵ = 0: then W̄ is free and follows from the derivative by Ŵ.
          const h =
            1e-3 *
            Math.min(Math.abs(replica[name]) + (name === 'field' || name === 'mu' ? 1 : 0), replica.Q - replica.q);
          const slope =
            (S({ ...replica, [name]: replica[name] + h }) - S({ ...replica, [name]: replica[name] - h })) / (2 * h);
          const scale = name === 'q' || name === 'Q' ? 1 / replica.Q : 1;
          expect(Math.abs(slope) * h * scale).toBeLessThan(1e-6); // the difference quotient itself is off by up to some 1e-7 of S
        }
        expect(p.mean === null ? field : point.mean - p.mean).toBeCloseTo(0, 10);
      }),
      { numRuns: 15 },
    );
  });

  it('has the load asked for, to 1e-9', () => {
    fc.assert(
      fc.property(cases, ({ p, share }) => {
        const capacity = pointWhere(p, ({ entropy }) => -entropy)?.alpha ?? Number.NaN;
        expect(Math.abs((atLoad(p, share * capacity)?.alpha ?? Number.NaN) - share * capacity)).toBeLessThan(
          1e-9 * capacity,
        );
      }),
      { numRuns: 30 },
    );
  });

  // S is an extremum: dS/dalpha is the explicit derivative, G_E. Central differences of 2e-4 of the load:
  // truncation 4e-8 of the third derivative in units of the load, which reaches 10 (imposed mean); rounding 1e-13/h.
  it('loses entropy at the rate G_E with the load', () => {
    fc.assert(
      fc.property(cases, ({ p, share }) => {
        const capacity = pointWhere(p, ({ entropy }) => -entropy)?.alpha ?? Number.NaN;
        const here = atLoad(p, share * capacity);
        const h = 2e-4 * share * capacity;
        const entropyAt = (alpha: number): number => atLoad(p, alpha)?.entropy ?? Number.NaN;
        const rate = (entropyAt(share * capacity + h) - entropyAt(share * capacity - h)) / (2 * h);
        const cost = energeticTerm(here?.u ?? Number.NaN, p.rate).value;
        expect(Math.abs(rate / cost - 1)).toBeLessThan(1e-5);
      }),
      { numRuns: 20 },
    );
  });

  // {0, …, L} times any c: the scaled sets of the package with another unit.
  it('does not depend on the scale of the weights', () => {
    for (const c of [0.01, 3, 50]) {
      const p = problem('unipolar', 5, 0.3);
      const scaled = { ...p.set, spacing: p.set.spacing * c, mean: p.set.mean * c, variance: p.set.variance * c * c };
      const here = atLoad(p, 0.4);
      const there = atLoad({ ...p, set: scaled }, 0.4);
      expect(there?.entropy).toBeCloseTo(here?.entropy ?? Number.NaN, 10);
      expect((there?.mean ?? Number.NaN) / c).toBeCloseTo(here?.mean ?? Number.NaN, 10);
      expect(there?.u).toBeCloseTo(here?.u ?? Number.NaN, 8);
    }
  });
});

describe('the branch', () => {
  it('starts at the flat law, or at the exponential law of the wanted mean', () => {
    const flat = unloadedPoint(problem('unipolar', 4));
    expect(flat.u).toBeCloseTo(2.25 / 1.25, 12);
    expect(flat.entropy).toBeCloseTo(Math.log(4), 12);
    const biased = unloadedPoint(problem('unipolar', 2, 0.5, 0.2));
    expect(biased.entropy).toBeCloseTo(-0.2 * Math.log(0.2) - 0.8 * Math.log(0.8), 12);
    expect(biased.u).toBeCloseTo(0.2 / 0.8, 12);
  });

  it('gives its start for loads that differ from 0 by rounding', () => {
    for (const alpha of [0, 1e-300, 1e-13])
      expect(atLoad(problem('signed', 5), alpha)?.entropy).toBeCloseTo(Math.log(5), 12);
  });

  // Linear response: S = ln levels + alpha G_E(u0) + O(alpha²).
  it('is right for small loads down to 1e-9', () => {
    for (const alpha of [1e-9, 1e-7, 1e-5]) {
      const p = problem('unipolar', 3);
      const first = alpha * energeticTerm(unloadedPoint(p).u, 0.5).value;
      const drop = (atLoad(p, alpha)?.entropy ?? Number.NaN) - Math.log(3);
      expect(Math.abs(drop - first)).toBeLessThan(alpha * alpha + 1e-14);
    }
  });

  it('ends well above capacity, and says so', () => {
    expect(atLoad(problem('binary', 2), 1.1)?.entropy).toBeLessThan(0);
    expect(atLoad(problem('binary', 2), 2)).toBe(null);
    expect(atLoad(problem('unipolar', 16), 1.5)).toBe(null);
  });
});
