import { expect, it } from 'vitest';
import { theoryTable } from './theory-table.ts';
import { theory } from './theory-values.ts';

const cells = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));

it('prints one row a combination and entry of a curve, every coordinate a column', () => {
  const [head, ...rows] = cells(
    theoryTable(theory('snr', { model: ['multi-state', 'multi-chain'], bits: 2, groups: 1, ages: [1, 2, 4] })),
  );
  expect(head).toEqual(['model', 'age', 'signal', 'snr1', 'variance', 'synapse_bits']);
  expect(rows.map(([model, age]) => `${model} ${age}`)).toEqual([
    ...['multi-state 1', 'multi-state 2', 'multi-state 4', 'multi-chain 1', 'multi-chain 2', 'multi-chain 4'],
  ]);
  // Four states read by their level (0.447213595 is tabulated) and by their sign.
  expect(rows.map(([, , , snr1]) => snr1)).toEqual(['0.4472136', '0.3354102', '0.1677051', '0.5', '0.25', '0.125']);
});

it('prints the distances of a curve over a list of loads, and why one is missing', () => {
  const [head, ...rows] = cells(
    theoryTable(theory('local-entropy-curve', { alpha: [0, 0.6], distances: [0.05, 0.4] })),
  );
  expect(head).toEqual(['alpha', 'distance', 'local_entropy', 'gamma', 'bound', 'reason']);
  expect(rows.map(([alpha, distance]) => [alpha, distance])).toEqual([
    ['0', '0.05'],
    ['0', '0.4'],
    ['0.6', '0.05'],
    ['0.6', '0.4'],
  ]);
  expect(rows[0]?.at(-1)).toBe('no-external-zero');
  expect(rows[2]).toHaveLength(5);
});

it('prints scalars above the curve of a single point, and lists only what fits a line', () => {
  const single = theoryTable(theory('snr', { model: 'multi-chain', groups: 1, ages: [0, 1] }));
  expect(single).toMatch(/^value\nvariance +1\nsynapse_bits +2\n\nage +signal +snr1\n +0 +0\.5 +0\.5\n/);
  expect(theoryTable(theory('critical-load', { weights: 'unipolar', levels: 2 }))).toMatch(
    /occupancy +0\.67825 0\.32175/,
  );
  const [head] = cells(theoryTable(theory('critical-load', { weights: 'unipolar', levels: [2, 3] })));
  expect(head).toEqual(['levels', 'alpha_c', 'mean_weight', 'bits', 'q', 'Q', 'at']);
});
