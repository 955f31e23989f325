import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepChain } from './multi-state.ts';
import { follow } from './testing/follow.ts';

describe('multi-state', () => {
  it('moves one level per event and stops at the bounds', () => {
    const { states, weights } = follow('multi-state', { bits: 2, readout: 'graded' }, [2], '++-----+');
    expect(states.flat()).toEqual([3, 3, 2, 1, 0, 0, 0, 1]);
    expect(weights).toEqual([1.5, 1.5, 0.5, -0.5, -1.5, -1.5, -1.5, -0.5]);
  });

  it('reads out the side of the middle, which is never 0', () => {
    expect(follow('multi-state', { levels: 6, readout: 'binary' }, [1], '+++--').weights).toEqual([-1, 1, 1, 1, -1]);
  });

  it('any number of levels is the same clamped walk', () => {
    const inputs = fc.string({ unit: fc.constantFrom('+', '-'), minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), inputs, (half, from, events) => {
        const top = 2 * half - 1;
        let x = from % (top + 1);
        const walk = Array.from(events, (event) => {
          x = Math.min(top, Math.max(0, x + (event === '+' ? 1 : -1)));
          return x;
        });
        const { states } = follow('multi-state', { levels: top + 1, readout: 'graded' }, [from % (top + 1)], events);
        expect(states.flat()).toEqual(walk);
      }),
      { numRuns: 60 },
    );
    expect(stepChain(3, 1, 3)).toBe(3);
  });
});
