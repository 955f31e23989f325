import { philoxRng } from '@fewbits/numerics';
import { expect, it } from 'vitest';
import { standardNormal } from './standard-normal.ts';

// Moments 1 to 4 of the normal law: 0, 1, 0, 3, with variances 1, 2, 15, 96 of one term, and the lag-one product with 1.
// 5 standard errors on 5 of them: a false alarm in about 1 of 350 000 seeds.
it('draws independent numbers with the moments of the standard normal law', () => {
  const draw = standardNormal(philoxRng(Uint32Array.of(1, 2, 3, 4)));
  const n = 200_000;
  const x = Float64Array.from({ length: n }, draw);
  const mean = (f: (v: number, i: number) => number) => x.reduce((sum, v, i) => sum + f(v, i), 0) / n;
  const within = (value: number, expected: number, variance: number) =>
    expect(Math.abs(value - expected)).toBeLessThan(5 * Math.sqrt(variance / n));
  within(
    mean((v) => v),
    0,
    1,
  );
  within(
    mean((v) => v ** 2),
    1,
    2,
  );
  within(
    mean((v) => v ** 3),
    0,
    15,
  );
  within(
    mean((v) => v ** 4),
    3,
    96,
  );
  within(
    mean((v, i) => v * x[(i + 1) % n]),
    0,
    1,
  );
});
