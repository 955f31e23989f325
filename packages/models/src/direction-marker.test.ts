import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { directionMarker } from './direction-marker.ts';
import { follow, meanOverStates } from './testing/follow.ts';

const UP = 4;
const cyclic = { last: 'cyclic', readout: 'graded' };

describe('direction-marker', () => {
  it('marks the direction in which a digit passes its middle, and ignores the reset that carries', () => {
    const { states, weights } = follow('direction-marker', { groups: 2, ...cyclic }, [1, 1], '+++-');
    expect(states).toEqual([
      [2 + UP, 1],
      [3 + UP, 1],
      // The first digit falls back to 0, its marker stays, the second passes its middle.
      [0 + UP, 2 + UP],
      [3 + UP, 1],
    ]);
    expect(weights).toEqual([0, 0, 2, 0]);
  });

  it('drops the last carry if cyclic, and stops at the bound if hard, where the lower digits still reset', () => {
    const state = [3 + UP, 3 + UP];
    expect(follow('direction-marker', { groups: 2, ...cyclic }, state, '+').states).toEqual([[0 + UP, 0 + UP]]);
    const hard = { groups: 2, last: 'hard', readout: 'graded' };
    expect(follow('direction-marker', hard, state, '+').states).toEqual([[0 + UP, 3 + UP]]);
  });

  // Every event flips the parity of x_1: from one common state, m = 1 goes through laws of period 2 for ever.
  it('keeps one parity for ever when all synapses start in one state; the exact start mixes both', () => {
    const size = 2 ** 16;
    const key = streamKey(3, 'patterns', 'parity');
    const population = directionMarker.create({ groups: 1, ...cyclic }, { size, key });
    const means = (): number[] =>
      [0, 1, 2, 3].map(() => {
        population.update(1);
        const moments = new Float64Array(2);
        population.moments(moments);
        return moments[0] / size;
      });
    population.writeStates(new Uint32Array(size));
    population.update(1000);
    means().forEach((mean, t) => {
      // E[d | x] = (3 - 2y)/5, y = (x - 2) mod 4: -1/5 on average over x = 1, 3 after an odd number of events, else 1/5.
      expect(Math.abs(mean - (t % 2 === 0 ? -0.2 : 0.2)) * Math.sqrt(size)).toBeLessThan(4.5);
    });
    population.equilibrate();
    for (const mean of means()) expect(Math.abs(mean) * Math.sqrt(size)).toBeLessThan(4.5);
  });

  // Events follow each other independently, carries do not: q = (1 - L')/(1 + L') < 0. So the hard last digit is not uniform:
  // inner 1/(2 + 2/(1-q)), ends 1/(1-q) times that.
  it('has a last digit that is not uniform if hard, for all its events are independent', () => {
    const size = 2 ** 16;
    const key = streamKey(4, 'patterns', 'hard');
    const population = directionMarker.create({ groups: 2, last: 'hard', readout: 'graded' }, { size, key });
    population.equilibrate();
    const states = new Uint32Array(2 * size);
    population.readStates(states);
    const q = (1 - 4) / (1 + 4);
    const inner = 1 / (2 + 2 / (1 - q));
    const share = meanOverStates(states, 2, ([, code]) => ((code & 3) % 3 === 0 ? 0 : 1));
    expect(Math.abs(share - 2 * inner)).toBeLessThan(4.5 * Math.sqrt((2 * inner * (1 - 2 * inner)) / size));
    expect(2 * inner).toBeGreaterThan(0.6);
  });
});
