import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { multiChain } from './multi-chain.ts';
import { follow } from './testing/follow.ts';

const params = { groups: 7, readout: 'graded' };

describe('multi-chain', () => {
  it('steps every chain with every event and adds signs, not values', () => {
    const { states, weights } = follow('multi-chain', { groups: 2, readout: 'graded' }, [3, 6], '++--');
    expect(states).toEqual([
      [3, 7],
      [3, 8],
      [2, 7],
      [1, 6],
    ]);
    expect(weights).toEqual([0, 2, 0, -2]);
  });

  // Exact covariances 4^-|i-j|. A product of uniform laws would have Var w = 7 in its first readout and 10.14 later.
  it('starts with the variance that its chains have together: 10.7778 for 7 of them', () => {
    const size = 2 ** 18;
    const population = multiChain.create(params, { size, key: streamKey(1, 'patterns', 'variance') });
    population.equilibrate();
    const w = new Float64Array(size);
    population.readout(w);
    let square = 0;
    let fourth = 0;
    for (const each of w) {
      square += each ** 2 / size;
      fourth += each ** 4 / size;
    }
    expect(Math.abs(square - 10.7778320312)).toBeLessThan(4.5 * Math.sqrt((fourth - square ** 2) / size));
  });

  // A chain's sign can change at every second event only: the curve is a staircase at λ = 0, S(0) = S(1), not a smooth line.
  it('forgets nothing by the first event after a memory', () => {
    const size = 2 ** 16;
    const population = multiChain.create(
      { groups: 1, readout: 'graded' },
      { size, key: streamKey(2, 'patterns', 'staircase') },
    );
    population.equilibrate();
    const memory = new Uint32Array(population.rowWords);
    population.update(1, Int32Array.of(1), memory);
    const overlaps = [0, 1, 2].map(() => {
      const out = new Float64Array(1);
      population.overlap(memory, out);
      population.update(1);
      return out[0] / size;
    });
    // S = 2/M P(a walk from 0 stays inside ±M/2), M = 4: 1/2, 1/2, 1/4.
    [0.5, 0.5, 0.25].forEach((signal, age) => {
      expect(Math.abs(overlaps[age] - signal) * Math.sqrt(size)).toBeLessThan(4.5);
    });
  });
});
