import type { SummaryRow } from '@fewbits/dataset';
import { wilsonInterval } from '@fewbits/numerics';
import { expect, it } from 'vitest';
import { summaryRow } from '../summary-row.ts';
import { pooled } from './pooled.ts';

const at = (coordinate: number, successes: number, trials: number): SummaryRow =>
  summaryRow({
    ...{ params: {}, quantity: 'solved', coordinate, estimate: successes / trials, confidence: 0.95 },
    ...wilsonInterval(successes, trials, 0.95),
    ...{ method: 'simulated', trials },
  });

it('leaves loads with enough trials as they are', () => {
  const rows = [at(0.1, 4, 4), at(0.2, 3, 5), at(0.3, 0, 9)];
  expect(pooled(rows)).toEqual({ rows, isPooled: false });
});

it('brings neighbours with few trials together, no trial lost and none counted twice', () => {
  const rows = [at(0.5, 1, 1), at(0.501, 1, 2), at(0.502, 0, 1), at(0.51, 2, 8), at(0, 1, 1), at(1, 0, 1)];
  const { rows: points, isPooled } = pooled(rows);
  expect(isPooled).toBe(true);
  expect(points.map(({ coordinate, trials }) => [coordinate, trials])).toEqual([
    [0, 1],
    [(0.5 + 2 * 0.501 + 0.502 + 8 * 0.51) / 12, 12],
    [1, 1],
  ]);
  expect(points[1]).toMatchObject({ estimate: 4 / 12, ...wilsonInterval(4, 12, 0.95) });
});
