/** What direction marker and partial reset have in common: groups of three bits whose highest is the readout. */
import type { Params } from '@fewbits/dataset/columns';
import type { DrawState } from './direction-marker-start.ts';
import { kernelBytes, kernelCost, kernelPopulation } from './kernel-population.ts';
import { numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import { groups, isBinary, last, signProblems } from './shared-parameters.ts';

type Start = (groups: number, last: 'cyclic' | 'hard', correlation: number) => DrawState;

interface MarkedModel extends Pick<SynapseModel, 'doc' | 'source' | 'version' | 'bits'> {
  readonly name: 'direction-marker' | 'partial-reset';
  readonly draw: Start;
}

export function markedGroups({ name, draw, ...described }: MarkedModel): SynapseModel {
  const ruleOf = (params: Params) =>
    ({ name, groups: numberOf(params, 'groups'), last: params['last'] === 'hard' ? 'hard' : 'cyclic' }) as const;

  function create(params: Params, options: PopulationOptions): Population {
    const rule = ruleOf(params);
    const sum = (codes: Uint32Array, at: number): number => {
      let w = 0;
      for (let k = 0; k < rule.groups; k++) w += codes[at + k] > 3 ? 1 : -1;
      return w;
    };
    return kernelPopulation(
      {
        rule,
        readout: isBinary(params) ? 'sign' : 'sum',
        weight: isBinary(params) ? (codes, at) => Math.sign(sum(codes, at)) : sum,
        start: (correlation) => draw(rule.groups, rule.last, correlation),
      },
      options,
    );
  }

  return {
    ...described,
    name,
    parameters: { groups, last },
    defaultReadout: 'graded',
    correlated: true,
    check: signProblems,
    largestWeight: (params) => (isBinary(params) ? 1 : numberOf(params, 'groups')),
    start: () => ({ kind: 'stationary-exact', burnIn: 0, caution: '' }),
    // Lazy carries: groups cost 1 + 1/4 + 1/16 + … whatever their number.
    cost: (_params, correlation) => kernelCost(20, correlation),
    bytes: (params) => kernelBytes(ruleOf(params)),
    values: (params) => new Array<number>(numberOf(params, 'groups')).fill(8),
    create,
  };
}
