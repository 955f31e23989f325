/**
 * Set bits of long XORs by carry-save adders over 8 vectors, bit-exact with src/popcount.ts.
 *
 * Source: Harley & Seal, in Warren, "Hacker's Delight", 5-1; Mula, Kurz & Lemire, Computer Journal 61, 111 (2018).
 */

// @ts-ignore: decorator
@inline
function count(v: v128): i64 {
  return popcnt(reinterpret<i64>(f64x2.extract_lane(v, 0))) + popcnt(i64x2.extract_lane(v, 1));
}

/**
 * Bits in which 128 bytes at `x` differ from eight vectors. A tree of adders leaves one vector of weight 1, two of 2, one of
 * 4, counted by the scalar instruction, which is the quickest for so few.
 */
// @ts-ignore: decorator
@inline
export function differingBlock(
  x: usize,
  w0: v128,
  w1: v128,
  w2: v128,
  w3: v128,
  w4: v128,
  w5: v128,
  w6: v128,
  w7: v128,
): i32 {
  let d = v128.xor(v128.load(x), w0);
  let e = v128.xor(v128.load(x, 16), w1);
  let f = v128.xor(v128.load(x, 32), w2);
  let half = v128.xor(d, e);
  const twosA = v128.or(v128.and(d, e), v128.and(half, f));
  const onesA = v128.xor(half, f);
  d = v128.xor(v128.load(x, 48), w3);
  e = v128.xor(v128.load(x, 64), w4);
  f = v128.xor(v128.load(x, 80), w5);
  half = v128.xor(d, e);
  const twosB = v128.or(v128.and(d, e), v128.and(half, f));
  const onesB = v128.xor(half, f);
  d = v128.xor(v128.load(x, 96), w6);
  e = v128.xor(v128.load(x, 112), w7);
  half = v128.xor(d, e);
  const twosC = v128.or(v128.and(d, e), v128.and(half, onesA));
  const onesC = v128.xor(half, onesA);
  half = v128.xor(twosA, twosB);
  const fours = v128.or(v128.and(twosA, twosB), v128.and(half, twosC));
  const twos = count(v128.xor(half, twosC)) + count(v128.and(onesB, onesC));
  return <i32>(count(v128.xor(onesB, onesC)) + ((twos + (count(fours) << 1)) << 1));
}

/** Bits in which `blocks` x 128 bytes from `x` and `w` differ. */
// @ts-ignore: decorator
@inline
export function differing(x: usize, w: usize, blocks: i32): i32 {
  let ones = i32x4.splat(0);
  let twos = i32x4.splat(0);
  let fours = i32x4.splat(0);
  let total: i64 = 0;
  for (let block = 0; block < blocks; block++) {
    let d = v128.xor(v128.load(x), v128.load(w));
    let e = v128.xor(v128.load(x, 16), v128.load(w, 16));
    let half = v128.xor(ones, d);
    const twosA = v128.or(v128.and(ones, d), v128.and(half, e));
    ones = v128.xor(half, e);
    d = v128.xor(v128.load(x, 32), v128.load(w, 32));
    e = v128.xor(v128.load(x, 48), v128.load(w, 48));
    half = v128.xor(ones, d);
    const twosB = v128.or(v128.and(ones, d), v128.and(half, e));
    ones = v128.xor(half, e);
    half = v128.xor(twos, twosA);
    const foursA = v128.or(v128.and(twos, twosA), v128.and(half, twosB));
    twos = v128.xor(half, twosB);

    d = v128.xor(v128.load(x, 64), v128.load(w, 64));
    e = v128.xor(v128.load(x, 80), v128.load(w, 80));
    half = v128.xor(ones, d);
    const twosC = v128.or(v128.and(ones, d), v128.and(half, e));
    ones = v128.xor(half, e);
    d = v128.xor(v128.load(x, 96), v128.load(w, 96));
    e = v128.xor(v128.load(x, 112), v128.load(w, 112));
    half = v128.xor(ones, d);
    const twosD = v128.or(v128.and(ones, d), v128.and(half, e));
    ones = v128.xor(half, e);
    half = v128.xor(twos, twosC);
    const foursB = v128.or(v128.and(twos, twosC), v128.and(half, twosD));
    twos = v128.xor(half, twosD);

    half = v128.xor(fours, foursA);
    const eights = v128.or(v128.and(fours, foursA), v128.and(half, foursB));
    fours = v128.xor(half, foursB);
    total += count(eights);
    x += 128;
    w += 128;
  }
  return <i32>(count(ones) + ((count(twos) + ((count(fours) + (total << 1)) << 1)) << 1));
}
