import { philoxRng } from '@fewbits/numerics';
import { expect, it } from 'vitest';
import { shuffle } from './shuffle.ts';

// Counts of 24 orders in 24 000 draws, from one fixed order: 5 standard deviations on each, a false alarm in about 1 of
// 70 000 seeds.
it('makes every order equally likely', () => {
  const rng = philoxRng(Uint32Array.of(1, 2, 3, 4));
  const counts = new Map<string, number>();
  for (let k = 0; k < 24_000; k++) {
    const order = Int32Array.of(0, 1, 2, 3);
    shuffle(order, rng);
    counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000 * (23 / 24)));
});

it('keeps what it orders', () => {
  const order = Int32Array.from({ length: 100 }, (_, k) => k);
  shuffle(order, philoxRng(Uint32Array.of(5, 0, 0, 0)));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, k) => k));
  for (const length of [0, 1]) shuffle(new Int32Array(length), philoxRng(new Uint32Array(4)));
});
