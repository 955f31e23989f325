/**
 * Optimal threshold Theta/N: what `threshold: optimal` means, a definition of the problem that holds for all loads of a sweep.
 *
 * 0/1 inputs: the threshold fixes the mean weight, Theta/N = f W̄*, W̄* the best mean weight at capacity.
 * ±1 inputs: Theta = -mu* √(N (Q - q)) at capacity, so Theta/N falls as 1/√N; 0 at f' = 1/2.
 * Source: equivalence of 0/1 and ±1 inputs, derived from the saddle point (`saddle-point.ts`); baldassi-2016.
 */
import { criticalPoint } from './critical-load.ts';
import { refuseProblems, type StorageParameters, storageProblems } from './storage-parameters.ts';

export interface OptimalThresholdParameters extends StorageParameters {
  readonly inputs: 'pm1' | '01';
  /** f = P(input 1) of 0/1 inputs, in (0, 1). */
  readonly input_rate: number;
  /** Number of synapses N. */
  readonly size: number;
}

/** Raised whenever the thresholds change: part of the identity of every trial that uses them. */
export const optimalThresholdVersion = 1;

/**
 * Theta/N in integer weight units, accurate to about 1e-9. `levels` finite. Throws RangeError on a combination that the
 * theory does not cover. Solves the saddle point at every call (some 10 ms): keep the answer.
 */
export function optimalThreshold(parameters: OptimalThresholdParameters): number {
  refuseProblems(storageProblems(parameters, 'refused'));
  const { weights, inputs, input_rate, output_rate, size } = parameters;
  if ((output_rate ?? 0.5) === 0.5 && (weights !== 'unipolar' || inputs === 'pm1')) return 0;
  const { set, point } = criticalPoint(parameters);
  if (point === null) throw new RangeError('no optimal threshold: the branch of solutions ends before capacity');
  if (inputs === '01') return input_rate * point.mean * set.unit;
  return -point.mu * set.unit * Math.sqrt((point.Q - point.q) / size);
}
