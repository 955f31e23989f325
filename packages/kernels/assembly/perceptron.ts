/**
 * Online learning of a perceptron with hidden states, patterns one bit an input: the module that src/perceptron/wasm-core.ts
 * and src/scan.ts load. Rows are padded to 128 bytes; the caller lays out the memory.
 */
import { differing, differingBlock } from './popcount';
import { nextMask, nextUniform, shuffle } from './word-stream';

export { shuffle };

const NEVER: i32 = 0;
const ALWAYS: i32 = 1;
const PATTERN: i32 = 2;

/** Everything that stays from call to call; the offsets are those of src/perceptron/wasm-core.ts. */
// @ts-ignore: decorator
@unmanaged
class Task {
  /** Bytes of a row, and of a plane of states. */
  stride: i32;
  /** Vectors that hold the N synapses. */
  vectors: i32;
  planes: i32;
  /** Largest j of a hidden state. */
  highest: i32;
  /** Planes of the states, the lowest first. */
  states: usize;
  /** Row of ones for the N synapses. */
  mask: usize;
  /** Room for a row. */
  heads: usize;
  stream: usize;
  coin: i32;
  /** Barely correct presentations that deepened states. */
  deepened: i32;
  /** Errors in all epochs. */
  errors: i32;
  /** Probability of the coin. */
  p: f64;
}

/** `out`[r] = bits in which row r of `rows` and `w` differ, i32. */
export function scan(rows: usize, stride: i32, blocks: i32, count: i32, w: usize, out: usize): void {
  const end = out + (<usize>count << 2);
  if (blocks == 1) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const w2 = v128.load(w, 32);
    const w3 = v128.load(w, 48);
    const w4 = v128.load(w, 64);
    const w5 = v128.load(w, 80);
    const w6 = v128.load(w, 96);
    const w7 = v128.load(w, 112);
    for (; out < end; out += 4) {
      store<i32>(out, differingBlock(rows, w0, w1, w2, w3, w4, w5, w6, w7));
      rows += stride;
    }
  } else {
    for (; out < end; out += 4) {
      store<i32>(out, differing(rows, w, blocks));
      rows += stride;
    }
  }
}

/** The row of ones for `size` synapses, all states -1, and the first order of `count` rows. */
export function begin(at: usize, size: i32, order: usize, count: i32): void {
  const task = changetype<Task>(at);
  const whole = size >> 5;
  for (let word = 0; word < task.stride >> 2; word++) {
    const ones = word < whole ? -1 : word == whole ? (1 << (size & 31)) - 1 : 0;
    store<i32>(task.mask + (<usize>word << 2), ones);
  }
  memory.fill(task.heads, 0, <usize>task.stride);
  writeSigns(at);
  for (let row = 0; row < count; row++) store<i32>(order + (<usize>row << 2), row);
}

/** All states +-1 as the row at `heads` says: that is the plane of signs, the others are its complement. */
export function writeSigns(at: usize): void {
  const task = changetype<Task>(at);
  const stride = <usize>task.stride;
  for (let k: usize = 0; k < stride; k += 16) {
    const sign = v128.load(task.heads + k);
    const rest = v128.andnot(v128.load(task.mask + k), sign);
    let plane = task.states + k;
    for (let p = 1; p < task.planes; p++) {
      v128.store(plane, rest);
      plane += stride;
    }
    v128.store(plane, sign);
  }
}

/**
 * Complement the `count` rows with label -1 (i8), in place, and write from how many differing bits on a row is barely correct
 * and wrong: `barely0` and `wrong0` with label -1, else `barely1` and `wrong1`.
 */
export function fold(
  at: usize,
  rows: usize,
  count: i32,
  labels: usize,
  barely: usize,
  errors: usize,
  barely0: i32,
  barely1: i32,
  wrong0: i32,
  wrong1: i32,
): void {
  const task = changetype<Task>(at);
  const stride = <usize>task.stride;
  for (let r = 0; r < count; r++) {
    const negative = load<i8>(labels + r) < 0;
    if (negative) {
      for (let k: usize = 0; k < stride; k += 16) {
        v128.store(rows + k, v128.xor(v128.load(rows + k), v128.load(task.mask + k)));
      }
    }
    store<i32>(barely, negative ? barely0 : barely1);
    store<i32>(errors, negative ? wrong0 : wrong1);
    rows += stride;
    barely += 4;
    errors += 4;
  }
}

/**
 * Epochs, each in a fresh random order of `count` rows, until one has no error. Returns their number; `most` + 1 where all
 * of `most` had errors.
 */
export function learn(
  at: usize,
  rows: usize,
  barely: usize,
  errors: usize,
  order: usize,
  count: i32,
  most: i32,
): i32 {
  const task = changetype<Task>(at);
  for (let epoch = 1; epoch <= most; epoch++) {
    shuffle(task.stream, order, count);
    const wrong = present(at, rows, barely, errors, order, count);
    task.errors += wrong;
    if (wrong == 0) return epoch;
  }
  return most + 1;
}

/**
 * Present `count` gauged rows as `order` (i32) says. A row that differs from the weights in at least barely[row] bits (i32)
 * is barely correct, in errors[row] (i32) wrong. Returns the number of errors.
 */
export function present(at: usize, rows: usize, barely: usize, errors: usize, order: usize, count: i32): i32 {
  const task = changetype<Task>(at);
  return task.stride == 128
    ? presentShort(task, rows, barely, errors, order, count)
    : presentLong(task, rows, barely, errors, order, count);
}

/** Rows of one block: the weights stay in registers until they change. */
function presentShort(task: Task, rows: usize, barely: usize, errors: usize, order: usize, count: i32): i32 {
  const w = task.states + (<usize>(task.planes - 1) << 7);
  const end = order + (<usize>count << 2);
  let wrong = 0;
  while (order < end) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const w2 = v128.load(w, 32);
    const w3 = v128.load(w, 48);
    const w4 = v128.load(w, 64);
    const w5 = v128.load(w, 80);
    const w6 = v128.load(w, 96);
    const w7 = v128.load(w, 112);
    let row: usize;
    let differ: i32;
    do {
      row = <usize>load<i32>(order);
      order += 4;
      differ = differingBlock(rows + (row << 7), w0, w1, w2, w3, w4, w5, w6, w7);
    } while (differ < load<i32>(barely + (row << 2)) && order < end);
    if (differ < load<i32>(barely + (row << 2))) break;
    if (differ >= load<i32>(errors + (row << 2))) {
      wrong++;
      step(changetype<usize>(task), rows + (row << 7), task.mask, false);
    } else if (task.coin != NEVER) {
      deepen(task, rows + (row << 7));
    }
  }
  return wrong;
}

function presentLong(task: Task, rows: usize, barely: usize, errors: usize, order: usize, count: i32): i32 {
  const stride = task.stride;
  const blocks = stride >> 7;
  const w = task.states + <usize>((task.planes - 1) * stride);
  let wrong = 0;
  for (const end = order + (<usize>count << 2); order < end; order += 4) {
    const row = <usize>load<i32>(order);
    const x = rows + row * stride;
    const differ = differing(x, w, blocks);
    if (differ < load<i32>(barely + (row << 2))) continue;
    if (differ >= load<i32>(errors + (row << 2))) {
      wrong++;
      step(changetype<usize>(task), x, task.mask, false);
    } else if (task.coin != NEVER) {
      deepen(task, x);
    }
  }
  return wrong;
}

function deepen(task: Task, x: usize): void {
  let act = task.mask;
  if (task.coin == PATTERN) {
    if (nextUniform(task.stream) >= task.p) return;
  } else if (task.coin != ALWAYS) {
    act = task.heads;
    for (let k = 0; k < task.vectors; k++) {
      const place = <usize>k << 4;
      v128.store(act + place, v128.and(v128.load(task.mask + place), nextMask(task.stream, task.p)));
    }
  }
  if (step(changetype<usize>(task), x, act, true)) task.deepened++;
}

/**
 * h <- clip(h + 2 xi) where the row at `act` has a one, and only where the step goes deeper if `deeper`. Returns whether
 * there is such a place.
 *
 * With the planes of lanes that go down complemented (m), both directions count up and the lower bound becomes the upper.
 */
export function step(at: usize, x: usize, act: usize, deeper: bool): bool {
  const task = changetype<Task>(at);
  const stride = task.stride;
  // A state that goes deeper keeps its sign, and has the highest plane of the bound.
  const planes = deeper ? task.planes - 1 : task.planes;
  const highest = task.highest;
  const ones = i32x4.splat(-1);
  let first = task.states;
  let any = i32x4.splat(0);
  for (let k = 0; k < task.vectors; k += 4) {
    const m0 = v128.xor(v128.load(x), ones);
    const m1 = v128.xor(v128.load(x, 16), ones);
    const m2 = v128.xor(v128.load(x, 32), ones);
    const m3 = v128.xor(v128.load(x, 48), ones);
    let c0 = v128.load(act);
    let c1 = v128.load(act, 16);
    let c2 = v128.load(act, 32);
    let c3 = v128.load(act, 48);
    if (deeper) {
      const top = first + <usize>(planes * stride);
      c0 = v128.and(c0, v128.xor(m0, v128.load(top)));
      c1 = v128.and(c1, v128.xor(m1, v128.load(top, 16)));
      c2 = v128.and(c2, v128.xor(m2, v128.load(top, 32)));
      c3 = v128.and(c3, v128.xor(m3, v128.load(top, 48)));
      any = v128.or(any, v128.or(v128.or(c0, c1), v128.or(c2, c3)));
    }
    // Lanes at the bound: all planes are the digits of `highest`.
    let f0 = c0;
    let f1 = c1;
    let f2 = c2;
    let f3 = c3;
    let plane = first;
    for (let p = 0; p < planes; p++) {
      if ((highest >> p) & 1) {
        f0 = v128.and(f0, v128.xor(v128.load(plane), m0));
        f1 = v128.and(f1, v128.xor(v128.load(plane, 16), m1));
        f2 = v128.and(f2, v128.xor(v128.load(plane, 32), m2));
        f3 = v128.and(f3, v128.xor(v128.load(plane, 48), m3));
      } else {
        f0 = v128.andnot(f0, v128.xor(v128.load(plane), m0));
        f1 = v128.andnot(f1, v128.xor(v128.load(plane, 16), m1));
        f2 = v128.andnot(f2, v128.xor(v128.load(plane, 32), m2));
        f3 = v128.andnot(f3, v128.xor(v128.load(plane, 48), m3));
      }
      plane += stride;
    }
    c0 = v128.xor(c0, f0);
    c1 = v128.xor(c1, f1);
    c2 = v128.xor(c2, f2);
    c3 = v128.xor(c3, f3);
    plane = first;
    for (let p = 0; p < planes; p++) {
      const v0 = v128.load(plane);
      const v1 = v128.load(plane, 16);
      const v2 = v128.load(plane, 32);
      const v3 = v128.load(plane, 48);
      v128.store(plane, v128.xor(v0, c0));
      v128.store(plane, v128.xor(v1, c1), 16);
      v128.store(plane, v128.xor(v2, c2), 32);
      v128.store(plane, v128.xor(v3, c3), 48);
      c0 = v128.and(c0, v128.xor(v0, m0));
      c1 = v128.and(c1, v128.xor(v1, m1));
      c2 = v128.and(c2, v128.xor(v2, m2));
      c3 = v128.and(c3, v128.xor(v3, m3));
      plane += stride;
    }
    x += 64;
    act += 64;
    first += 64;
  }
  return v128.any_true(any);
}
