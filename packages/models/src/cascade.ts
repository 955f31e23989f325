/**
 * Cascade synapse: two weights, each at n depths of decreasing plasticity.
 *
 * States (s, k), s = ±1, k = 1 … n, x = `ratio`. Event against s: to (-s, 1) with probability q_k = x^(k-1), q_n = x^(n-1)/(1-x).
 * Event with s: one deeper with probability p_k = x^k/(1-x), k < n. n = 1: q_1 = 1. w = s. All 2n states are equally occupied.
 * State n - 1 + k for s = +1, n - k for s = -1. Source: Fusi, Drew & Abbott, Neuron 45:599 (2005), with constants that make the occupancy equal.
 */
import type { Params } from '@fewbits/dataset/columns';
import { below } from '@fewbits/numerics';
import { numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';

export const cascade: SynapseModel = {
  name: 'cascade',
  doc: 'two weights at several depths, the deeper the harder to change',
  source: 'fusi-drew-abbott-2005',
  version: 1,
  parameters: {
    depth: { type: 'int', unit: '1', doc: 'depth of the cascade', min: 1, max: 64 },
    ratio: {
      type: 'float',
      unit: '1',
      doc: 'ratio of successive transition probabilities of the cascade',
      exclusiveMin: 0,
      max: 0.5,
      default: 0.5,
    },
  },
  defaultReadout: 'binary',
  correlated: false,
  check: () => [],
  bits: (params) => Math.log2(2 * numberOf(params, 'depth')),
  largestWeight: () => 1,
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: () => 32,
  bytes: () => scalarBytes(1),
  values: (params) => [2 * numberOf(params, 'depth')],
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const depth = numberOf(params, 'depth');
  const ratio = numberOf(params, 'ratio', 0.5);
  const flip = new Float64Array(depth);
  const deepen = new Float64Array(depth);
  for (let k = 0, power = 1; k < depth; k++, power *= ratio) {
    const deepest = k === depth - 1;
    flip[k] = deepest && depth > 1 ? power / (1 - ratio) : power;
    deepen[k] = deepest ? 0 : (power * ratio) / (1 - ratio);
  }
  return scalarPopulation(
    {
      variables: 1,
      advance(state, at, xi, count, coins): void {
        let x = state[at];
        for (let e = 0; e < count; e++) {
          const plus = x >= depth;
          const k = plus ? x - depth : depth - 1 - x;
          if (plus === xi[e] > 0) x += coins.coin(deepen[k]) ? xi[e] : 0;
          else if (coins.coin(flip[k])) x = plus ? depth - 1 : depth;
        }
        state[at] = x;
      },
      weight: (state, at) => (state[at] >= depth ? 1 : -1),
      start: () => (rng, state, at) => {
        state[at] = below(rng, 2 * depth);
        return rng.uint32() & 1 ? 1 : -1;
      },
    },
    options,
  );
}
