export { type Interval, twoSidedNormalQuantile, wilsonInterval } from './binomial-interval.ts';
export { type GaussianGrid, gaussianGrid } from './gaussian-grid.ts';
export { hazard, hazardSlope, logTail } from './hazard.ts';
export { hermite } from './hermite.ts';
export {
  type BinomialCount,
  type BoundedEstimate,
  fallingLogistic,
  fitFallingLogistic,
  type LogisticFit,
  type LogisticFitOptions,
} from './logistic-fit.ts';
export { normalCdf, normalDensity, normalTail } from './normal.ts';
export { philoxBlock, philoxRng } from './philox.ts';
export { below, type Rng } from './rng.ts';
export { type Bracket, expandBracket, findRoot, type RealFunction, refineRoot } from './root.ts';
export {
  type SequentialTest,
  type SequentialVerdict,
  sequentialVerdict,
  testAround,
} from './sequential-test.ts';
export { signDisagreement } from './sign-disagreement.ts';
export { streamKey } from './stream-key.ts';
export { credibleInterval, midpointQuantile, scaleQuantile, sequentialInterval } from './transition-interval.ts';
export {
  lnLapseFactor,
  predictedSuccess,
  type TransitionGridSize,
  type TransitionPosterior,
  type TransitionPrior,
  type TransitionWindow,
  transitionPosterior,
} from './transition-posterior.ts';
