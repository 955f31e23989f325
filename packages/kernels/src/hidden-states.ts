/**
 * Hidden states of binary synapses as saturating bit planes, 32 synapses a word.
 *
 * h_i odd in [-(K-1), K-1], K even; W_i = sign h_i; one step is h ← clip(h ± 2).
 * Stored as sign and m = (|h| - 1)/2, 0 ≤ m < K/2: plane p < b holds digit p of m, 2^b ≥ K/2, the top plane the sign, so that
 * the weights need no repacking. A step away from 0 counts m up, one towards 0 down; from m = 0 it leaves m and turns the
 * sign. That is fewer operations than one number h + K - 1: what deepens a state counts up, whatever its sign.
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
  const deepest = states / 2 - 1;
  const planes = 32 - Math.clz32(deepest);
  const stride = rowWords(size);
  const used = Math.ceil(size / 32);
  const words = new Uint32Array((planes + 1) * stride);
  const sign = words.subarray(planes * stride);
  const mask = new Uint32Array(stride);
  fillMask(size, mask);

  const write = (h: Int32Array): void => {
    if (h.length !== size) throw new RangeError(`${size} states expected, got ${h.length}`);
    words.fill(0);
    for (let i = 0; i < size; i++) {
      const m = (Math.abs(h[i]) - 1) / 2;
      if (!Number.isInteger(m) || m > deepest) {
        throw new RangeError(`h[${i}]: got ${h[i]}, expected an odd number within ±${states - 1}`);
      }
      const word = i >>> 5;
      for (let p = 0; p < planes; p++) words[p * stride + word] |= ((m >>> p) & 1) << (i & 31);
      if (h[i] > 0) sign[word] |= 1 << (i & 31);
    }
  };

  return {
    size,
    states,
    sign,
    mask,
    planes: words,
    write,
    writeSigns(row): void {
      words.fill(0, 0, planes * stride);
      sign.set(row.subarray(0, stride));
    },
    read(h): void {
      if (h.length !== size) throw new RangeError(`room for ${size} states expected, got ${h.length}`);
      for (let i = 0; i < size; i++) {
        const bit = (plane: number): number => (words[plane * stride + (i >>> 5)] >>> (i & 31)) & 1;
        let m = 0;
        for (let p = 0; p < planes; p++) m |= bit(p) << p;
        h[i] = bit(planes) ? 2 * m + 1 : -2 * m - 1;
      }
    },
    step(x, offset, act): void {
      for (let k = 0; k < used; k++) {
        const down = x[offset + k] ^ sign[k];
        // Up from `deepest`, which has all digits that m can have there, or down from 0.
        let stuck = act[k];
        for (let p = 0, at = k; p < planes; p++, at += stride) {
          stuck &= (deepest >>> p) & 1 ? words[at] ^ down : ~(words[at] & down);
        }
        sign[k] ^= stuck & down;
        let carry = act[k] ^ stuck;
        for (let p = 0, at = k; p < planes; p++, at += stride) {
          const digit = words[at];
          words[at] = digit ^ carry;
          carry &= digit ^ down;
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
