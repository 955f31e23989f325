import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philoxRng } from './philox.ts';
import { below, type Rng } from './rng.ts';

/** A stream that gives these words, then fails. */
function scripted(words: number[]): Rng {
  const rest = [...words];
  const uint32 = (): number => {
    const next = rest.shift();
    if (next === undefined) throw new Error('stream exhausted');
    return next;
  };
  return { uint32, uniform: () => uint32() / 2 ** 32 };
}

describe('below', () => {
  it('takes the remainder of a draw below the largest multiple of n', () => {
    expect(below(scripted([17]), 10)).toBe(7);
    expect(below(scripted([4294967289]), 10)).toBe(9);
  });

  // 2³² = 429 496 729·10 + 6: the six draws from 4 294 967 290 on would favour 0 … 5.
  it('refuses the draws of the incomplete last interval', () => {
    expect(below(scripted([4294967290, 4294967295, 23]), 10)).toBe(3);
  });

  it('takes any draw when n divides 2³²', () => {
    expect(below(scripted([4294967295]), 2 ** 32)).toBe(4294967295);
    expect(below(scripted([4294967295]), 16)).toBe(15);
    expect(below(scripted([4294967295]), 1)).toBe(0);
  });

  it('stays in 0 … n − 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (n, seed) => {
        const draw = below(philoxRng(Uint32Array.of(seed, 0, 0, 0)), n);
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true);
      }),
    );
  });

  // n = 3·2³⁰: without the refusals every value below 2³⁰ would come twice as often, a share of 1/2 instead of 1/3.
  // 5 standard errors of a share over 20 000 draws; false-alarm rate 6e-7.
  it('gives every value the same chance, for an n where remainders alone would not', () => {
    const rng = philoxRng(Uint32Array.of(3, 1, 4, 1));
    const draws = 20_000;
    let low = 0;
    for (let i = 0; i < draws; i++) if (below(rng, 3 * 2 ** 30) < 2 ** 30) low++;
    expect(Math.abs(low / draws - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / draws));
  });
});
