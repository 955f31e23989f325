/**
 * Area under the curve, Σ_{t≥0} S(t)/σ, at independent events: the mean exit times of the walks.
 *
 * Sign of a chain of M states: M/2. Marker of L states: (L+2)/3. Level of M states: (M²−1)/6, over σ √((M²−1)/3). Of any ±1
 * synapse of M states at most M − 1 (Lahiri & Ganguli 2013).
 */
import { refuseProblems } from '../storage-parameters.ts';
import { cascadeRates } from './anchors.ts';
import { memoryCurve } from './memory-curve.ts';
import { defaultReadout, levelsOf, type MemoryParameters, memoryProblems } from './memory-parameters.ts';
import { solveLinear } from './solve-linear.ts';

/** Null where it is not closed: partial reset, hard last, biological, sign of a sum, λ > 0. */
export function memoryArea(parameters: MemoryParameters): number | null {
  refuseProblems(memoryProblems(parameters));
  const { model, groups = 1, correlation = 0, last, readout = defaultReadout(model) } = parameters;
  if (correlation > 0 || (readout === 'binary' && groups > 1)) return null;
  const deviation = Math.sqrt(memoryCurve(parameters).variance);
  const levels = levelsOf(parameters);
  const sizes = Array.from({ length: groups }, (_, k) => 4 ** (k + 1));
  switch (model) {
    case 'multi-state':
      return readout === 'binary' ? levels / 2 : (levels * levels - 1) / 6 / deviation;
    case 'multi-chain':
      return sizes.reduce((sum, size) => sum + size / 2, 0) / deviation;
    case 'direction-marker':
      return last === 'hard' ? null : sizes.reduce((sum, size) => sum + (size + 2) / 3, 0) / deviation;
    case 'stochastic-binary':
      return 1;
    case 'soft-bounds':
      return (levels - 1) / 2 / deviation;
    case 'cascade':
      return cascadeArea(parameters.depth as number, parameters.ratio ?? 0.5);
    case 'serial':
      return serialArea(levels, parameters.leave as number);
    default:
      return null;
  }
}

/** Value V_k = Σ_t E[s(t) | (+, k)]: V_k = 1 + (1 − (q_k+p_k)/2)V_k − q_k/2 V_1 + p_k/2 V_{k+1}; area = Σ (start_k) V_k. */
function cascadeArea(depth: number, ratio: number): number {
  const { flip, deepen } = cascadeRates(depth, ratio);
  const value = solveLinear(
    Array.from({ length: depth }, (_, k) => {
      const line = new Float64Array(depth);
      line[k] = ((flip[k] as number) + (deepen[k] as number)) / 2;
      line[0] = (line[0] as number) + (flip[k] as number) / 2;
      if (k + 1 < depth) line[k + 1] = (line[k + 1] as number) - (deepen[k] as number) / 2;
      return line;
    }),
    new Float64Array(depth).fill(1),
  );
  let area = 0;
  for (let k = 0; k < depth; k++) {
    const gain = (flip[k] as number) * ((value[0] as number) + (value[k] as number));
    const deeper = k + 1 < depth ? (deepen[k] as number) * ((value[k + 1] as number) - (value[k] as number)) : 0;
    area += (gain + deeper) / (2 * depth);
  }
  return area;
}

/**
 * 2 p_end (M − 1 + ε(M/2−1)²): an event moves ε p_end across every bond, so the area is that times the value at one end less
 * that at the other, Σ_t E[sign] from an end = (M−1)/ε + (M/2−1)².
 */
function serialArea(levels: number, leave: number): number {
  const inner = levels / 2 - 1;
  return (2 * (levels - 1 + leave * inner * inner)) / (2 + (levels - 2) * leave);
}
