/**
 * Readouts of 128-synapse blocks: how many of the sign planes are set, as binary digits, and the overlap of patterns with
 * such digits. The sums of src/online-memory/readout.ts.
 */

/**
 * Digit planes of the count of set bits over `groups` planes of a block, at `first`, then every `step(k)` bytes, where
 * step(k) = `step` + k * `growth`. `digits` vectors are written to `out`.
 */
export function countPlanes(
  first: usize,
  groups: i32,
  step: i32,
  growth: i32,
  out: usize,
  digits: i32,
): void {
  if (groups == 7) {
    // Seven planes make three digits with four full adders.
    const a = v128.load(first);
    const b = v128.load((first += step));
    const c = v128.load((first += step + growth));
    const d = v128.load((first += step + 2 * growth));
    const e = v128.load((first += step + 3 * growth));
    const f = v128.load((first += step + 4 * growth));
    const g = v128.load((first += step + 5 * growth));
    const ab = v128.xor(a, b);
    const abc = v128.xor(ab, c);
    const twos = v128.or(v128.and(a, b), v128.and(ab, c));
    const de = v128.xor(d, e);
    const def = v128.xor(de, f);
    const more = v128.or(v128.and(d, e), v128.and(de, f));
    const rest = v128.xor(abc, def);
    const last = v128.or(v128.and(abc, def), v128.and(rest, g));
    const pair = v128.xor(twos, more);
    v128.store(out, v128.xor(rest, g));
    v128.store(out, v128.xor(pair, last), 16);
    v128.store(out, v128.or(v128.and(twos, more), v128.and(pair, last)), 32);
    return;
  }
  for (let j = 0; j < digits; j++) v128.store(out + (<usize>j << 4), i32x4.splat(0));
  let plane = first;
  for (let k = 0; k < groups; k++) {
    let carry = v128.load(plane);
    for (let j = 0; j < digits; j++) {
      const place = out + (<usize>j << 4);
      const old = v128.load(place);
      v128.store(place, v128.xor(old, carry));
      carry = v128.and(old, carry);
    }
    plane += step + k * growth;
  }
}

/** Lanes whose number in `digits` planes at `counts` is at least `threshold`, from the highest digit down. */
export function reaches(counts: usize, digits: i32, threshold: i32): v128 {
  let above = i32x4.splat(0);
  let equal = i32x4.splat(-1);
  for (let j = digits - 1; j >= 0; j--) {
    const digit = v128.load(counts + (<usize>j << 4));
    if ((threshold >> j) & 1) {
      equal = v128.and(equal, digit);
    } else {
      above = v128.or(above, v128.and(equal, digit));
      equal = v128.andnot(equal, digit);
    }
  }
  return v128.or(above, equal);
}

/** Sum of the 32-bit lanes, unsigned. */
function sum(v: v128): u32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

// @ts-ignore: decorator
@inline
function widen(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

/**
 * Of each of `count` rows of `row` bytes at `rows`: sum over j < `digits` <= 5 of 2^j x (lanes where row and digit plane j
 * differ), over `blocks` blocks of which only the lanes of `mask` count in the last. `list`: numbers of the rows, 32 bits each; 0:
 * all in order. Digit planes of a block lie at `counts` + block * `stride`. Results, 32 bits each, at `out`.
 */
export function distances(
  rows: usize,
  row: usize,
  list: usize,
  count: i32,
  counts: usize,
  stride: usize,
  digits: i32,
  blocks: i32,
  mask: usize,
  out: usize,
): void {
  for (let k = 0; k < count; k++) {
    const at = <usize>k << 2;
    const number = list == 0 ? k : load<i32>(list + at);
    store<u32>(out + at, distance(rows + <usize>number * row, counts, stride, digits, blocks, mask));
  }
}

function distance(
  pattern: usize,
  counts: usize,
  stride: usize,
  digits: i32,
  blocks: i32,
  mask: usize,
): u32 {
  let total = i32x4.splat(0);
  let block = 0;
  if (digits == 3) {
    // Two blocks are added as binary numbers, so that four population counts serve for six.
    for (; block + 2 <= blocks; block += 2) {
      const valid = block + 2 == blocks ? v128.load(mask) : i32x4.splat(-1);
      const p = v128.load(pattern);
      const r = v128.load(pattern, 16);
      const other = counts + stride;
      const x0 = v128.xor(p, v128.load(counts));
      const x1 = v128.xor(p, v128.load(counts, 16));
      const x2 = v128.xor(p, v128.load(counts, 32));
      const y0 = v128.and(v128.xor(r, v128.load(other)), valid);
      const y1 = v128.and(v128.xor(r, v128.load(other, 16)), valid);
      const y2 = v128.and(v128.xor(r, v128.load(other, 32)), valid);
      const c0 = v128.and(x0, y0);
      const h1 = v128.xor(x1, y1);
      const c1 = v128.or(v128.and(x1, y1), v128.and(h1, c0));
      const h2 = v128.xor(x2, y2);
      const c2 = v128.or(v128.and(x2, y2), v128.and(h2, c1));
      let bytes = i8x16.popcnt(c2);
      bytes = i8x16.add(i8x16.add(bytes, bytes), i8x16.popcnt(v128.xor(h2, c1)));
      bytes = i8x16.add(i8x16.add(bytes, bytes), i8x16.popcnt(v128.xor(h1, c0)));
      bytes = i8x16.add(i8x16.add(bytes, bytes), i8x16.popcnt(v128.xor(x0, y0)));
      total = i32x4.add(total, widen(bytes));
      pattern += 32;
      counts = other + stride;
    }
  }
  for (; block < blocks; block++) {
    const p = v128.load(pattern);
    const valid = block == blocks - 1 ? v128.load(mask) : i32x4.splat(-1);
    let bytes = i32x4.splat(0);
    for (let j = digits - 1; j >= 0; j--) {
      const differ = v128.and(v128.xor(p, v128.load(counts + (<usize>j << 4))), valid);
      bytes = i8x16.add(i8x16.add(bytes, bytes), i8x16.popcnt(differ));
    }
    total = i32x4.add(total, widen(bytes));
    pattern += 16;
    counts += stride;
  }
  return sum(total);
}

/** Lanes set in both of two planes, every `stride` bytes, over `blocks` blocks, in the last one those of `mask`. */
export function common(x: usize, y: usize, stride: usize, blocks: i32, mask: usize): u32 {
  let total = i32x4.splat(0);
  for (let block = 0; block < blocks; block++) {
    const valid = block == blocks - 1 ? v128.load(mask) : i32x4.splat(-1);
    total = i32x4.add(total, widen(i8x16.popcnt(v128.and(v128.and(v128.load(x), v128.load(y)), valid))));
    x += stride;
    y += stride;
  }
  return sum(total);
}
