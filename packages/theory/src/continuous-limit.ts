/**
 * Capacity of continuous weights, the limit of infinitely many levels. Symmetric weights reach alpha_G, non-negative ones half:
 *
 * alpha_G = 1/[f' I2(-m) + (1-f') I2(m)],  f' I1(-m) = (1-f') I1(m),
 * I1(m) = ∫Dz (m + z)+ = m Phi(m) + phi(m),  I2(m) = ∫Dz (m + z)+² = (1 + m²) Phi(m) + m phi(m).
 * alpha_G = 2 at f' = 1/2. Source: Gardner, J. Phys. A 21, 257 (1988); Amit, Wong, Campbell, J. Phys. A 22, 2039 (1989) for
 * the half of sign-constrained weights.
 */
import { expandBracket, hazard, normalCdf, normalDensity, normalTail, refineRoot } from '@fewbits/numerics';
import type { WeightFamily } from './weight-set.ts';

/** alpha_c of continuous weights, patterns per synapse. `rate` = f' in (0, 1). Relative error below 1e-12, rate from 1e-9. */
export function continuousCapacity(family: WeightFamily, rate: number): number {
  const gardner = gardnerCapacity(rate);
  return family === 'unipolar' ? 0.5 * gardner : gardner;
}

function gardnerCapacity(rate: number): number {
  // Exactly symmetric in f' ↔ 1 - f'.
  if (rate > 0.5) return gardnerCapacity(1 - rate);
  const imbalance = (m: number): number => rate * firstMoment(-m) - (1 - rate) * firstMoment(m);
  const bracket = expandBracket(imbalance, 0.1, -1, 64);
  if (bracket === null) throw new RangeError(`output_rate: got ${rate}, too close to 0 for double precision`);
  const m = refineRoot(imbalance, bracket);
  return 1 / (rate * secondMoment(-m) + (1 - rate) * secondMoment(m));
}

/** I1, without cancellation on the left: H(a)(r(a) - a) at m = -a. */
function firstMoment(m: number): number {
  return m > 0 ? m * normalCdf(m) + normalDensity(m) : normalTail(-m) * (hazard(-m) + m);
}

/** I2, likewise: H(a)(1 - a (r(a) - a)) at m = -a. */
function secondMoment(m: number): number {
  return m > 0 ? (1 + m * m) * normalCdf(m) + m * normalDensity(m) : normalTail(-m) * (1 + m * (hazard(-m) + m));
}
