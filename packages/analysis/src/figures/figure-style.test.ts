import { expect, it } from 'vitest';
import { colours } from './figure-style.ts';

/** Linear RGB of a hexadecimal colour. */
function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, entry, k) => sum + entry * vector[k], 0));

/** Linear RGB as normal, protanopic and deuteranopic eyes see it: Machado, Oliveira & Fernandes 2009, severity 1. */
const eyes = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
];

/** CIELAB with the white of D65. */
function lab(rgb: readonly number[]): number[] {
  const toXyz = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.119192, 0.9503041],
  ];
  const white = [0.95047, 1, 1.08883];
  const [x, y, z] = times(toXyz, rgb).map((value, k) => {
    const ratio = Math.max(0, value) / white[k];
    return ratio > 216 / 24389 ? Math.cbrt(ratio) : ((24389 / 27) * ratio + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(a: string, b: string): number {
  return Math.min(
    ...eyes.map((eye) =>
      Math.hypot(...lab(times(eye, linear(a))).map((value, k) => value - lab(times(eye, linear(b)))[k])),
    ),
  );
}

function closest(some: readonly string[]): number {
  return Math.min(...some.flatMap((one, i) => some.slice(i + 1).map((other) => distance(one, other))));
}

// The six of Okabe and Ito are the yardstick: whoever can tell those apart can tell all twelve, and each from theory's black.
it('has a dozen colours that colour-blind eyes tell apart as well as those of Okabe and Ito', () => {
  expect(colours).toHaveLength(12);
  const yardstick = closest(colours.slice(0, 6));
  expect(yardstick).toBeGreaterThan(17);
  expect(closest([...colours, '#000000'])).toBeGreaterThanOrEqual(yardstick);
  // Lines on white paper.
  for (const colour of colours) expect(lab(linear(colour))[0]).toBeLessThan(75);
});
