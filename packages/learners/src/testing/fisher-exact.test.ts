import { expect, it } from 'vitest';
import { fisherExact } from './fisher-exact.ts';

// The lady tasting tea (Fisher, The Design of Experiments, 1935): 17/35 two-sided. Convictions of like-sex twins of
// criminals (Fisher 1935, by the documentation of R's fisher.test): 0.0005367. All of 5 against none of 20: 1/C(25, 5).
it.each([
  [3, 4, 1, 4, 17 / 35, 1e-12],
  [2, 17, 10, 13, 0.0005367, 5e-8],
  [5, 5, 0, 20, 1 / 53130, 1e-15],
  [7, 10, 14, 20, 1, 1e-12],
])('says how well %i of %i agrees with %i of %i', (k, n, l, m, expected, tolerance) => {
  expect(Math.abs(fisherExact({ solved: k, of: n }, { solved: l, of: m }) - expected)).toBeLessThan(tolerance);
  expect(Math.abs(fisherExact({ solved: m - l, of: m }, { solved: n - k, of: n }) - expected)).toBeLessThan(tolerance);
});
