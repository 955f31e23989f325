/** λ as events of 16-bit probabilities have it: what results must be compared at. */
import { eventSource } from '@fewbits/kernels';

/** Null where it would be 1. */
export function realisedCorrelation(correlation: number): number | null {
  // 1 - 2^-15 is the largest that is realised.
  if (correlation > 0 && Math.round(2 ** 15 * (1 - correlation)) === 0) return null;
  return eventSource({ correlation, plus: 0.5 }).law.correlation;
}
