/**
 * Steps h <- clip(h + 2 xi) of hidden states in bit planes, 128 synapses a vector, bit-exact with src/hidden-states.ts.
 *
 * The lowest planes hold the digits of m = (|h| - 1)/2, the top plane the sign. Away from 0 a step counts m up, towards 0
 * down; from m = 0 it leaves m and turns the sign. m never exceeds `deepest` = K/2 - 1, so that it is there where all digits
 * of `deepest` that are 1 are its own.
 *
 * What steps one vector is inlined with a constant number of planes: the states stay in registers from the look at the bounds
 * to the sum, and nothing is left to decide. States of more than 10 planes of m (K > 2048) take loops over planes.
 */

/** h <- clip(h + 2 xi) where the row at `act` has a one and xi = W. Returns whether there is such a synapse. */
export function deepen(
  states: usize,
  stride: usize,
  planes: i32,
  deepest: i32,
  vectors: i32,
  x: usize,
  act: usize,
): bool {
  const end = states + (<usize>vectors << 4);
  switch (planes) {
    case 0:
      return deepenRow(0, states, stride, deepest, end, x, act);
    case 1:
      return deepenRow(1, states, stride, deepest, end, x, act);
    case 2:
      return deepenRow(2, states, stride, deepest, end, x, act);
    case 3:
      return deepenRow(3, states, stride, deepest, end, x, act);
    case 4:
      return deepenRow(4, states, stride, deepest, end, x, act);
    case 5:
      return deepenRow(5, states, stride, deepest, end, x, act);
    case 6:
      return deepenRow(6, states, stride, deepest, end, x, act);
    case 7:
      return deepenRow(7, states, stride, deepest, end, x, act);
    case 8:
      return deepenRow(8, states, stride, deepest, end, x, act);
    case 9:
      return deepenRow(9, states, stride, deepest, end, x, act);
    case 10:
      return deepenRow(10, states, stride, deepest, end, x, act);
    default:
      return deepenByLoops(planes, states, stride, deepest, end, x, act);
  }
}

/** h <- clip(h + 2 xi) where the row at `act` has a one. */
export function move(
  states: usize,
  stride: usize,
  planes: i32,
  deepest: i32,
  vectors: i32,
  x: usize,
  act: usize,
): void {
  const end = states + (<usize>vectors << 4);
  switch (planes) {
    case 0:
      return moveRow(0, states, stride, deepest, end, x, act);
    case 1:
      return moveRow(1, states, stride, deepest, end, x, act);
    case 2:
      return moveRow(2, states, stride, deepest, end, x, act);
    case 3:
      return moveRow(3, states, stride, deepest, end, x, act);
    case 4:
      return moveRow(4, states, stride, deepest, end, x, act);
    case 5:
      return moveRow(5, states, stride, deepest, end, x, act);
    case 6:
      return moveRow(6, states, stride, deepest, end, x, act);
    case 7:
      return moveRow(7, states, stride, deepest, end, x, act);
    case 8:
      return moveRow(8, states, stride, deepest, end, x, act);
    case 9:
      return moveRow(9, states, stride, deepest, end, x, act);
    case 10:
      return moveRow(10, states, stride, deepest, end, x, act);
    default:
      moveByLoops(planes, states, stride, deepest, end, x, act);
  }
}

// @ts-ignore: decorator
@inline
function deepenRow(
  planes: i32,
  first: usize,
  stride: usize,
  deepest: i32,
  end: usize,
  x: usize,
  act: usize,
): bool {
  let any = i32x4.splat(0);
  // Rows are padded to eight vectors, so that two at a time never pass the end.
  for (; first < end; first += 32, x += 32, act += 32) {
    any = v128.or(any, deepenVector(planes, first, stride, deepest, x, act));
    any = v128.or(any, deepenVector(planes, first + 16, stride, deepest, x + 16, act + 16));
  }
  return v128.any_true(any);
}

// @ts-ignore: decorator
@inline
function moveRow(planes: i32, first: usize, stride: usize, deepest: i32, end: usize, x: usize, act: usize): void {
  for (; first < end; first += 32, x += 32, act += 32) {
    moveVector(planes, first, stride, deepest, x, act);
    moveVector(planes, first + 16, stride, deepest, x + 16, act + 16);
  }
}

// @ts-ignore: decorator
@inline
function deepenVector(planes: i32, first: usize, stride: usize, deepest: i32, x: usize, act: usize): v128 {
  const sign = v128.load(first + stride * planes);
  const agree = v128.andnot(v128.load(act), v128.xor(v128.load(x), sign));
  const v0 = planes > 0 ? v128.load(first) : sign;
  const v1 = planes > 1 ? v128.load(first + stride) : sign;
  const v2 = planes > 2 ? v128.load(first + stride * 2) : sign;
  const v3 = planes > 3 ? v128.load(first + stride * 3) : sign;
  const v4 = planes > 4 ? v128.load(first + stride * 4) : sign;
  const v5 = planes > 5 ? v128.load(first + stride * 5) : sign;
  const v6 = planes > 6 ? v128.load(first + stride * 6) : sign;
  const v7 = planes > 7 ? v128.load(first + stride * 7) : sign;
  const v8 = planes > 8 ? v128.load(first + stride * 8) : sign;
  const v9 = planes > 9 ? v128.load(first + stride * 9) : sign;
  let full = agree;
  if (planes > 0 && deepest & 1) full = v128.and(full, v0);
  if (planes > 1 && deepest & 2) full = v128.and(full, v1);
  if (planes > 2 && deepest & 4) full = v128.and(full, v2);
  if (planes > 3 && deepest & 8) full = v128.and(full, v3);
  if (planes > 4 && deepest & 16) full = v128.and(full, v4);
  if (planes > 5 && deepest & 32) full = v128.and(full, v5);
  if (planes > 6 && deepest & 64) full = v128.and(full, v6);
  if (planes > 7 && deepest & 128) full = v128.and(full, v7);
  if (planes > 8 && deepest & 256) full = v128.and(full, v8);
  if (planes > 9 && deepest & 512) full = v128.and(full, v9);
  let carry = v128.xor(agree, full);
  if (planes > 0) {
    v128.store(first, v128.xor(v0, carry));
  }
  if (planes > 1) {
    carry = v128.and(carry, v0);
    v128.store(first + stride, v128.xor(v1, carry));
  }
  if (planes > 2) {
    carry = v128.and(carry, v1);
    v128.store(first + stride * 2, v128.xor(v2, carry));
  }
  if (planes > 3) {
    carry = v128.and(carry, v2);
    v128.store(first + stride * 3, v128.xor(v3, carry));
  }
  if (planes > 4) {
    carry = v128.and(carry, v3);
    v128.store(first + stride * 4, v128.xor(v4, carry));
  }
  if (planes > 5) {
    carry = v128.and(carry, v4);
    v128.store(first + stride * 5, v128.xor(v5, carry));
  }
  if (planes > 6) {
    carry = v128.and(carry, v5);
    v128.store(first + stride * 6, v128.xor(v6, carry));
  }
  if (planes > 7) {
    carry = v128.and(carry, v6);
    v128.store(first + stride * 7, v128.xor(v7, carry));
  }
  if (planes > 8) {
    carry = v128.and(carry, v7);
    v128.store(first + stride * 8, v128.xor(v8, carry));
  }
  if (planes > 9) {
    carry = v128.and(carry, v8);
    v128.store(first + stride * 9, v128.xor(v9, carry));
  }
  return agree;
}

// @ts-ignore: decorator
@inline
function moveVector(planes: i32, first: usize, stride: usize, deepest: i32, x: usize, act: usize): void {
  const on = v128.load(act);
  const sign = v128.load(first + stride * planes);
  /** Towards 0. */
  const down = v128.xor(v128.load(x), sign);
  const v0 = planes > 0 ? v128.load(first) : sign;
  const v1 = planes > 1 ? v128.load(first + stride) : sign;
  const v2 = planes > 2 ? v128.load(first + stride * 2) : sign;
  const v3 = planes > 3 ? v128.load(first + stride * 3) : sign;
  const v4 = planes > 4 ? v128.load(first + stride * 4) : sign;
  const v5 = planes > 5 ? v128.load(first + stride * 5) : sign;
  const v6 = planes > 6 ? v128.load(first + stride * 6) : sign;
  const v7 = planes > 7 ? v128.load(first + stride * 7) : sign;
  const v8 = planes > 8 ? v128.load(first + stride * 8) : sign;
  const v9 = planes > 9 ? v128.load(first + stride * 9) : sign;
  /** Up from `deepest`, or down from 0. */
  let stuck = on;
  if (planes > 0) stuck = stuckAt(stuck, v0, down, deepest & 1);
  if (planes > 1) stuck = stuckAt(stuck, v1, down, deepest & 2);
  if (planes > 2) stuck = stuckAt(stuck, v2, down, deepest & 4);
  if (planes > 3) stuck = stuckAt(stuck, v3, down, deepest & 8);
  if (planes > 4) stuck = stuckAt(stuck, v4, down, deepest & 16);
  if (planes > 5) stuck = stuckAt(stuck, v5, down, deepest & 32);
  if (planes > 6) stuck = stuckAt(stuck, v6, down, deepest & 64);
  if (planes > 7) stuck = stuckAt(stuck, v7, down, deepest & 128);
  if (planes > 8) stuck = stuckAt(stuck, v8, down, deepest & 256);
  if (planes > 9) stuck = stuckAt(stuck, v9, down, deepest & 512);
  v128.store(first + stride * planes, v128.xor(sign, v128.and(stuck, down)));
  let carry = v128.xor(on, stuck);
  if (planes > 0) {
    v128.store(first, v128.xor(v0, carry));
  }
  if (planes > 1) {
    carry = v128.and(carry, v128.xor(v0, down));
    v128.store(first + stride, v128.xor(v1, carry));
  }
  if (planes > 2) {
    carry = v128.and(carry, v128.xor(v1, down));
    v128.store(first + stride * 2, v128.xor(v2, carry));
  }
  if (planes > 3) {
    carry = v128.and(carry, v128.xor(v2, down));
    v128.store(first + stride * 3, v128.xor(v3, carry));
  }
  if (planes > 4) {
    carry = v128.and(carry, v128.xor(v3, down));
    v128.store(first + stride * 4, v128.xor(v4, carry));
  }
  if (planes > 5) {
    carry = v128.and(carry, v128.xor(v4, down));
    v128.store(first + stride * 5, v128.xor(v5, carry));
  }
  if (planes > 6) {
    carry = v128.and(carry, v128.xor(v5, down));
    v128.store(first + stride * 6, v128.xor(v6, carry));
  }
  if (planes > 7) {
    carry = v128.and(carry, v128.xor(v6, down));
    v128.store(first + stride * 7, v128.xor(v7, carry));
  }
  if (planes > 8) {
    carry = v128.and(carry, v128.xor(v7, down));
    v128.store(first + stride * 8, v128.xor(v8, carry));
  }
  if (planes > 9) {
    carry = v128.and(carry, v128.xor(v8, down));
    v128.store(first + stride * 9, v128.xor(v9, carry));
  }
}

/** Of the synapses at a bound by the lower digits those that are by this one, too. */
// @ts-ignore: decorator
@inline
function stuckAt(stuck: v128, digit: v128, down: v128, deepest: i32): v128 {
  return deepest != 0
    ? v128.and(stuck, v128.xor(digit, down))
    : v128.andnot(stuck, v128.and(digit, down));
}

function deepenByLoops(
  planes: i32,
  first: usize,
  stride: usize,
  deepest: i32,
  end: usize,
  x: usize,
  act: usize,
): bool {
  let any = i32x4.splat(0);
  for (; first < end; first += 16, x += 16, act += 16) {
    const agree = v128.andnot(v128.load(act), v128.xor(v128.load(x), v128.load(first + stride * planes)));
    any = v128.or(any, agree);
    let full = agree;
    for (let p = 0; p < planes; p++) {
      if ((deepest >> p) & 1) full = v128.and(full, v128.load(first + stride * p));
    }
    let carry = v128.xor(agree, full);
    for (let p = 0; p < planes; p++) {
      const plane = first + stride * p;
      const digit = v128.load(plane);
      v128.store(plane, v128.xor(digit, carry));
      carry = v128.and(carry, digit);
    }
  }
  return v128.any_true(any);
}

function moveByLoops(
  planes: i32,
  first: usize,
  stride: usize,
  deepest: i32,
  end: usize,
  x: usize,
  act: usize,
): void {
  for (; first < end; first += 16, x += 16, act += 16) {
    const on = v128.load(act);
    const top = first + stride * planes;
    const sign = v128.load(top);
    const down = v128.xor(v128.load(x), sign);
    let stuck = on;
    for (let p = 0; p < planes; p++) {
      stuck = stuckAt(stuck, v128.load(first + stride * p), down, (deepest >> p) & 1);
    }
    v128.store(top, v128.xor(sign, v128.and(stuck, down)));
    let carry = v128.xor(on, stuck);
    for (let p = 0; p < planes; p++) {
      const plane = first + stride * p;
      const digit = v128.load(plane);
      v128.store(plane, v128.xor(digit, carry));
      carry = v128.and(carry, v128.xor(digit, down));
    }
  }
}
