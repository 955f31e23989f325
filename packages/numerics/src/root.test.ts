import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandBracket, findRoot, refineRoot } from './root.ts';

const place = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const distance = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

/** Evaluations of f while `run` works with it. */
function counted(f: (x: number) => number, run: (g: (x: number) => number) => void): number {
  let calls = 0;
  run((x) => {
    calls++;
    return f(x);
  });
  return calls;
}

describe('findRoot', () => {
  it.each([
    ['cos x = x', (x: number) => Math.cos(x) - x, 0, 1, 0.7390851332151607],
    ['x² = 2', (x: number) => x * x - 2, 0, 2, Math.SQRT2],
    ['e^x = 1e-5', (x: number) => Math.exp(x) - 1e-5, -100, 5, Math.log(1e-5)],
    ['tan x = x near 3 pi/2', (x: number) => Math.sin(x) - x * Math.cos(x), 4, 4.7, 4.493409457909064],
    ['a jump', (x: number) => (x < 0.3 ? -1 : 1), -5, 7, 0.3],
  ])('solves %s to the last bits', (_name, f, low, high, root) => {
    expect(Math.abs(findRoot(f, low, high) - root)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(root));
  });

  it('finds the sign change of any monotone function, in either order of the ends', () => {
    const shapes = [(t: number) => t, (t: number) => t ** 3, Math.atan, Math.expm1, Math.sign];
    fc.assert(
      fc.property(place, distance, distance, fc.constantFrom(...shapes), (root, left, right, shape) => {
        const f = (x: number): number => shape(x - root);
        expect(Math.abs(findRoot(f, root - left, root + right, 1e-9) - root)).toBeLessThanOrEqual(1e-9 + 1e-12);
        expect(Math.abs(findRoot(f, root + right, root - left, 1e-9) - root)).toBeLessThanOrEqual(1e-9 + 1e-12);
      }),
    );
  });

  it('is quick where f is smooth: 12 evaluations for cos x = x', () => {
    expect(
      counted(
        (x) => Math.cos(x) - x,
        (f) => findRoot(f, 0, 1),
      ),
    ).toBeLessThanOrEqual(12);
  });

  it('bisects where interpolation fails: at most about 2·log2(range/tolerance) evaluations for a jump', () => {
    expect(
      counted(
        (x) => (x < 0.3 ? -1e-9 : 1e9),
        (f) => findRoot(f, -512, 512, 1e-6),
      ),
    ).toBeLessThanOrEqual(65);
  });

  it('takes an end where f is 0 as the root', () => {
    expect(findRoot((x) => x - 2, 2, 5)).toBe(2);
    expect(findRoot((x) => x - 5, 2, 5)).toBe(5);
  });

  it('refuses ends of equal sign and functions that are not a number', () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow('no sign change between -1 and 1: f is 2 and 2');
    expect(() => findRoot(() => Number.NaN, -1, 1)).toThrow('no sign change');
    expect(() => findRoot((x) => (Math.abs(x) === 1 ? x : Number.NaN), -1, 1)).toThrow('is not a number');
  });
});

describe('refineRoot', () => {
  it('gives what findRoot gives, two evaluations cheaper', () => {
    const f = (x: number): number => Math.exp(x) - 3;
    const bracket = { low: 0, high: 4, atLow: f(0), atHigh: f(4) };
    const whole = counted(f, (g) => expect(findRoot(g, 0, 4)).toBe(refineRoot(f, bracket)));
    const refined = counted(f, (g) => refineRoot(g, bracket));
    expect(refined).toBe(whole - 2);
  });
});

describe('expandBracket', () => {
  it('doubles its steps until the sign changes, and keeps the last two points', () => {
    const bracket = expandBracket((x) => x - 5, 0, 1, 100);
    expect(bracket).toEqual({ low: 3, high: 7, atLow: -2, atHigh: 2 });
  });

  it('walks down with a negative step', () => {
    expect(expandBracket((x) => x + 5, 0, -1, 100)).toEqual({ low: -7, high: -3, atLow: -2, atHigh: 2 });
  });

  it('keeps its step with growth 1', () => {
    expect(expandBracket((x) => x - 2.5, 0, 1, 100, 1)).toEqual({ low: 2, high: 3, atLow: -0.5, atHigh: 0.5 });
  });

  it('brackets the root of a monotone function within reach, and returns null for one beyond', () => {
    fc.assert(
      fc.property(place, distance, fc.double({ min: 1e-2, max: 10, noNaN: true }), (start, away, step) => {
        const root = start + away;
        const bracket = expandBracket((x) => Math.atan(x - root), start, step, 2 * away);
        expect(bracket !== null && bracket.low <= root && root <= bracket.high).toBe(true);
        expect(expandBracket((x) => Math.atan(x - root), start, step, away / 2)).toBe(null);
      }),
    );
  });

  it('looks at the very end of its reach', () => {
    expect(expandBracket((x) => x - 9.9, 0, 4, 10)).toEqual({
      low: 4,
      high: 10,
      atLow: -5.9,
      atHigh: expect.closeTo(0.1),
    });
  });

  it('returns null when f stops being a number', () => {
    expect(expandBracket((x) => Math.sqrt(4 - x) - 9, 0, 1, 100)).toBe(null);
  });
});
