export { type ModelLaw, modelLaws, modelSamples } from './conformance.ts';
