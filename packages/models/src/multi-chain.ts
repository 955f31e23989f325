/**
 * Multi-chain synapse: bounded integers of very different ranges, all of which receive every event.
 *
 * Chain k = 1 … m has M_k = 4^k states (2k bits), x_k <- min(M_k - 1, max(0, x_k + xi)); w = sum_k sign(x_k - (M_k-1)/2),
 * or its sign (odd m). Cov(sign_i, sign_j) = 4^-|i-j| at λ = 0: the chains hang together by their common past.
 * Source: Benna & Fusi, Asilomar 2017, §II.A.
 */
import type { Params } from '@fewbits/dataset/columns';
import { kernelBytes, kernelCost, kernelPopulation } from './kernel-population.ts';
import { numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import { drawChains } from './past-range.ts';
import { groups, isBinary, signProblems } from './shared-parameters.ts';

export const multiChain: SynapseModel = {
  name: 'multi-chain',
  doc: 'bounded integers of 4, 16, 64, … states; every event reaches all',
  source: 'benna-fusi-2017 §II.A',
  version: 1,
  parameters: { groups },
  defaultReadout: 'graded',
  correlated: true,
  check: signProblems,
  bits: (params) => numberOf(params, 'groups') * (numberOf(params, 'groups') + 1),
  largestWeight: (params) => (isBinary(params) ? 1 : numberOf(params, 'groups')),
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: (params, correlation) => kernelCost(6 * multiChain.bits(params), correlation),
  bytes: (params) => kernelBytes({ name: 'multi-chain', groups: numberOf(params, 'groups') }),
  values: (params) => Array.from({ length: numberOf(params, 'groups') }, (_, k) => 4 ** (k + 1)),
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const m = numberOf(params, 'groups');
  const states = Array.from({ length: m }, (_, k) => 4 ** (k + 1));
  const sum = (codes: Uint32Array, at: number): number => {
    let w = 0;
    for (let k = 0; k < m; k++) w += 2 * codes[at + k] >= states[k] ? 1 : -1;
    return w;
  };
  return kernelPopulation(
    {
      rule: { name: 'multi-chain', groups: m },
      readout: isBinary(params) ? 'sign' : 'sum',
      weight: isBinary(params) ? (codes, at) => Math.sign(sum(codes, at)) : sum,
      start: (correlation) => (rng, out, at) => drawChains(rng, states, correlation, out, at),
    },
    options,
  );
}
