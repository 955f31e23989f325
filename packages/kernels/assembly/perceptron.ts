/**
 * Online learning of a perceptron with hidden states, patterns one bit an input: the module that src/perceptron/wasm-core.ts
 * and src/scan.ts load. Rows are padded to 128 bytes; the caller lays out the memory.
 */
import { deepen, move } from './hidden-states';
import { differing, differingBlock } from './popcount';
import { nextMask, nextUniform, shuffle } from './word-stream';

export { deepen, shuffle };

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
  /** Planes of m = (|h| - 1)/2; the plane of signs follows them. */
  planes: i32;
  /** Largest m. */
  deepest: i32;
  /** The planes. */
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

/** All states +-1 as the row at `heads` says. */
export function writeSigns(at: usize): void {
  const task = changetype<Task>(at);
  const digits = <usize>(task.planes * task.stride);
  memory.fill(task.states, 0, digits);
  memory.copy(task.states + digits, task.heads, <usize>task.stride);
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
  const w = task.states + (<usize>task.planes << 7);
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
      moveAll(task, rows + (row << 7));
    } else if (task.coin != NEVER) {
      deepenByCoin(task, rows + (row << 7));
    }
  }
  return wrong;
}

function presentLong(task: Task, rows: usize, barely: usize, errors: usize, order: usize, count: i32): i32 {
  const stride = task.stride;
  const blocks = stride >> 7;
  const w = task.states + <usize>(task.planes * stride);
  let wrong = 0;
  for (const end = order + (<usize>count << 2); order < end; order += 4) {
    const row = <usize>load<i32>(order);
    const x = rows + row * stride;
    const differ = differing(x, w, blocks);
    if (differ < load<i32>(barely + (row << 2))) continue;
    if (differ >= load<i32>(errors + (row << 2))) {
      wrong++;
      moveAll(task, x);
    } else if (task.coin != NEVER) {
      deepenByCoin(task, x);
    }
  }
  return wrong;
}

// @ts-ignore: decorator
@inline
function moveAll(task: Task, x: usize): void {
  move(task.states, task.stride, task.planes, task.deepest, task.vectors, x, task.mask);
}

function deepenByCoin(task: Task, x: usize): void {
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
  if (deepen(task.states, task.stride, task.planes, task.deepest, task.vectors, x, act)) task.deepened++;
}
