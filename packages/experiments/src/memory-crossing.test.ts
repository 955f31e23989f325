import { philoxRng, streamKey } from '@fewbits/numerics';
import { memoryCapacity, type SnrParameters, snr } from '@fewbits/theory';
import { describe, expect, it } from 'vitest';
import { closeAges, crossing } from './memory-crossing.ts';

const ages = closeAges(20_000);
const size = 10_000;
const error = 0.03;

const cases: Omit<SnrParameters, 'ages'>[] = [
  { model: 'multi-chain', groups: 4 },
  { model: 'multi-chain', groups: 6 },
  { model: 'direction-marker', groups: 3 },
  { model: 'partial-reset', groups: 4 },
  { model: 'multi-state', bits: 6 },
  { model: 'multi-state', bits: 3 },
  { model: 'soft-bounds', bits: 7 },
  { model: 'cascade', depth: 8 },
];
const curve = (parameters: Omit<SnrParameters, 'ages'>): number[] =>
  (snr({ ...parameters, ages }).snr1 ?? []).map((value) => Math.sqrt(size) * (value ?? Number.NaN));

/** A walk that ends at an even distance: its curve falls at every other event only. */
const stairs = { model: 'multi-state', bits: 3, readout: 'binary' } as const;

describe('the crossing of a curve', () => {
  it.each(cases)('is where the theory has it when there is no noise: %o', (parameters) => {
    const exact = memoryCapacity({ ...parameters, size }).capacity as number;
    const found = crossing(ages, curve(parameters), new Array(ages.length).fill(error), 1);
    expect(Math.abs((found?.age ?? 0) / exact - 1)).toBeLessThan(0.005);
  });

  it('is within an event of it on stairs of two events', () => {
    const exact = memoryCapacity({ ...stairs, size }).capacity as number;
    const found = crossing(ages, curve(stairs), new Array(ages.length).fill(error), 1);
    expect(Math.abs((found?.age ?? 0) - exact)).toBeLessThan(1);
  });

  // 200 noisy copies: the mean of z is 0 ± 1/sqrt(200) = 0.07, apart from the bias above and that of
  // choosing ages by their noisy values; its rms 1 ± 0.05.
  it.each(cases)('is found in noise without bias, with the error that it claims: %o', (parameters) => {
    const exact = memoryCapacity({ ...parameters, size }).capacity as number;
    const clean = curve(parameters);
    const rng = philoxRng(streamKey(7, 'dynamics', JSON.stringify(parameters)));
    const z = Array.from({ length: 200 }, () => {
      const noisy = clean.map((value) => value + error * normal(rng));
      const found = crossing(ages, noisy, new Array(ages.length).fill(error), 1);
      return ((found?.age ?? 0) - exact) / (found?.error ?? 1);
    });
    const mean = z.reduce((a, b) => a + b) / z.length;
    const rms = Math.sqrt(z.reduce((sum, each) => sum + each * each, 0) / z.length);
    expect(Math.abs(mean)).toBeLessThan(0.6);
    expect(rms).toBeGreaterThan(0.7);
    expect(rms).toBeLessThan(1.4);
  });

  it('is looked for at whole ages, close to even in their logarithm', () => {
    expect(closeAges(1)).toEqual([1, 2, 3]);
    expect(ages.slice(0, 14)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]);
    expect(ages.at(-1)).toBeGreaterThan(20_000 / 1.11);
  });

  it('is 0 where the first value is below, and null where none is', () => {
    expect(crossing([1, 2, 3], [0.5, 0.4, 0.3], [0.1, 0.1, 0.1], 1)).toEqual({ age: 0, error: 0 });
    expect(crossing([1, 2, 3], [5, 4, 3], [0.1, 0.1, 0.1], 1)).toBeNull();
  });

  it('passes a single low value by, and bears values below 0', () => {
    const low = crossing([1, 2, 4, 8], [3, 0.9, 3, 0.2], [0.5, 5, 0.5, 0.01], 1);
    expect(low?.age).toBeGreaterThan(4);
    const steep = crossing([1, 2], [2, -0.1], [0.1, 0.1], 1);
    expect(steep?.age).toBeGreaterThan(1);
    expect(steep?.age).toBeLessThan(2);
  });
});

/** Box-Muller: fine for a test. */
function normal(rng: { uniform(): number }): number {
  return Math.sqrt(-2 * Math.log(1 - rng.uniform())) * Math.cos(2 * Math.PI * rng.uniform());
}
