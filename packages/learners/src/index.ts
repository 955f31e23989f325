export { bp } from './bp.ts';
export { learnerByName, learners } from './catalog.ts';
export { defaultParameters } from './default-parameters.ts';
export { exactFactor, gaussianFactor } from './edge-factor.ts';
export { type EdgeState, edgeEntropy, edgeMarginals, edgeState, iterateEdges } from './edge-messages.ts';
export type { Learner, LearnerStreams, Outcome } from './learner.ts';
export { localEntropies, neighbourhoodVersion } from './neighbourhood.ts';
export { type Coin, present, type Rule } from './online-rule.ts';
export { rbp } from './rbp.ts';
export { sbpi } from './sbpi.ts';
export { betheEntropy, iterate, overlaps, startFrom, type TapState, tapState } from './tap.ts';
export { type Enumeration, enumerate, forEachWeights } from './task/enumerate.ts';
export { countErrors } from './task/errors.ts';
export {
  type ExplicitProblem,
  fieldThreshold,
  type Inputs,
  type PackedProblem,
  type Problem,
  type ProblemSpec,
  packedRows,
  patternCount,
  problemFromBits,
  problemFromPatterns,
  problemVersion,
  randomProblem,
} from './task/problem.ts';
export { type TeacherProblem, type TeacherSpec, teacherProblem, teacherVersion } from './task/teacher.ts';
export { MAX_LEVELS, type WeightFamily, weightValues } from './task/weight-values.ts';
