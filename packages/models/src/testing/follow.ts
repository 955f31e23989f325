/** One synapse under given events, for tests. */
import type { Params } from '@fewbits/dataset/columns';
import { modelByName } from '../catalog.ts';

/** `inputs`: + and -. States and weight after each of them. */
export function follow(
  name: string,
  params: Params,
  initial: readonly number[],
  inputs: string,
): { readonly states: number[][]; readonly weights: number[] } {
  const synapse = modelByName(name).create(params, { size: 1, key: Uint32Array.of(1, 2, 3, 4) });
  synapse.writeStates(Uint32Array.from(initial));
  const states: number[][] = [];
  const weights: number[] = [];
  const state = new Uint32Array(synapse.variables);
  const w = new Float64Array(1);
  for (const input of inputs) {
    synapse.apply(new Uint32Array(synapse.rowWords).fill(input === '+' ? 1 : 0));
    synapse.readStates(state);
    synapse.readout(w);
    states.push([...state]);
    weights.push(w[0]);
  }
  synapse.release();
  return { states, weights };
}

/** Mean over synapses of a function of their states. */
export function meanOverStates(states: Uint32Array, variables: number, of: (state: Uint32Array) => number): number {
  let sum = 0;
  for (let at = 0; at < states.length; at += variables) sum += of(states.subarray(at, at + variables));
  return (sum * variables) / states.length;
}
