/** All models, in the order in which `fewbits list` shows them. */
import { biological } from './biological.ts';
import { cascade } from './cascade.ts';
import { directionMarker } from './direction-marker.ts';
import type { SynapseModel } from './model.ts';
import { multiChain } from './multi-chain.ts';
import { multiState } from './multi-state.ts';
import { partialReset } from './partial-reset.ts';
import { serial } from './serial.ts';
import { softBounds } from './soft-bounds.ts';
import { stochasticBinary } from './stochastic-binary.ts';

export const models: readonly SynapseModel[] = [
  multiState,
  multiChain,
  directionMarker,
  partialReset,
  biological,
  stochasticBinary,
  softBounds,
  cascade,
  serial,
];

/** The model of that name; an unknown name is an error that lists the known ones. */
export function modelByName(name: string): SynapseModel {
  const found = models.find((model) => model.name === name);
  if (!found) throw new RangeError(`unknown model "${name}", known are ${models.map((m) => m.name).join(', ')}`);
  return found;
}
