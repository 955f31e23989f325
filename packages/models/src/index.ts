export { modelByName, models } from './catalog.ts';
export type { ModelProblem, Population, PopulationOptions, Readout, Start, SynapseModel } from './model.ts';
export { realisedCorrelation } from './realised-correlation.ts';
