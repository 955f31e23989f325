export { quantities, quantity } from './catalog.ts';
export { type CriticalLoad, type CriticalLoadParameters, criticalLoad } from './critical-load.ts';
export { type Entropy, type EntropyParameters, entropy } from './entropy.ts';
export { type OptimalThresholdParameters, optimalThreshold, optimalThresholdVersion } from './optimal-threshold.ts';
export type { Evaluation, ParameterProblem, Quantity } from './quantity.ts';
export type { WeightFamily } from './weight-set.ts';
