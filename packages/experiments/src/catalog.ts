/** All built-in experiments, in the order in which `fewbits list` shows them. */
import type { Experiment } from './experiment.ts';
import { generalization } from './generalization.ts';
import { localEntropyExperiment } from './local-entropy.ts';
import { memoryCapacity } from './memory-capacity.ts';
import { onlineMemory } from './online-memory.ts';
import { storageCapacity } from './storage-capacity.ts';

export const experiments: readonly Experiment[] = [
  storageCapacity,
  generalization,
  localEntropyExperiment,
  onlineMemory,
  memoryCapacity,
];

/** The experiment of that name; an unknown name is an error that lists the known ones. */
export function experimentByName(name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name);
  if (!found)
    throw new RangeError(`unknown experiment "${name}", known are ${experiments.map((e) => e.name).join(', ')}`);
  return found;
}
