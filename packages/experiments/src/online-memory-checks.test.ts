import type { Params } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { checkOnlineMemory } from './online-memory-checks.ts';

const sound: Params = {
  ...{ model: 'multi-chain', groups: 3, readout: 'graded', size: 100, correlation: 0, ages: [0, 1, 5], tracked: 4 },
  noise_definition: 'stationary',
};

describe('a point of online-memory', () => {
  it('that is sound has no faults', () => {
    expect(checkOnlineMemory(sound)).toEqual([]);
    expect(checkOnlineMemory({ ...sound, readout: 'binary', correlation: 0.999, size: 2 ** 31 })).toEqual([]);
  });

  it.each([
    ['an even number of groups with a binary readout', { groups: 4, readout: 'binary' }, 'readout', /odd number/],
    ['ages that repeat', { ages: [0, 3, 3] }, 'ages', /strictly increasing/],
    ['ages that fall', { ages: [0, 7, 3] }, 'ages', /strictly increasing/],
    ['an age that no run reaches', { ages: [0, 2 ** 41] }, 'ages', /up to 1099511627776/],
    ['a correlation too near 1', { correlation: 0.99999 }, 'correlation', /at most 0\.99996/],
    [
      'more synapses than can be numbered',
      { size: 1e12 },
      'size',
      /at most 2147483648: synapses are numbered in 31 bits/,
    ],
    [
      'more memories than a kernel can keep',
      { tracked: 1e8 },
      'tracked',
      /at most 83333333 with 3 ages: 128 synapses keep 4\.8 GB, WebAssembly has 4 GB for them/,
    ],
    [
      'correlated events for a model without them',
      { model: 'serial', levels: 4, leave: 1, readout: 'binary', correlation: 0.5 },
      'correlation',
      /0 with model serial.*multi-chain/,
    ],
    ['no levels', { model: 'multi-state' }, 'levels', /levels or bits/],
  ])('with %s is refused', (_, change, parameter, expected) => {
    const problems = checkOnlineMemory({ ...sound, ...change } as Params);
    expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
    expect(problems[0]?.expected).toMatch(expected);
  });

  it('has all its faults told at once', () => {
    const problems = checkOnlineMemory({ ...sound, groups: 2, readout: 'binary', ages: [2, 1], correlation: 0.99999 });
    expect(problems.map(({ parameter }) => parameter)).toEqual(['readout', 'correlation', 'ages']);
  });
});
