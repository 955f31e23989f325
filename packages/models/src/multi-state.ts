/**
 * Multi-state synapse: a bounded integer, one step per event.
 *
 * State x in 0 … M-1 (even M = 2^bits or `levels`): x <- min(M-1, max(0, x + xi)). Readout: graded w = x - (M-1)/2, or its sign.
 * Stationary: P(end) = 1/((1-λ)(M-2) + 2), P(inner) = (1-λ) P(end); uniform for λ = 0.
 * Source: Benna & Fusi, Asilomar 2017, §I.C.
 */
import type { Params } from '@fewbits/dataset/columns';
import { kernelBytes, kernelCost, kernelPopulation } from './kernel-population.ts';
import type { Population, PopulationOptions, SynapseModel } from './model.ts';
import { drawChains } from './past-range.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';
import { bits, isBinary, levelProblems, levels, levelsOf } from './shared-parameters.ts';

export const multiState: SynapseModel = {
  name: 'multi-state',
  doc: 'one bounded integer, a step per event',
  source: 'benna-fusi-2017 §I.C',
  version: 1,
  parameters: { bits, levels },
  defaultReadout: 'graded',
  correlated: true,
  check: (params) => levelProblems(params),
  bits: (params) => Math.log2(levelsOf(params)),
  largestWeight: (params) => (isBinary(params) ? 1 : (levelsOf(params) - 1) / 2),
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: (params, correlation) => {
    const planes = Math.log2(levelsOf(params));
    return Number.isInteger(planes) ? kernelCost(6 * planes, correlation) : 10;
  },
  bytes: (params) => {
    const planes = Math.log2(levelsOf(params));
    return Number.isInteger(planes) ? kernelBytes({ name: 'multi-state', bits: planes }) : scalarBytes(1);
  },
  values: (params) => [levelsOf(params)],
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const count = levelsOf(params);
  const top = count - 1;
  const planes = Math.log2(count);
  const start =
    (correlation: number) =>
    (...[rng, out, at]: [Parameters<typeof drawChains>[0], Uint32Array | Int32Array, number]): number =>
      drawChains(rng, [count], correlation, out, at);
  const weight = isBinary(params)
    ? (state: Uint32Array | Int32Array, at: number): number => (2 * state[at] > top ? 1 : -1)
    : (state: Uint32Array | Int32Array, at: number): number => state[at] - top / 2;
  if (Number.isInteger(planes)) {
    const rule = { name: 'multi-state', bits: planes } as const;
    return kernelPopulation({ rule, readout: isBinary(params) ? 'sum' : 'graded', weight, start }, options);
  }
  const advance = (state: Int32Array, at: number, xi: Int8Array, events: number): void => {
    let x = state[at];
    for (let e = 0; e < events; e++) x = stepChain(x, xi[e], top);
    state[at] = x;
  };
  return scalarPopulation({ variables: 1, advance, weight, start }, options);
}

/** One event at a bounded variable of 0 … top. */
export function stepChain(x: number, xi: number, top: number): number {
  const next = x + xi;
  return next < 0 ? 0 : next > top ? top : next;
}
