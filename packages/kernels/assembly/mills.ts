/**
 * Hazard of the normal law r(x) = phi(x)/H(x) in vectors, bit-exact with src/mills-ratio.ts, where the formulas stand and
 * from where the constants come: a table of vectors at `k` (a constant in the code costs three instructions, a load one).
 */

/** exp(y), y in [-87, 0]; constants 15 to 25 of the f32 table. */
// @ts-ignore: decorator
@inline
export function exp32(y: v128, k: usize): v128 {
  const round = v128.load(k, 16 * 16);
  const shifted = f32x4.add(f32x4.mul(y, v128.load(k, 15 * 16)), round);
  const n = f32x4.sub(shifted, round);
  const f = f32x4.sub(f32x4.sub(y, f32x4.mul(n, v128.load(k, 17 * 16))), f32x4.mul(n, v128.load(k, 18 * 16)));
  let p = v128.load(k, 19 * 16);
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 20 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 21 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 22 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 23 * 16));
  p = f32x4.add(f32x4.mul(p, f), v128.load(k, 24 * 16));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, f), f), f), v128.load(k, 12 * 16));
  return f32x4.mul(p, i32x4.shl(i32x4.add(shifted, v128.load(k, 25 * 16)), 23));
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

/** y <- exp(y), `count` f32 rounded up to vectors, y in [-87, 0]: as `exp32`, three vectors at a time. */
export function exps32(y: usize, count: i32, k: usize): void {
  const end = y + (<usize>count << 2);
  for (; y + 32 < end; y += 48) {
    let c = v128.load(k, 15 * 16);
    let d = v128.load(k, 16 * 16);
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const y2 = v128.load(y, 32);
    const s0 = f32x4.add(f32x4.mul(y0, c), d);
    const s1 = f32x4.add(f32x4.mul(y1, c), d);
    const s2 = f32x4.add(f32x4.mul(y2, c), d);
    const n0 = f32x4.sub(s0, d);
    const n1 = f32x4.sub(s1, d);
    const n2 = f32x4.sub(s2, d);
    c = v128.load(k, 17 * 16);
    d = v128.load(k, 18 * 16);
    const f0 = f32x4.sub(f32x4.sub(y0, f32x4.mul(n0, c)), f32x4.mul(n0, d));
    const f1 = f32x4.sub(f32x4.sub(y1, f32x4.mul(n1, c)), f32x4.mul(n1, d));
    const f2 = f32x4.sub(f32x4.sub(y2, f32x4.mul(n2, c)), f32x4.mul(n2, d));
    c = v128.load(k, 19 * 16);
    d = v128.load(k, 20 * 16);
    let e0 = f32x4.add(f32x4.mul(c, f0), d);
    let e1 = f32x4.add(f32x4.mul(c, f1), d);
    let e2 = f32x4.add(f32x4.mul(c, f2), d);
    c = v128.load(k, 21 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 22 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 23 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 24 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 12 * 16);
    d = v128.load(k, 25 * 16);
    e0 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e0, f0), f0), f0), c);
    e1 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e1, f1), f1), f1), c);
    e2 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e2, f2), f2), f2), c);
    v128.store(y, f32x4.mul(e0, i32x4.shl(i32x4.add(s0, d), 23)));
    v128.store(y, f32x4.mul(e1, i32x4.shl(i32x4.add(s1, d), 23)), 16);
    v128.store(y, f32x4.mul(e2, i32x4.shl(i32x4.add(s2, d), 23)), 32);
  }
  for (; y < end; y += 16) v128.store(y, exp32(v128.load(y), k));
}

/**
 * `out` = r(`x`), `count` f32 rounded up to vectors: as `hazard4`, three vectors at a time, whose long chains of operations run
 * beside each other and share the loads of the constants.
 */
export function hazard32(x: usize, out: usize, count: i32, k: usize): void {
  const zero = i32x4.splat(0);
  const end = x + (<usize>count << 2);
  for (; x + 32 < end; x += 48) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    let c = v128.load(k);
    const z0 = f32x4.mul(f32x4.abs(x0), c);
    const z1 = f32x4.mul(f32x4.abs(x1), c);
    const z2 = f32x4.mul(f32x4.abs(x2), c);
    c = v128.load(k, 1 * 16);
    const t0 = f32x4.div(f32x4.sub(z0, c), f32x4.add(z0, c));
    const t1 = f32x4.div(f32x4.sub(z1, c), f32x4.add(z1, c));
    const t2 = f32x4.div(f32x4.sub(z2, c), f32x4.add(z2, c));
    c = v128.load(k, 13 * 16);
    const y0 = f32x4.sub(zero, f32x4.min(f32x4.mul(z0, z0), c));
    const y1 = f32x4.sub(zero, f32x4.min(f32x4.mul(z1, z1), c));
    const y2 = f32x4.sub(zero, f32x4.min(f32x4.mul(z2, z2), c));
    c = v128.load(k, 15 * 16);
    let d = v128.load(k, 16 * 16);
    const s0 = f32x4.add(f32x4.mul(y0, c), d);
    const s1 = f32x4.add(f32x4.mul(y1, c), d);
    const s2 = f32x4.add(f32x4.mul(y2, c), d);
    const n0 = f32x4.sub(s0, d);
    const n1 = f32x4.sub(s1, d);
    const n2 = f32x4.sub(s2, d);
    c = v128.load(k, 17 * 16);
    d = v128.load(k, 18 * 16);
    const f0 = f32x4.sub(f32x4.sub(y0, f32x4.mul(n0, c)), f32x4.mul(n0, d));
    const f1 = f32x4.sub(f32x4.sub(y1, f32x4.mul(n1, c)), f32x4.mul(n1, d));
    const f2 = f32x4.sub(f32x4.sub(y2, f32x4.mul(n2, c)), f32x4.mul(n2, d));
    c = v128.load(k, 19 * 16);
    d = v128.load(k, 20 * 16);
    let e0 = f32x4.add(f32x4.mul(c, f0), d);
    let e1 = f32x4.add(f32x4.mul(c, f1), d);
    let e2 = f32x4.add(f32x4.mul(c, f2), d);
    c = v128.load(k, 21 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 22 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 23 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    c = v128.load(k, 24 * 16);
    e0 = f32x4.add(f32x4.mul(e0, f0), c);
    e1 = f32x4.add(f32x4.mul(e1, f1), c);
    e2 = f32x4.add(f32x4.mul(e2, f2), c);
    const one = v128.load(k, 12 * 16);
    c = v128.load(k, 25 * 16);
    e0 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e0, f0), f0), f0), one);
    e1 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e1, f1), f1), f1), one);
    e2 = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(e2, f2), f2), f2), one);
    e0 = f32x4.mul(e0, i32x4.shl(i32x4.add(s0, c), 23));
    e1 = f32x4.mul(e1, i32x4.shl(i32x4.add(s1, c), 23));
    e2 = f32x4.mul(e2, i32x4.shl(i32x4.add(s2, c), 23));
    c = v128.load(k, 2 * 16);
    d = v128.load(k, 3 * 16);
    let p0 = f32x4.add(f32x4.mul(c, t0), d);
    let p1 = f32x4.add(f32x4.mul(c, t1), d);
    let p2 = f32x4.add(f32x4.mul(c, t2), d);
    c = v128.load(k, 4 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 5 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 6 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 7 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 8 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 9 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 10 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 11 * 16);
    p0 = f32x4.add(f32x4.mul(p0, t0), c);
    p1 = f32x4.add(f32x4.mul(p1, t1), c);
    p2 = f32x4.add(f32x4.mul(p2, t2), c);
    c = v128.load(k, 14 * 16);
    const line0 = f32x4.add(f32x4.add(z0, z0), one);
    const left0 = f32x4.lt(x0, zero);
    const top0 = f32x4.mul(line0, v128.bitselect(e0, one, left0));
    const bottom0 = v128.bitselect(f32x4.sub(f32x4.add(line0, line0), f32x4.mul(e0, p0)), p0, left0);
    v128.store(out, f32x4.mul(c, f32x4.div(top0, bottom0)));
    const line1 = f32x4.add(f32x4.add(z1, z1), one);
    const left1 = f32x4.lt(x1, zero);
    const top1 = f32x4.mul(line1, v128.bitselect(e1, one, left1));
    const bottom1 = v128.bitselect(f32x4.sub(f32x4.add(line1, line1), f32x4.mul(e1, p1)), p1, left1);
    v128.store(out, f32x4.mul(c, f32x4.div(top1, bottom1)), 16);
    const line2 = f32x4.add(f32x4.add(z2, z2), one);
    const left2 = f32x4.lt(x2, zero);
    const top2 = f32x4.mul(line2, v128.bitselect(e2, one, left2));
    const bottom2 = v128.bitselect(f32x4.sub(f32x4.add(line2, line2), f32x4.mul(e2, p2)), p2, left2);
    v128.store(out, f32x4.mul(c, f32x4.div(top2, bottom2)), 32);
    out += 48;
  }
  for (; x < end; x += 16) {
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
