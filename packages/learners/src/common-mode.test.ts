import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonModeRoot } from './common-mode.ts';

describe('the root of the common mode', () => {
  it('is found for any falling function, and the last evaluation is at the root', () => {
    const cases = fc.record({
      slope: fc.double({ min: 1, max: 50, noNaN: true }),
      bend: fc.double({ min: 0, max: 20, noNaN: true }),
      root: fc.double({ min: -200, max: 200, noNaN: true }),
      start: fc.double({ min: -200, max: 200, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ slope, bend, root, start }) => {
        let last = Number.NaN;
        const residual = (m: number): number => {
          last = m;
          return -slope * (m - root) - bend * Math.tanh((m - root) / 3);
        };
        const found = commonModeRoot(residual, start, 5);
        expect(Math.abs(residual(found))).toBeLessThan(1e-8);
        commonModeRoot(residual, start, 5);
        expect(last).toBe(found);
      }),
    );
  });

  it('is found where secant steps fail: a rising stretch between start and root', () => {
    const residual = (m: number): number => -m + 12 * Math.exp(-((m - 6) ** 2) / 2) - 1;
    for (const start of [-40, 3, 5, 40]) {
      expect(Math.abs(residual(commonModeRoot(residual, start, 2)))).toBeLessThan(1e-8);
    }
  });

  it('takes four evaluations near the root of a smooth function', () => {
    let calls = 0;
    const residual = (m: number): number => {
      calls++;
      return -1.8 * (m - 0.3) - 0.01 * (m - 0.3) ** 2;
    };
    commonModeRoot(residual, 0.35, 10);
    expect(calls).toBeLessThanOrEqual(4);
  });
});
