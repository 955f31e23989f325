/**
 * Hazard of the normal law r(x) = phi(x)/H(x) in vectors, bit-exact with src/mills-ratio.ts, where the formulas stand and
 * from where the constants come: a table of vectors at `k` (a constant in the code costs three instructions, a load one).
 */

/** exp(y), y in [-87, 0]; constants 15 to 25 of the f32 table. */
// @ts-ignore: decorator
@inline
export function exp32(y: v128, k: usize): v128 {
  const round = v128.load(k, 16 * 16);
  const n = f32x4.sub(f32x4.add(f32x4.mul(y, v128.load(k, 15 * 16)), round), round);
  const f = f32x4.sub(f32x4.sub(y, f32x4.mul(n, v128.load(k, 17 * 16))), f32x4.mul(n, v128.load(k, 18 * 16)));
  let p = v128.load(k, 19 * 16);
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 20 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 21 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 22 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 23 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 24 * 16));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, f), f), f), v128.load(k, 12 * 16));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), v128.load(k, 25 * 16)), 23));
}

// @ts-ignore: decorator
@inline
export function hazard4(x: v128, k: usize): v128 {
  const z = f32x4.mul(f32x4.abs(x), v128.load(k));
  const c = v128.load(k, 16);
  const t = f32x4.div(f32x4.sub(z, c), f32x4.add(z, c));
  let p = v128.load(k, 2 * 16);
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 3 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 4 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 5 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 6 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 7 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 8 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 9 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 10 * 16));
  p = f32x4.add(f32x4.mul(p, t), v128.load(k, 11 * 16));
  const one = v128.load(k, 12 * 16);
  const line = f32x4.add(f32x4.add(z, z), one);
  const zero = i32x4.splat(0);
  const e = exp32(f32x4.sub(zero, f32x4.min(f32x4.mul(z, z), v128.load(k, 13 * 16))), k);
  const left = f32x4.lt(x, zero);
  const top = f32x4.mul(line, v128.bitselect(e, one, left));
  const bottom = v128.bitselect(f32x4.sub(f32x4.add(line, line), f32x4.mul(e, p)), p, left);
  return f32x4.mul(v128.load(k, 14 * 16), f32x4.div(top, bottom));
}

/** exp(y), y in [-708, 0]; constants 26 to 42 of the f64 table. */
// @ts-ignore: decorator
@inline
function exp64(y: v128, k: usize): v128 {
  const round = v128.load(k, 27 * 16);
  const shifted = f64x2.add(f64x2.mul(y, v128.load(k, 26 * 16)), round);
  const n = f64x2.sub(shifted, round);
  const f = f64x2.sub(f64x2.sub(y, f64x2.mul(n, v128.load(k, 28 * 16))), f64x2.mul(n, v128.load(k, 29 * 16)));
  let p = v128.load(k, 30 * 16);
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 31 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 32 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 33 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 34 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 35 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 36 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 37 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 38 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 39 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 40 * 16));
  p = f64x2.add(f64x2.mul(p, f), v128.load(k, 41 * 16));
  p = f64x2.add(f64x2.add(f64x2.mul(f64x2.mul(p, f), f), f), v128.load(k, 23 * 16));
  return f64x2.mul(p, i64x2.shl(i64x2.add(shifted, v128.load(k, 42 * 16)), 52));
}

// @ts-ignore: decorator
@inline
function hazard2(x: v128, k: usize): v128 {
  const z = f64x2.mul(f64x2.abs(x), v128.load(k));
  const c = v128.load(k, 16);
  const t = f64x2.div(f64x2.sub(z, c), f64x2.add(z, c));
  let p = v128.load(k, 2 * 16);
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 3 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 4 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 5 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 6 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 7 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 8 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 9 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 10 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 11 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 12 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 13 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 14 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 15 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 16 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 17 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 18 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 19 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 20 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 21 * 16));
  p = f64x2.add(f64x2.mul(p, t), v128.load(k, 22 * 16));
  const one = v128.load(k, 23 * 16);
  const line = f64x2.add(f64x2.add(z, z), one);
  const zero = i32x4.splat(0);
  const e = exp64(f64x2.sub(zero, f64x2.min(f64x2.mul(z, z), v128.load(k, 24 * 16))), k);
  const left = f64x2.lt(x, zero);
  const top = f64x2.mul(line, v128.bitselect(e, one, left));
  const bottom = v128.bitselect(f64x2.sub(f64x2.add(line, line), f64x2.mul(e, p)), p, left);
  return f64x2.mul(v128.load(k, 25 * 16), f64x2.div(top, bottom));
}

/** `out` = r(`x`), `count` f32 rounded up to vectors. */
export function hazard32(x: usize, out: usize, count: i32, k: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16) {
    v128.store(out, hazard4(v128.load(x), k));
    out += 16;
  }
}

/** `out` = r(`x`), `count` f64 rounded up to vectors. */
export function hazard64(x: usize, out: usize, count: i32, k: usize): void {
  for (const end = x + (<usize>count << 3); x < end; x += 16) {
    v128.store(out, hazard2(v128.load(x), k));
    out += 16;
  }
}
