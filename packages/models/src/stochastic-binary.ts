/**
 * Stochastic binary synapse: each event sets w = ±1 to its own sign with probability q.
 *
 * State 0 or 1; w = ±1. S(t) = q (1-q)^t, Var w = 1. Source: Amit & Fusi, Neural Comput. 6:957 (1994).
 */
import type { Params } from '@fewbits/dataset/columns';
import { numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import type { Coins } from './random-streams.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';

export const stochasticBinary: SynapseModel = {
  name: 'stochastic-binary',
  doc: 'two states; an event is stored with probability flip',
  source: 'amit-fusi-1994',
  version: 1,
  parameters: {
    flip: {
      type: 'float',
      unit: '1',
      doc: 'probability that an event is stored by a stochastic binary synapse',
      exclusiveMin: 0,
      max: 1,
    },
  },
  defaultReadout: 'binary',
  correlated: false,
  check: () => [],
  bits: () => 1,
  largestWeight: () => 1,
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: () => 16,
  bytes: () => scalarBytes(1),
  values: () => [2],
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const flip = numberOf(params, 'flip');
  return scalarPopulation(
    {
      variables: 1,
      advance(state, at, xi, count, coins: Coins): void {
        for (let e = 0; e < count; e++) if (coins.coin(flip)) state[at] = xi[e] > 0 ? 1 : 0;
      },
      weight: (state, at) => 2 * state[at] - 1,
      start: () => (rng, state, at) => {
        state[at] = rng.uint32() & 1;
        return rng.uint32() & 1 ? 1 : -1;
      },
    },
    options,
  );
}
