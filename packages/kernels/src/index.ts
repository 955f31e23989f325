export {
  createReinforcedBelief,
  type ReinforcedBelief,
  type ReinforcedBeliefOptions,
  reinforcedBeliefBytes,
} from './belief/reinforced-belief.ts';
export { fillBernoulli } from './bernoulli-mask.ts';
export {
  type BitMatrix,
  bitAt,
  bitMatrix,
  clearPadding,
  fillMask,
  gauge,
  rowWords,
  setBit,
  transpose,
} from './bit-matrix.ts';
export { type BitProduct, bitProduct } from './byte-table.ts';
export { agreement, type HiddenStates, hiddenStates } from './hidden-states.ts';
export { type KernelImplementation, kernelImplementation } from './implementation.ts';
export { hazards } from './mills-ratio.ts';
export { type EventLaw, eventSource } from './online-memory/event-law.ts';
export { type MemoryRule, memoryBytes } from './online-memory/memory-rule.ts';
export { createOnlineMemory, type OnlineMemory, type OnlineMemoryOptions } from './online-memory/online-memory.ts';
export type { Readout } from './online-memory/readout.ts';
export {
  createOnlinePerceptron,
  type OnlinePerceptron,
  type OnlinePerceptronOptions,
} from './perceptron/online-perceptron.ts';
export type { DeepenCoin } from './perceptron/perceptron-core.ts';
export { drawGenerators, type WordStream, wordStream } from './perceptron/word-stream.ts';
export { popcount } from './popcount.ts';
export { countOnes, differences, dotRow, packWeights, scan, type WeightPlanes, weightPlanes } from './scan.ts';
