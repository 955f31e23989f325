/**
 * Serial chain: a row of M states whose ends are left with probability ε only; w = the side of the middle.
 *
 * Inner steps are certain. Stationary: P(inner) = ε P(end), P(end) = 1/(2 + (M-2) ε). ε = 1: the multi-state synapse, binary.
 * Source: Lahiri & Ganguli, NeurIPS 26:1034 (2013).
 */
import type { Params } from '@fewbits/dataset/columns';
import { numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';
import { bits, levelProblems, levels, levelsOf, readoutProblems } from './shared-parameters.ts';

export const serial: SynapseModel = {
  name: 'serial',
  doc: 'a row of states whose ends are sticky',
  source: 'lahiri-ganguli-2013',
  version: 1,
  parameters: {
    bits,
    levels,
    leave: {
      type: 'float',
      unit: '1',
      doc: 'probability of leaving an end of the serial chain',
      exclusiveMin: 0,
      max: 1,
    },
  },
  defaultReadout: 'binary',
  correlated: false,
  check: (params) => [...levelProblems(params), ...readoutProblems(params, 'binary')],
  bits: (params) => Math.log2(levelsOf(params)),
  largestWeight: () => 1,
  start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
  cost: () => 15,
  bytes: () => scalarBytes(1),
  values: (params) => [levelsOf(params)],
  create,
};

function create(params: Params, options: PopulationOptions): Population {
  const top = levelsOf(params) - 1;
  const leave = numberOf(params, 'leave');
  const end = 1 / (2 + (top - 1) * leave);
  return scalarPopulation(
    {
      variables: 1,
      advance(state, at, xi, count, coins): void {
        let x = state[at];
        for (let e = 0; e < count; e++) {
          const next = x + xi[e];
          if (next < 0 || next > top) continue;
          if ((x === 0 || x === top) && !coins.coin(leave)) continue;
          x = next;
        }
        state[at] = x;
      },
      weight: (state, at) => (2 * state[at] > top ? 1 : -1),
      start: () => (rng, state, at) => {
        const u = rng.uniform();
        if (u < 2 * end) state[at] = u < end ? 0 : top;
        else state[at] = Math.min(top - 1, 1 + Math.floor((u - 2 * end) / (leave * end)));
        return rng.uint32() & 1 ? 1 : -1;
      },
    },
    options,
  );
}
