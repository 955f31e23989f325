/**
 * Soft bounds: steps become rarer towards the bound that they lead to.
 *
 * M states, xi = +1: x + 1 with probability (M-1-x)/(M-1); xi = -1: x - 1 with probability x/(M-1). w = x - (M-1)/2.
 * Stationary: binomial(M-1, 1/2). S(t) = (1 - 1/(M-1))^t / 2, Var w = (M-1)/4.
 * Source: Fusi & Abbott, Nat. Neurosci. 10:485 (2007).
 */
import type { Params } from '@fewbits/dataset/columns';
import { popcount } from '@fewbits/kernels';
import type { Population, PopulationOptions, SynapseModel } from './model.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';
import { bits, levelProblems, levels, levelsOf, readoutProblems } from './shared-parameters.ts';

/** The binomial start takes M bits a synapse. */
const MAX_LEVELS = 2 ** 20;

export const softBounds: SynapseModel = {
  name: 'soft-bounds',
  doc: 'one integer whose steps become rarer towards the bounds',
  source: 'fusi-abbott-2007',
  version: 1,
  parameters: { bits, levels },
  defaultReadout: 'graded',
  correlated: false,
  check: (params) => [...levelProblems(params, { most: MAX_LEVELS, odd: true }), ...readoutProblems(params, 'graded')],
  bits: (params) => Math.log2(levelsOf(params)),
  largestWeight: (params) => (levelsOf(params) - 1) / 2,
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: () => 30,
  bytes: () => scalarBytes(1),
  values: (params) => [levelsOf(params)],
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const top = levelsOf(params) - 1;
  return scalarPopulation(
    {
      variables: 1,
      advance(state, at, xi, count, coins): void {
        let x = state[at];
        for (let e = 0; e < count; e++) {
          if (xi[e] > 0) x += coins.coin((top - x) / top) ? 1 : 0;
          else x -= coins.coin(x / top) ? 1 : 0;
        }
        state[at] = x;
      },
      weight: (state, at) => state[at] - top / 2,
      start: () => (rng, state, at) => {
        let ones = 0;
        for (let left = top; left > 0; left -= 32) ones += popcount(rng.uint32() >>> (left < 32 ? 32 - left : 0));
        state[at] = ones;
        return rng.uint32() & 1 ? 1 : -1;
      },
    },
    options,
  );
}
