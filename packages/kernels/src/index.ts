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
export { countOnes, dotRow, packWeights, scan, type WeightPlanes, weightPlanes } from './scan.ts';
