/** Local entropy: the functional on plain grids, reference values, identities at y = 1, limits and refusals. */
import { gaussianGrid, logTail } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { entropy } from './entropy.ts';
import { type LocalEntropy, type LocalEntropyParameters, localEntropy } from './local-entropy.ts';
import { replicatedPattern } from './local-entropy-energetic.ts';
import { type Overlaps, type RobustEnsemble, robustOverlaps, robustPoint } from './local-entropy-saddle.ts';

interface Replicas {
  readonly q1: number;
  readonly q0: number;
  readonly h1: number;
  readonly h0: number;
}

/** ln Σ exp, of exponents that are all finite. */
function logSum(exponents: Float64Array): number {
  const top = exponents.reduce((most, exponent) => Math.max(most, exponent), Number.NEGATIVE_INFINITY);
  return top + Math.log(exponents.reduce((sum, exponent) => sum + Math.exp(exponent - top), 0));
}

/**
 * Phi as it stands in the theory, on plain uniform grids that share nothing with the package: z0 on ±8, z1 on [-8, 8 + 3√y]
 * for patterns and on ±(8 + y√(h1-h0)) for synapses.
 */
function functional({ alpha, gamma, y }: RobustEnsemble, { q1, q0, h1, h0 }: Replicas): number {
  const outer = gaussianGrid(Math.max(161, 2 * Math.ceil(10 * y) + 1), 8);
  const average = (points: number, low: number, high: number, exponent: (z: number) => number): number => {
    const step = (high - low) / (points - 1);
    const exponents = Float64Array.from({ length: points }, (_, k) => {
      const z = low + k * step;
      return exponent(z) - 0.5 * z * z;
    });
    return logSum(exponents) + Math.log(step / Math.sqrt(2 * Math.PI));
  };
  const reach = 8 + y * Math.sqrt(h1 - h0);
  const logTwoCosh = (t: number): number => Math.abs(t) + Math.log1p(Math.exp(-2 * Math.abs(t)));
  let sites = 0;
  let patterns = 0;
  outer.z.forEach((z0, k) => {
    const weight = outer.weight[k] ?? 0;
    const field = Math.sqrt(h0) * z0;
    const lobes = [gamma, -gamma].map((shift) =>
      average(601, -reach, reach, (z) => y * logTwoCosh(field + Math.sqrt(h1 - h0) * z + shift)),
    );
    sites += weight * logSum(Float64Array.from(lobes));
    patterns +=
      weight *
      average(501, -8, 8 + 3 * Math.sqrt(y), (z) => {
        const x = -(Math.sqrt(q0) * z0 + Math.sqrt(q1 - q0) * z) / Math.sqrt(1 - q1);
        return y * logTail(x);
      });
  });
  return -0.5 * y * (y - 1) * h1 * q1 + 0.5 * y * y * h0 * q0 - 0.5 * y * h1 + sites + alpha * patterns;
}

const overlapsOf = (ensemble: RobustEnsemble): Overlaps =>
  robustOverlaps(ensemble) ?? expect.fail('the branch was lost');
const pointOf = (ensemble: RobustEnsemble): ReturnType<typeof robustPoint> =>
  robustPoint(ensemble, overlapsOf(ensemble), 1);
/** The values, all of them numbers. */
function valuesOf(parameters: LocalEntropyParameters): Record<keyof Omit<LocalEntropy, 'reason'>, number> {
  const { reason, ...values } = localEntropy(parameters);
  if (reason !== undefined) throw new Error(`${JSON.stringify(parameters)}: ${reason}`);
  return values as Record<keyof typeof values, number>;
}

describe('the saddle point', () => {
  it.each<RobustEnsemble>([
    { alpha: 0.6, gamma: 0.5, y: 2 },
    { alpha: 0.4, gamma: 0.8, y: 5.5 },
    { alpha: 0.3, gamma: 1.2, y: 0.7 },
  ])('makes the functional stationary on plain grids: alpha $alpha, gamma $gamma, y $y', (ensemble) => {
    const point = pointOf(ensemble);
    const { q1, q0, h1, h0 } = point;
    const here: Replicas = { q1, q0, h1, h0 };
    // Both quadratures are good to 1e-10 in Phi, of order 1 to 10.
    expect(Math.abs(functional(ensemble, here) - point.potential)).toBeLessThan(1e-9);
    for (const name of ['q1', 'q0', 'h1', 'h0'] as const) {
      const step = 1e-3 * Math.min(here[name], 1 - q1, q1 - q0, h1 - h0);
      const rise =
        functional(ensemble, { ...here, [name]: here[name] + step }) -
        functional(ensemble, { ...here, [name]: here[name] - step });
      // The second-order part drops out, the third is of order 1e-9 in units of the step's scale; a displaced q1 would give 1e-5.
      expect(Math.abs(rise)).toBeLessThan(3e-9);
    }
    // Truncation 1e-6 of third derivatives below 10, relative to y and gamma.
    const { y, gamma } = ensemble;
    const byY = functional({ ...ensemble, y: y * 1.001 }, here) - functional({ ...ensemble, y: y * 0.999 }, here);
    expect(Math.abs(byY / (0.002 * y) - point.meanLog)).toBeLessThan(1e-6 * (1 + y));
    const byGamma =
      functional({ ...ensemble, gamma: gamma * 1.001 }, here) - functional({ ...ensemble, gamma: gamma * 0.999 }, here);
    expect(Math.abs(byGamma / (0.002 * gamma) - y * point.overlap)).toBeLessThan(3e-6 * (1 + y));
  });

  // Total derivatives along the branch: those of the explicit variable alone. Central differences of 1e-3 (relative).
  it('has dPhi/dalpha = E, dPhi/dy = meanLog, dPhi/dgamma = y S along the branch', () => {
    const ensemble = { alpha: 0.55, gamma: 0.7, y: 3 };
    const { q0, spread } = overlapsOf(ensemble);
    const { meanLog, overlap } = pointOf(ensemble);
    const slope = (name: keyof RobustEnsemble): number => {
      const at = (factor: number): number => pointOf({ ...ensemble, [name]: ensemble[name] * factor }).potential;
      return (at(1.001) - at(0.999)) / (0.002 * ensemble[name]);
    };
    expect(slope('alpha')).toBeCloseTo(replicatedPattern(q0, spread, 3).logZ, 5);
    expect(slope('y')).toBeCloseTo(meanLog, 5);
    expect(slope('gamma')).toBeCloseTo(3 * overlap, 5);
  });

  // exp(-2 pi d/h) at half the spacing is its square: the coarse error is what is left.
  it.each([
    [0.6, 0.5, 2],
    [0.6, 0.5, 25],
    [0.6, 1, 8],
    [0.2, 3, 1.2],
    [0.8, 0.1, 300],
    [0.05, 0.3, 0.01],
  ])('moves by less than 1e-9 on finer grids: alpha %d, gamma %d, y %d', (alpha, gamma, y) => {
    const ensemble = { alpha, gamma, y };
    const overlaps = overlapsOf(ensemble);
    const [coarse, finer] = [robustPoint(ensemble, overlaps, 1), robustPoint(ensemble, overlaps, 2.3)];
    for (const name of ['h1', 'h0', 'meanLog', 'overlap'] as const) {
      expect(Math.abs(coarse[name] - finer[name])).toBeLessThan(1e-9);
    }
    expect(Math.abs(coarse.potential - finer.potential) / (1 + y)).toBeLessThan(1e-11);
  });
});

describe('local entropy', () => {
  it.each([
    [0.4, 0.5, 8, 0.157931, 0.324131, 0.300213, 0.501431, 0.394799],
    [0.5, 0.5, 4, 0.157455, 0.242397, 0.41144, 0.554889, 0.421686],
    [0.6, 0.5, 2, 0.199139, 0.161587, 0.546397, 0.580163, 0.437921],
    [0.6, 1, 8, 0.023527, 0.075791, 0.071013, 0.909887, 0.650564],
  ])('has the reference values at alpha %d, gamma %d, y %d', (alpha, gamma, y, d, local, external, q1, q0) => {
    const here = valuesOf({ alpha, gamma, y });
    // Six digits are given.
    expect(Math.abs(here.distance - d)).toBeLessThan(1e-6);
    expect(Math.abs(here.local_entropy - local)).toBeLessThan(1e-6);
    expect(Math.abs(here.external_entropy - external)).toBeLessThan(1e-6);
    expect(Math.abs(here.q1 - q1)).toBeLessThan(1e-6);
    expect(Math.abs(here.q0 - q0)).toBeLessThan(1e-6);
    expect(here.y).toBe(y);
  });

  it('resolves many replicas: distance 0.0767131 at alpha 0.6, gamma 0.5, y 25', () => {
    expect(valuesOf({ alpha: 0.6, gamma: 0.5, y: 25 }).distance).toBeCloseTo(0.0767131, 7);
  });

  // One replica: the sum over references factorises, Phi = S_RS + ln 2cosh gamma, S = tanh gamma, and q0 is that of typical
  // solutions.
  it.each([0.1, 0.3, 0.6])('around typical solutions (y = 1) has the exact distance and total, alpha = %d', (alpha) => {
    const typical = entropy({ weights: 'binary', alpha });
    for (const gamma of [0.05, 0.4, 1]) {
      const here = valuesOf({ alpha, gamma, y: 1 });
      expect(here.distance).toBeCloseTo((1 - Math.tanh(gamma)) / 2, 9);
      expect(here.q0).toBeCloseTo(typical.overlap ?? Number.NaN, 9);
      const potential = here.external_entropy + here.local_entropy + gamma * (1 - 2 * here.distance);
      expect(potential).toBeCloseTo((typical.entropy ?? Number.NaN) + Math.log(2 * Math.cosh(gamma)), 9);
    }
  });

  it('without coupling is the entropy of all solutions, at half the distance, from every reference', () => {
    const typical = entropy({ weights: 'binary', alpha: 0.5 });
    for (const [gamma, tolerance] of [
      [0, 1e-9],
      [1e-6, 1e-5],
    ] as const) {
      for (const y of [0.5, 1, 6]) {
        const here = valuesOf({ alpha: 0.5, gamma, y });
        expect(Math.abs(here.local_entropy - (typical.entropy ?? Number.NaN))).toBeLessThan(tolerance);
        expect(Math.abs(here.external_entropy - Math.LN2)).toBeLessThan(tolerance);
        expect(Math.abs(here.distance - 0.5)).toBeLessThan(tolerance);
        expect(Math.abs(here.q1 - here.q0)).toBeLessThan(tolerance);
      }
    }
  });

  const bound = (d: number): number => -d * Math.log(d) - (1 - d) * Math.log(1 - d);

  it('without patterns is the number of all weights at that distance', () => {
    for (const gamma of [0, 0.3, 1, 5]) {
      const none = valuesOf({ alpha: 0, gamma, y: 3 });
      const few = valuesOf({ alpha: 1e-7, gamma: Math.min(gamma, 3), y: 3 });
      expect(none.distance).toBeCloseTo((1 - Math.tanh(gamma)) / 2, 12);
      expect(none.local_entropy).toBeCloseTo(bound(none.distance), 12);
      expect(none.external_entropy).toBe(Math.LN2);
      // Linear in alpha, with slope <ln H> of order 1.
      if (gamma < 3)
        for (const name of ['distance', 'local_entropy', 'external_entropy', 'q1', 'q0'] as const) {
          expect(Math.abs(few[name] - none[name])).toBeLessThan(3e-6);
        }
    }
  });

  it('stays below that number, and falls with the load', () => {
    for (const gamma of [0.2, 0.6, 1.2]) {
      let before = Number.POSITIVE_INFINITY;
      for (const alpha of [0.1, 0.3, 0.5]) {
        const { distance, local_entropy } = valuesOf({ alpha, gamma, y: 4 });
        expect(local_entropy).toBeLessThan(bound(distance));
        expect(local_entropy).toBeLessThan(before);
        before = local_entropy;
      }
    }
  });

  // Many replicas freeze the choice of the reference: corrections are a series in 1/y, and q1 - q0 is one of them.
  it('has a limit of many replicas, approached as 1/y', () => {
    const at = (y: number): ReturnType<typeof valuesOf> => valuesOf({ alpha: 0.4, gamma: 0.5, y });
    const [one, two, four] = [at(2000), at(4000), at(8000)];
    const ratio = (one.distance - two.distance) / (two.distance - four.distance);
    expect(ratio).toBeCloseTo(2, 1);
    expect((one.q1 - one.q0) / (two.q1 - two.q0)).toBeCloseTo(2, 1);
    expect(Math.abs(at(1e5).distance - four.distance)).toBeLessThan(2e-5);
  });
});

describe('the number of replicas y*', () => {
  it.each([
    [0.6, 1],
    [0.6, 0.5],
    [0.4, 1],
    [0.7, 0.3],
  ])('leaves one reference, and is where the external entropy falls through 0: alpha %d, gamma %d', (alpha, gamma) => {
    const here = valuesOf({ alpha, gamma });
    expect(Math.abs(here.external_entropy)).toBeLessThan(1e-8);
    expect(valuesOf({ alpha, gamma, y: here.y })).toEqual(here);
    expect(valuesOf({ alpha, gamma, y: here.y * 0.99 }).external_entropy).toBeGreaterThan(0);
    expect(valuesOf({ alpha, gamma, y: here.y * 1.01 }).external_entropy).toBeLessThan(0);
  });

  // The message of the paper: dense regions exist beside typical solutions. About these, entropy grows with the distance.
  it('selects regions denser than those about typical solutions even at a larger distance', () => {
    const dense = valuesOf({ alpha: 0.6, gamma: 1 });
    const typical = valuesOf({ alpha: 0.6, gamma: Math.atanh(1 - 2 * dense.distance) * 0.75, y: 1 });
    expect(typical.distance).toBeGreaterThan(dense.distance);
    expect(dense.local_entropy).toBeGreaterThan(typical.local_entropy);
  });

  it.each([
    [0, 1],
    [0.5, 0],
    [0.05, 1],
  ])('does not exist for alpha %d, gamma %d', (alpha, gamma) => {
    expect(localEntropy({ alpha, gamma })).toMatchObject({ y: null, distance: null, reason: 'no-external-zero' });
  });
});

describe('a refusal', () => {
  it.each([
    [0.8, 1, 2],
    [0.7, 0.5, 16],
    [0.2, 3, 2],
    [0.6, 50, 3],
    [1000, 1, 3],
    [1e300, 0.1, 1e5],
  ])('says branch-lost where replicas freeze: alpha %d, gamma %d, y %d', (alpha, gamma, y) => {
    const { reason, ...values } = localEntropy({ alpha, gamma, y });
    expect(reason).toBe('branch-lost');
    expect(values).toEqual({ distance: null, local_entropy: null, external_entropy: null, q1: null, q0: null, y });
  });

  it('says so too where y* would lie there', () => {
    expect(localEntropy({ alpha: 0.8, gamma: 0.5 })).toMatchObject({ y: null, reason: 'branch-lost' });
  });

  it('says quadrature where y is too large for double precision', () => {
    expect(localEntropy({ alpha: 0.6, gamma: 1, y: 1e300 })).toMatchObject({ distance: null, reason: 'quadrature' });
  });

  it('names all that is outside the theory', () => {
    expect(() => localEntropy({ alpha: -1, gamma: Number.NaN, y: 0 })).toThrow(
      'alpha: got -1, expected a number from 0; gamma: got NaN, expected a number from 0; y: got 0, expected a number above 0',
    );
  });
});
