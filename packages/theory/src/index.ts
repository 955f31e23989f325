export { quantities, quantity } from './catalog.ts';
export { type CriticalLoad, type CriticalLoadParameters, criticalLoad } from './critical-load.ts';
export { type Entropy, type EntropyParameters, entropy } from './entropy.ts';
export { type LocalEntropy, type LocalEntropyParameters, localEntropy } from './local-entropy.ts';
export { type LocalEntropyCurve, localEntropyCurve } from './local-entropy-curve.ts';
export { type MemoryCapacity, type MemoryCapacityParameters, memoryCapacity } from './memory-capacity.ts';
export { logSlope, standardAges } from './online-memory/age-grid.ts';
export { lahiriGanguliEnvelope } from './online-memory/anchors.ts';
export { memoryArea } from './online-memory/area.ts';
export type { MemoryModel, MemoryParameters, Readout } from './online-memory/memory-parameters.ts';
export { type OptimalThresholdParameters, optimalThreshold, optimalThresholdVersion } from './optimal-threshold.ts';
export type { Curve, Evaluation, ParameterProblem, Quantity } from './quantity.ts';
export { type Snr, type SnrParameters, snr } from './snr.ts';
export {
  type TeacherStudent,
  type TeacherStudentTransitions,
  teacherStudent,
  teacherStudentTransitions,
} from './teacher-student.ts';
export type { WeightFamily } from './weight-set.ts';
