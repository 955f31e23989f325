/**
 * Reinforced belief propagation of two-valued weights: the module that src/belief/wasm-core.ts and src/mills-ratio.ts load.
 * The equations and the order of the operations: src/belief/ts-core.ts, its bit-exact twin.
 */
import { exps32, hazard32, hazard64 } from './mills';
import { differing } from './popcount';

export { hazard32, hazard64 };

/** Columns whose sums fit into 16 bits a lane: 258 pairs of nibbles, each at most 254. */
const SEGMENT: i32 = 256;

/**
 * Bytes of `count` packed rows for `product`: 16 rows and one byte column are a vector; row k of the 16 is lane 2k, or
 * 2k - 15 from the ninth on. `out`: zeros.
 */
export function layout(rows: usize, stride: i32, count: i32, columns: i32, out: usize): void {
  for (let r = 0; r < count; r++) {
    const k = r & 15;
    const lane = k < 8 ? 2 * k : 2 * k - 15;
    let at = out + (<usize>(r >> 4) * <usize>columns << 4) + lane;
    for (let j = 0; j < columns; j++) {
      store<u8>(at, load<u8>(rows + j));
      at += 16;
    }
    rows += stride;
  }
}

/** Sums of the subsets of four integers in `planes` bytes of 7 bits each: so many vectors a nibble. */
function fillTables(u: usize, columns: i32, tables: usize, planes: i32): void {
  const low = i32x4.splat(127);
  const end = 7 * planes;
  for (let nibble = 0; nibble < 2 * columns; nibble++) {
    const u0 = load<i32>(u);
    const u1 = load<i32>(u, 4);
    const u2 = i32x4.splat(load<i32>(u, 8));
    const u3 = i32x4.splat(load<i32>(u, 12));
    const t0 = i32x4.replace_lane(
      i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 1, u0), 2, u1),
      3,
      u0 + u1,
    );
    const t1 = i32x4.add(t0, u2);
    const t2 = i32x4.add(t0, u3);
    const t3 = i32x4.add(t1, u3);
    for (let p = 0; p < end; p += 7) {
      const a = i16x8.narrow_i32x4_s(
        v128.and(i32x4.shr_u(t0, p), low),
        v128.and(i32x4.shr_u(t1, p), low),
      );
      const b = i16x8.narrow_i32x4_s(
        v128.and(i32x4.shr_u(t2, p), low),
        v128.and(i32x4.shr_u(t3, p), low),
      );
      v128.store(tables, i8x16.narrow_i16x8_u(a, b));
      tables += 16;
    }
    u += 16;
  }
}

/** Sixteen sums of eight-bit lanes in 16 bits, put together from three weights of 7 bits; twice that is added to f64 at `out`. */
// @ts-ignore: decorator
@inline
function putTogether(low: v128, middle: v128, high: v128, out: usize): void {
  const a = i32x4.add(
    i32x4.extend_low_i16x8_u(low),
    i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_u(middle), 7), i32x4.shl(i32x4.extend_low_i16x8_u(high), 14)),
  );
  const b = i32x4.add(
    i32x4.extend_high_i16x8_u(low),
    i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_u(middle), 7), i32x4.shl(i32x4.extend_high_i16x8_u(high), 14)),
  );
  const two = f64x2.splat(2);
  for (let k = 0; k < 4; k++) {
    const source = k < 2 ? a : b;
    const pair = f64x2.convert_low_i32x4_u(k & 1 ? i64x2.shuffle(source, source, 1, 0) : source);
    const at = out + (<usize>k << 4);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(pair, two)));
  }
}

/** A bit matrix as `layout` leaves it, and what is known of its last two products; the offsets are those of wasm-core.ts. */
// @ts-ignore: decorator
@unmanaged
class Factor {
  matrix: usize;
  /** Rows are 16 a block. */
  blocks: i32;
  /** Bytes of a row. */
  columns: i32;
  /** Last vector u, its difference from the one before, and room for one: i32, 8 a column. */
  last: usize;
  slope: usize;
  rest: usize;
  /** 96 bytes a column. */
  tables: usize;
  /** Products, f64: with a vector of ones, with the last vector, with the one before. */
  ones: usize;
  recent: usize;
  older: usize;
  /** How many products were made with vectors that count in the same unit: up to 2. */
  known: i32;
}

/** Largest of the differences that fit into one byte of a table, and into two: four of twice that fit into 7 and 14 bits. */
const ONE_BYTE: i32 = 16;
const TWO_BYTES: i32 = 2048;

/** Makes a new factor ready: `ones`. `rest`, `tables` and `ones` are room. */
export function prepare(at: usize): void {
  const factor = changetype<Factor>(at);
  const count = 8 * factor.columns;
  for (let k = 0; k < count; k++) store<i32>(factor.rest + (<usize>k << 2), 1);
  startSums(factor, factor.ones, -<f64>count);
  fillTables(factor.rest, factor.columns, factor.tables, 1);
  addSums(factor, factor.ones, 1);
}

/** The next vector counts in another unit than the last one. */
export function forget(at: usize): void {
  changetype<Factor>(at).known = 0;
}

/**
 * Where the sums sum_c (+-1)_rc u_c lie, f64, exact, for 16 x `blocks` rows. u: i32, at least 0, below 2^19, 8 x `columns` of
 * them, zeros past the last; `total` their sum.
 *
 * Iterations change u so smoothly that d = u - 2 u' + u'', where u' and u'' are the last two vectors, needs fewer digits: the
 * products with u' and u'' are known, and all are integers, so that nothing is lost.
 */
export function product(at: usize, u: usize, total: f64): usize {
  const factor = changetype<Factor>(at);
  const columns = factor.columns;
  const out = factor.older;
  const largest = bend(factor, u);
  if (factor.known == 2 && largest <= TWO_BYTES) {
    const half = largest <= ONE_BYTE ? ONE_BYTE : TWO_BYTES;
    expect(factor, half, lift(factor.rest, 8 * columns, half));
    if (half == ONE_BYTE) {
      fillTables(factor.rest, columns, factor.tables, 1);
      addSums(factor, out, 1);
    } else {
      fillTables(factor.rest, columns, factor.tables, 2);
      addSums(factor, out, 2);
    }
  } else {
    startSums(factor, out, -total);
    fillTables(u, columns, factor.tables, 3);
    addSums(factor, out, 3);
    if (factor.known < 2) factor.known++;
  }
  factor.older = factor.recent;
  factor.recent = out;
  return out;
}

/** `rest` = d; u becomes the last vector. Returns a bound b so that -b <= d < b for all d. */
function bend(factor: Factor, u: usize): i32 {
  let last = factor.last;
  let slope = factor.slope;
  let rest = factor.rest;
  let span = i32x4.splat(0);
  for (const end = u + (<usize>factor.columns << 5); u < end; u += 16) {
    const value = v128.load(u);
    const step = i32x4.sub(value, v128.load(last));
    const d = i32x4.sub(step, v128.load(slope));
    v128.store(last, value);
    v128.store(slope, step);
    v128.store(rest, d);
    // d, or -d - 1 where d < 0.
    span = v128.or(span, v128.xor(d, i32x4.shr_s(d, 31)));
    last += 16;
    slope += 16;
    rest += 16;
  }
  const any =
    i32x4.extract_lane(span, 0) | i32x4.extract_lane(span, 1) | i32x4.extract_lane(span, 2) | i32x4.extract_lane(span, 3);
  return any + 1;
}

/** Adds `half` to `count` i32; returns their sum. */
function lift(rest: usize, count: i32, half: i32): f64 {
  const halves = i32x4.splat(half);
  let total = i64x2.splat(0);
  for (const end = rest + (<usize>count << 2); rest < end; rest += 16) {
    const lifted = i32x4.add(v128.load(rest), halves);
    v128.store(rest, lifted);
    total = i64x2.add(total, i64x2.add(i64x2.extend_low_i32x4_s(lifted), i64x2.extend_high_i32x4_s(lifted)));
  }
  return <f64>(i64x2.extract_lane(total, 0) + i64x2.extract_lane(total, 1));
}

/** All sums = `value`. */
function startSums(factor: Factor, out: usize, value: f64): void {
  const values = f64x2.splat(value);
  for (const end = out + (<usize>factor.blocks << 7); out < end; out += 16) v128.store(out, values);
}

/** `older` = the sums that follow from the last two, less what sum_c (+-1)_rc (d_c + half) counts too much. */
function expect(factor: Factor, half: i32, total: f64): void {
  let older = factor.older;
  let recent = factor.recent;
  let ones = factor.ones;
  const halves = f64x2.splat(<f64>half);
  const totals = f64x2.splat(total);
  for (const end = older + (<usize>factor.blocks << 7); older < end; older += 16) {
    const last = v128.load(recent);
    const ahead = f64x2.sub(f64x2.add(last, last), v128.load(older));
    v128.store(older, f64x2.sub(f64x2.sub(ahead, totals), f64x2.mul(halves, v128.load(ones))));
    recent += 16;
    ones += 16;
  }
}

/** `out`[r] += 2 sum_c x_rc u_c with tables of `planes` bytes, a number known when this is compiled; x 0 or 1. */
// @ts-ignore: decorator
@inline
function addSums(factor: Factor, out: usize, planes: i32): void {
  const columns = factor.columns;
  const nibble = i8x16.splat(15);
  const pitch = <usize>planes << 4;
  let matrix = factor.matrix;
  for (let block = 0; block < factor.blocks; block++) {
    let table = factor.tables;
    for (let first = 0; first < columns; first += SEGMENT) {
      const end = matrix + (<usize>min(SEGMENT, columns - first) << 4);
      let all0 = i32x4.splat(0);
      let all1 = i32x4.splat(0);
      let all2 = i32x4.splat(0);
      let odd0 = i32x4.splat(0);
      let odd1 = i32x4.splat(0);
      let odd2 = i32x4.splat(0);
      for (; matrix < end; matrix += 16) {
        const x = v128.load(matrix);
        const a = v128.and(x, nibble);
        const b = v128.and(i16x8.shr_u(x, 4), nibble);
        let s = i8x16.add(i8x16.swizzle(v128.load(table), a), i8x16.swizzle(v128.load(table + pitch), b));
        all0 = i16x8.add(all0, s);
        odd0 = i16x8.add(odd0, i16x8.shr_u(s, 8));
        if (planes > 1) {
          s = i8x16.add(i8x16.swizzle(v128.load(table, 16), a), i8x16.swizzle(v128.load(table + pitch, 16), b));
          all1 = i16x8.add(all1, s);
          odd1 = i16x8.add(odd1, i16x8.shr_u(s, 8));
        }
        if (planes > 2) {
          s = i8x16.add(i8x16.swizzle(v128.load(table, 32), a), i8x16.swizzle(v128.load(table + pitch, 32), b));
          all2 = i16x8.add(all2, s);
          odd2 = i16x8.add(odd2, i16x8.shr_u(s, 8));
        }
        table += 2 * pitch;
      }
      putTogether(
        i16x8.sub(all0, i16x8.shl(odd0, 8)),
        i16x8.sub(all1, i16x8.shl(odd1, 8)),
        i16x8.sub(all2, i16x8.shl(odd2, 8)),
        out,
      );
      putTogether(odd0, odd1, odd2, out + 64);
    }
    out += 128;
  }
}

// @ts-ignore: decorator
@inline
function sum32(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Four f64 at `y` as f32(base + unit y). */
// @ts-ignore: decorator
@inline
function narrow(y: usize, base: v128, more: v128, unit: v128): v128 {
  const a = f32x4.demote_f64x2_zero(f64x2.add(base, f64x2.mul(unit, v128.load(y))));
  const b = f32x4.demote_f64x2_zero(f64x2.add(more, f64x2.mul(unit, v128.load(y, 16))));
  return i64x2.shuffle(a, b, 0, 2);
}

/** Ones in the first `count` lanes. */
// @ts-ignore: decorator
@inline
function lanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

/**
 * g <- r(x) scale with x = (V g - field) scale, field = base + unit y. Writes sum r(r - x) and the largest g, f32 each, to
 * `out`. `room`: `count` f32.
 */
export function tails(
  y: usize,
  base: usize,
  unit: f64,
  g: usize,
  count: i32,
  V: f32,
  scale: f32,
  room: usize,
  out: usize,
  k32: usize,
): void {
  const units = f64x2.splat(unit);
  const Vs = f32x4.splat(V);
  const scales = f32x4.splat(scale);
  for (let k = 0; k < count; k += 4) {
    const field = narrow(y, v128.load(base), v128.load(base, 16), units);
    const at = <usize>k << 2;
    v128.store(room + at, f32x4.mul(f32x4.sub(f32x4.mul(Vs, v128.load(g + at)), field), scales));
    y += 32;
    base += 32;
  }
  hazard32(room, g, count, k32);
  let slopes = f32x4.splat(0);
  let largest = f32x4.splat(0);
  for (let k = 0; k < count; k += 4) {
    const r = v128.and(v128.load(g), lanes(count - k));
    slopes = f32x4.add(slopes, f32x4.mul(r, f32x4.sub(r, v128.load(room))));
    const next = f32x4.mul(r, scales);
    largest = f32x4.max(largest, next);
    v128.store(g, next);
    room += 16;
    g += 16;
  }
  store<f32>(out, sum32(slopes));
  store<f32>(
    out,
    max(
      max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    ),
    4,
  );
}

/** u = the integer next to factor x, at most 2^19 - 1; returns the sum. */
export function digitise(x: usize, count: i32, factor: f32, u: usize): f64 {
  let total = f64x2.splat(0);
  for (let k = 0; k < count; k += 4) {
    const scaled = f32x4.add(f32x4.mul(v128.load(x), f32x4.splat(factor)), f32x4.splat(0.5));
    const whole = v128.and(
      i32x4.min_s(i32x4.trunc_sat_f32x4_s(scaled), i32x4.splat(524287)),
      lanes(count - k),
    );
    v128.store(u, whole);
    total = f64x2.add(total, f64x2.convert_low_i32x4_s(whole));
    total = f64x2.add(total, f64x2.convert_low_i32x4_s(i64x2.shuffle(whole, whole, 1, 0)));
    x += 16;
    u += 16;
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/**
 * h <- gap (unit y + G gap t) + rho h within +-30, t <- tanh h, u = the integer next to 2^18 (1 + t), 1 to 2^19 - 1.
 * Writes sum (1 - t^2) as f32 to `out` and returns the sum of u.
 */
export function tilt(
  y: usize,
  unit: f64,
  h: usize,
  t: usize,
  u: usize,
  count: i32,
  gap: f32,
  G: f32,
  rho: f32,
  out: usize,
  k32: usize,
): f64 {
  const units = f64x2.splat(unit);
  const zero = f64x2.splat(0);
  const one = f32x4.splat(1);
  const pull = f32x4.splat(G * gap);
  const gaps = f32x4.splat(gap);
  const kept = f32x4.splat(rho);
  const minusTwo = f32x4.splat(-2);
  const four = f32x4.splat(4);
  const most = f32x4.splat(30);
  const least = f32x4.splat(-30);
  const sign = f32x4.splat(-0.0);
  const unitDigit = f32x4.splat(262144);
  const half = f32x4.splat(262144.5);
  const lowest = i32x4.splat(1);
  const highest = i32x4.splat(524287);
  for (let k = 0; k < count; k += 4) {
    const at = <usize>k << 2;
    const B = narrow(y, zero, zero, units);
    const drawn = f32x4.mul(gaps, f32x4.add(B, f32x4.mul(pull, v128.load(t + at))));
    let field = f32x4.add(drawn, f32x4.mul(kept, v128.load(h + at)));
    field = f32x4.max(f32x4.min(field, most), least);
    v128.store(h + at, field);
    v128.store(u + at, f32x4.mul(f32x4.abs(field), minusTwo));
    y += 32;
  }
  exps32(u, count, k32);
  let variance = f32x4.splat(0);
  let total = f64x2.splat(0);
  for (let k = 0; k < count; k += 4) {
    const field = v128.load(h);
    const e = v128.load(u);
    const whole = f32x4.add(one, e);
    const size = f32x4.div(f32x4.sub(one, e), whole);
    const mean = v128.bitselect(field, size, sign);
    v128.store(t, mean);
    const some = lanes(count - k);
    const rest = f32x4.div(f32x4.mul(four, e), f32x4.mul(whole, whole));
    variance = f32x4.add(variance, v128.and(rest, some));
    const scaled = f32x4.add(f32x4.mul(mean, unitDigit), half);
    const digits = i32x4.min_s(
      i32x4.max_s(i32x4.trunc_sat_f32x4_s(scaled), lowest),
      highest,
    );
    const counted = v128.and(digits, some);
    v128.store(u, counted);
    total = f64x2.add(total, f64x2.convert_low_i32x4_s(counted));
    total = f64x2.add(total, f64x2.convert_low_i32x4_s(i64x2.shuffle(counted, counted, 1, 0)));
    h += 16;
    t += 16;
    u += 16;
  }
  store<f32>(out, sum32(variance));
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** Bit i of the row at `out` = h_i > 0; `count` rounded up to 32 lies in `h`, with h = 0 past the last. */
export function signs(h: usize, count: i32, out: usize): void {
  const zero = f32x4.splat(0);
  for (let first = 0; first < count; first += 32) {
    let word: i32 = 0;
    for (let k = 0; k < 32; k += 4) {
      word |= i32x4.bitmask(f32x4.gt(v128.load(h), zero)) << k;
      h += 16;
    }
    store<i32>(out, word);
    out += 4;
  }
}

/** First row, from row `first` on and round to it, that differs from `w` in at least limits[row] (i32) bits; -1: none. */
export function findError(rows: usize, stride: i32, count: i32, w: usize, limits: usize, first: i32): i32 {
  const blocks = stride >> 7;
  for (let k = 0; k < count; k++) {
    let r = first + k;
    if (r >= count) r -= count;
    if (differing(rows + <usize>r * <usize>stride, w, blocks) >= load<i32>(limits + (<usize>r << 2))) return r;
  }
  return -1;
}
