/** Few values for many weights: 2^bits of them, equally spaced and symmetric about 0. */

/**
 * Largest value, in standard deviations, that loses least of a Gaussian weight; bits = 1, 2, 3, 4, beyond which 3 serves.
 * Source: J. Max, IRE Trans. Inf. Theory 6, 7 (1960).
 */
const widest = [undefined, 1.596, 1.991, 2.344, 2.682];

/** Replace each weight (of unit variance) by the nearest value, in place. A weight of 0 lies between two: `coin` decides. */
export function roundToLevels(weights, bits, coin) {
  const levels = 2 ** bits;
  const step = (2 * (widest[bits] ?? 3)) / levels;
  for (let k = 0; k < weights.length; k++) {
    const sign = weights[k] === 0 ? coin() : Math.sign(weights[k]);
    const cell = Math.min(Math.floor(Math.abs(weights[k]) / step), levels / 2 - 1);
    weights[k] = sign * (cell + 0.5) * step;
  }
}
