/** The models that others are compared with, event by event. Probabilities of 1 leave nothing to chance. */
import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { modelByName } from './catalog.ts';
import { follow } from './testing/follow.ts';

const SIZE = 2 ** 16;

/** Share of synapses in each state after events from one common state. */
function sharesAfter(name: string, params: Record<string, number | string>, from: number, inputs: string): number[] {
  const model = modelByName(name);
  const population = model.create(params, { size: SIZE, key: streamKey(6, 'patterns', name) });
  population.writeStates(new Uint32Array(SIZE).fill(from));
  for (const input of inputs)
    population.apply(new Uint32Array(population.rowWords).fill(input === '+' ? 0xffffffff : 0));
  const states = new Uint32Array(SIZE);
  population.readStates(states);
  population.release();
  const shares = new Array<number>(model.values(params)[0]).fill(0);
  for (const x of states) shares[x] += 1 / SIZE;
  return shares;
}

function demandShares(found: readonly number[], expected: readonly number[]): void {
  expected.forEach((p, x) => {
    expect(Math.abs(found[x] - p)).toBeLessThanOrEqual(4.5 * Math.sqrt((p * (1 - p)) / SIZE));
  });
}

describe('stochastic-binary', () => {
  it('stores every event with flip = 1', () => {
    const params = { flip: 1, readout: 'binary' };
    expect(follow('stochastic-binary', params, [0], '++-+').weights).toEqual([1, 1, -1, 1]);
  });
  it('stores an event with probability flip', () => {
    demandShares(sharesAfter('stochastic-binary', { flip: 0.2, readout: 'binary' }, 0, '++-'), [0.712, 0.288]);
  });
});

describe('soft-bounds', () => {
  it('steps with the share of the levels that lie ahead', () => {
    const params = { levels: 5, readout: 'graded' };
    demandShares(sharesAfter('soft-bounds', params, 1, '+'), [0, 0.25, 0.75, 0, 0]);
    demandShares(sharesAfter('soft-bounds', params, 1, '-'), [0.25, 0.75, 0, 0, 0]);
    demandShares(sharesAfter('soft-bounds', params, 4, '+'), [0, 0, 0, 0, 1]);
  });
  it('reads out the level', () => {
    expect(follow('soft-bounds', { levels: 2, readout: 'graded' }, [0], '++-').weights).toEqual([0.5, 0.5, -0.5]);
  });
});

describe('cascade', () => {
  // n = 3, x = 1/2: states -3 -2 -1 +1 +2 +3 in order; q = 1, 1/2, 1/2 and p = 1, 1/2.
  const params = { depth: 3, ratio: 0.5, readout: 'binary' };
  it('flips to the shallowest state of the other weight', () => {
    demandShares(sharesAfter('cascade', params, 0, '+'), [0.5, 0, 0, 0.5, 0, 0]);
    demandShares(sharesAfter('cascade', params, 4, '-'), [0, 0, 0.5, 0, 0.5, 0]);
    demandShares(sharesAfter('cascade', params, 3, '-'), [0, 0, 1, 0, 0, 0]);
  });
  it('deepens when an event agrees', () => {
    demandShares(sharesAfter('cascade', params, 3, '++'), [0, 0, 0, 0, 0.5, 0.5]);
    demandShares(sharesAfter('cascade', params, 5, '+'), [0, 0, 0, 0, 0, 1]);
  });
  it('of depth 1 is the plastic binary synapse', () => {
    expect(follow('cascade', { ...params, depth: 1 }, [0], '++-+').weights).toEqual([1, 1, -1, 1]);
  });
});

describe('serial', () => {
  it('leaves its ends with probability leave, everything else for certain', () => {
    const params = { levels: 4, leave: 0.25, readout: 'binary' };
    demandShares(sharesAfter('serial', params, 3, '-'), [0, 0, 0.25, 0.75]);
    demandShares(sharesAfter('serial', params, 3, '--'), [0, 0.25 * 1, 0.75 * 0.25, 0.75 * 0.75]);
    demandShares(sharesAfter('serial', params, 1, '--'), [1, 0, 0, 0]);
  });
  it('with leave = 1 is the multi-state synapse', () => {
    const inputs = '++-++++---+------+--++';
    const serial = follow('serial', { levels: 6, leave: 1, readout: 'binary' }, [2], inputs);
    expect(serial).toEqual(follow('multi-state', { levels: 6, readout: 'binary' }, [2], inputs));
  });
});
