/**
 * Hidden states of binary synapses as saturating bit planes, 32 synapses a word.
 *
 * h_i odd in [-(K-1), K-1], K even; W_i = sign h_i; one step is h ← clip(h ± 2).
 * Stored as j = 2^(b-1) + (h-1)/2 in b planes, 2^b ≥ K (plane p holds bit p), so that the top plane is the sign and the
 * weights need no repacking. Bounds: j_max = 2^(b-1) + K/2 - 1, j_min = 2^(b-1) - K/2.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007) for the states; the planes are derived.
 */
import { fillMask, rowWords } from './bit-matrix.ts';

/** N synapses. Arrays are caller-owned but for `sign` and `mask`; nothing allocates after `hiddenStates`. */
export interface HiddenStates {
  readonly size: number;
  /** K. */
  readonly states: number;
  /** The weights, 1 = +1: one padded row, zero padding. A live view that `step` and `write` change. */
  readonly sign: Uint32Array;
  /** Ones for the N synapses, zeros in the padding. */
  readonly mask: Uint32Array;
  /** All planes, the lowest first, each a padded row: a live view, for whoever keeps states elsewhere. */
  readonly planes: Uint32Array;
  /** Set every h_i. `h`: length N, odd, within ±(K-1). */
  write(h: Int32Array): void;
  /** Set every h_i to ±1: the signs are one padded row, 1 = +1, zero padding. */
  writeSigns(row: Uint32Array): void;
  /** Read every h_i into `h`, length N. */
  read(h: Int32Array): void;
  /**
   * h_i ← clip(h_i + 2 ξ_i) where `act` has a one. ξ: the padded row that starts at `offset` of `x`, 1 = +1.
   * `act`: one padded row, zero padding.
   */
  step(x: Uint32Array, offset: number, act: Uint32Array): void;
}

/** N synapses at h = -1 (all weights -1) with `states` = K hidden states, even and ≥ 2. */
export function hiddenStates(size: number, states: number): HiddenStates {
  if (!(states >= 2) || states % 2 !== 0) throw new RangeError(`states: got ${states}, expected an even number ≥ 2`);
  const planes = 32 - Math.clz32(states - 1);
  const stride = rowWords(size);
  const used = Math.ceil(size / 32);
  const middle = 2 ** (planes - 1);
  const highest = middle + states / 2 - 1;
  const lowest = middle - states / 2;
  const words = new Uint32Array(planes * stride);
  const sign = words.subarray((planes - 1) * stride);
  const mask = new Uint32Array(stride);
  fillMask(size, mask);

  const write = (h: Int32Array): void => {
    if (h.length !== size) throw new RangeError(`${size} states expected, got ${h.length}`);
    words.fill(0);
    for (let i = 0; i < size; i++) {
      const j = middle + (h[i] - 1) / 2;
      if (!Number.isInteger(j) || j < lowest || j > highest) {
        throw new RangeError(`h[${i}]: got ${h[i]}, expected an odd number within ±${states - 1}`);
      }
      for (let p = 0; p < planes; p++) words[p * stride + (i >>> 5)] |= ((j >>> p) & 1) << (i & 31);
    }
  };
  // j = middle - 1: ones below the top plane.
  for (let p = 0; p < planes - 1; p++) words.set(mask, p * stride);

  return {
    size,
    states,
    sign,
    mask,
    planes: words,
    write,
    writeSigns(row): void {
      for (let k = 0; k < stride; k++) {
        for (let p = 0; p < planes - 1; p++) words[p * stride + k] = ~row[k] & mask[k];
        sign[k] = row[k];
      }
    },
    read(h): void {
      if (h.length !== size) throw new RangeError(`room for ${size} states expected, got ${h.length}`);
      for (let i = 0; i < size; i++) {
        let j = 0;
        for (let p = 0; p < planes; p++) j |= ((words[p * stride + (i >>> 5)] >>> (i & 31)) & 1) << p;
        h[i] = 2 * (j - middle) + 1;
      }
    },
    step(x, offset, act): void {
      for (let k = 0; k < used; k++) {
        let up = x[offset + k] & act[k];
        let down = ~x[offset + k] & act[k];
        let full = up;
        let none = down;
        for (let p = 0, at = k; p < planes; p++, at += stride) {
          full &= (highest >>> p) & 1 ? words[at] : ~words[at];
          none &= (lowest >>> p) & 1 ? words[at] : ~words[at];
        }
        up &= ~full;
        down &= ~none;
        // Ripple add and subtract together: no lane carries both, and neither overflows after the two masks above.
        for (let p = 0, at = k; p < planes; p++, at += stride) {
          const bit = words[at];
          words[at] = bit ^ up ^ down;
          up &= bit;
          down &= ~bit;
        }
      }
    },
  };
}

/** `out` = 1 where ξ and w agree, 0 elsewhere and in the padding: the synapses that a step along ξ drives deeper. */
export function agreement(x: Uint32Array, offset: number, states: HiddenStates, out: Uint32Array): void {
  const { sign, mask } = states;
  for (let k = 0; k < out.length; k++) out[k] = ~(x[offset + k] ^ sign[k]) & mask[k];
}
