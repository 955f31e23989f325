/**
 * Energetic term of the replica-symmetric entropy: the logarithm of the fraction of weights that one more pattern leaves.
 *
 * G_E(u) = max_mu { f' ∫Dz ln H(x+) + (1-f') ∫Dz ln H(x-) },  x+ = -(mu + √u z), x- = mu + √u z, u = q/(Q - q);
 * mu solves f' <r(x+)> = (1-f') <r(x-)>, r = phi/H, f' = P(output 1); mu = 0 at f' = 1/2.
 * G_E'(u) = -1/2 [f' <r'(x+)> + (1-f') <r'(x-)>],  r' = r(r - x).
 * Source: Krauth & Mézard, J. Physique 50, 3057 (1989), f' = 1/2; baldassi-2016 for the threshold.
 */
import { expandBracket, type GaussianGrid, hazard, hazardSlope, logTail, refineRoot } from '@fewbits/numerics';
import { gridFor } from './quadrature.ts';

/** Distance from the real axis of the zeros of H(x) nearest to it, x = -1.916 ± 2.816i: poles of r. */
export const HAZARD_POLE = 2.8;

/** All dimensionless. */
export interface EnergeticTerm {
  /** The best shift mu = -Theta/√(N (Q - q)) of the threshold, with ±1 inputs; below 0 for f' < 1/2. */
  readonly mu: number;
  /** G_E ≤ 0, nats per pattern. */
  readonly value: number;
  /** dG_E/du < 0. */
  readonly slope: number;
  /** f' <r'(x+)²> + (1-f') <r'(x-)²>, which enters the stability of the saddle point. */
  readonly curvature: number;
}

/** G_E at `u` ≥ 0 for `rate` = f' in (0, 1). Relative error below 1e-9 (quadrature), rate from 1e-6. */
export function energeticTerm(u: number, rate: number): EnergeticTerm {
  const width = Math.sqrt(u);
  const grid = gridFor(HAZARD_POLE / width);
  const mu = bestShift(width, rate, grid);
  let value = 0;
  let slope = 0;
  let curvature = 0;
  for (let k = 0; k < grid.z.length; k++) {
    const x = mu + width * grid.z[k];
    const one = hazardSlope(-x);
    const zero = hazardSlope(x);
    value += grid.weight[k] * (rate * logTail(-x) + (1 - rate) * logTail(x));
    slope -= 0.5 * grid.weight[k] * (rate * one + (1 - rate) * zero);
    curvature += grid.weight[k] * (rate * one * one + (1 - rate) * zero * zero);
  }
  return { mu, value, slope, curvature };
}

/** mu, exactly odd in f' - 1/2. The imbalance that it annuls falls monotonically in mu. */
function bestShift(width: number, rate: number, grid: GaussianGrid): number {
  if (rate === 0.5) return 0;
  if (rate > 0.5) return -bestShift(width, 1 - rate, grid);
  const imbalance = (mu: number): number => {
    let sum = 0;
    for (let k = 0; k < grid.z.length; k++) {
      const x = mu + width * grid.z[k];
      sum += grid.weight[k] * (rate * hazard(-x) - (1 - rate) * hazard(x));
    }
    return sum;
  };
  const scale = Math.sqrt(1 + width * width);
  const bracket = expandBracket(imbalance, 0, -scale, 64 * scale);
  if (bracket === null) throw new RangeError(`output_rate: got ${rate}, too close to 0 or 1 for double precision`);
  return refineRoot(imbalance, bracket);
}
