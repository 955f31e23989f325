export { experimentByName, experiments } from './catalog.ts';
export type { Experiment, ExperimentModule, ParameterProblem, Row, TrialContext } from './experiment.ts';
export { generalization } from './generalization.ts';
export { localEntropyExperiment } from './local-entropy.ts';
export { memoryCapacity } from './memory-capacity.ts';
export { onlineMemory } from './online-memory.ts';
export { storageCapacity } from './storage-capacity.ts';
