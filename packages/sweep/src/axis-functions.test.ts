import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateFunction } from './axis-functions.ts';

describe('range', () => {
  it('excludes its end and is exact in decimals', () => {
    expect(evaluateFunction('range(0,1,0.1)')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(evaluateFunction('range(5, 1, -2)')).toEqual([5, 3]);
    expect(evaluateFunction('range(1,4,1)')).toEqual([1, 2, 3]);
    expect(evaluateFunction('range(1e-3,3e-3,1e-3)')).toEqual([0.001, 0.002]);
  });

  it('never moves a point when it is extended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 2, max: 60 }), (step, n) => {
        const text = `0.${String(step).padStart(3, '0')}`;
        const long = evaluateFunction(`range(0,${n},${text})`);
        const short = evaluateFunction(`range(0,1,${text})`);
        expect(long.slice(0, short.length)).toEqual(short);
        // The k-th point is the double nearest to k·step/1000.
        expect(long.every((x, k) => x === (k * step) / 1000)).toBe(true);
      }),
    );
  });
});

describe('linspace and logspace', () => {
  it('include both ends', () => {
    expect(evaluateFunction('linspace(0.3,0.7,5)')).toEqual([0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(evaluateFunction('logspace(1,1e6,7)')).toEqual([1, 10, 100, 1000, 10000, 100000, 1000000]);
    expect(evaluateFunction('logspace(0.001,10,5)')).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(evaluateFunction('linspace(2,9,1)')).toEqual([2]);
  });

  it('give bit-equal values where their points coincide', () => {
    const fine = evaluateFunction('linspace(0.1,0.9,81)');
    const coarse = evaluateFunction('linspace(0.1,0.9,9)');
    expect(coarse.every((x, k) => x === fine[10 * k])).toBe(true);
    const decades = evaluateFunction('logspace(0.01,100,5)');
    expect(evaluateFunction('logspace(0.01,100,41)').filter((_, k) => k % 10 === 0)).toEqual(decades);
  });
});

it.each([
  ['range(0,1)', 'three numbers, range(from,to,step)'],
  ['range(0,1,0)', 'step must not be 0'],
  ['range(1,0,0.1)', 'has no values'],
  ['linspace(0,1,2.5)', 'count must be an integer'],
  ['linspace(0,x,3)', 'got "x"'],
  ['logspace(0,1,3)', 'must be positive'],
  ['geomspace(1,2,3)', 'expected range(…)'],
  ['range(0,1,1e-9)', 'at most 1000000'],
])('refuses %s and says why', (text, message) => {
  expect(() => evaluateFunction(text)).toThrow(message);
});
