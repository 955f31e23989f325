/**
 * Random words and masks from a buffer that four interleaved xoshiro128++ generators fill, bit-exact with
 * src/perceptron/word-stream.ts.
 *
 * A stream: generators (64 bytes, see random-events.ts), place of the next word in the buffer in bytes (16, of which 4
 * are used), buffer (1024 bytes).
 */
import { fillCoins } from './random-events';

const PLACE: usize = 64;
const BUFFER: usize = 80;
const BUFFER_BYTES: i32 = 1024;

// @ts-ignore: decorator
@inline
export function nextWord(stream: usize): u32 {
  let at = load<i32>(stream, PLACE);
  if (at == BUFFER_BYTES) at = refill(stream);
  store<i32>(stream, at + 4, PLACE);
  return load<u32>(stream + at, BUFFER);
}

/** Four words at once, from the next multiple of four on. */
// @ts-ignore: decorator
@inline
function nextVector(stream: usize): v128 {
  let at = (load<i32>(stream, PLACE) + 15) & ~15;
  if (at == BUFFER_BYTES) at = refill(stream);
  store<i32>(stream, at + 16, PLACE);
  return v128.load(stream + at, BUFFER);
}

function refill(stream: usize): i32 {
  fillCoins(stream, stream + BUFFER, BUFFER_BYTES >> 4, true);
  return 0;
}

/** Uniform double in [0, 1), a multiple of 2^-53: 27 high bits of one word, 26 of the next. */
export function nextUniform(stream: usize): f64 {
  const high = nextWord(stream) >>> 5;
  return <f64>high * 7.450580596923828e-9 + <f64>(nextWord(stream) >>> 6) * 1.1102230246251565e-16;
}

/**
 * Fisher and Yates, in place, `count` i32. Integers below n as Lemire draws them, ACM TOMACS 29:3 (2019): the high word of
 * word x n, refused where the low word is below 2^32 mod n.
 */
export function shuffle(stream: usize, order: usize, count: i32): void {
  const buffer = stream + BUFFER;
  let at = load<i32>(stream, PLACE);
  for (let n = <u32>count; n > 1; ) {
    if (at == BUFFER_BYTES) at = refill(stream);
    // As many steps as the buffer has words: no look at its end in between.
    const words = <u32>(BUFFER_BYTES - at) >>> 2;
    const least = n > words ? n - words : 1;
    let here = order + (<usize>n << 2);
    let word = buffer + at;
    for (; n > least; n--) {
      const product = <u64>load<u32>(word) * <u64>n;
      word += 4;
      if (<u32>product < n && <u32>product < (0 - n) % n) break;
      here -= 4;
      const there = order + (<usize>(product >>> 32) << 2);
      const kept = load<i32>(here);
      store<i32>(here, load<i32>(there));
      store<i32>(there, kept);
    }
    at = <i32>(word - buffer);
  }
  store<i32>(stream, at, PLACE);
}

/** 128 bits, each one with probability p, 0 < p < 1: the digits of p from the highest down, see src/bernoulli-mask.ts. */
export function nextMask(stream: usize, p: f64): v128 {
  let below = i32x4.splat(0);
  let undecided = i32x4.splat(-1);
  for (let rest = p; rest > 0 && v128.any_true(undecided); ) {
    const drawn = nextVector(stream);
    rest *= 2;
    if (rest >= 1) {
      rest -= 1;
      below = v128.or(below, v128.andnot(undecided, drawn));
      undecided = v128.and(undecided, drawn);
    } else {
      undecided = v128.andnot(undecided, drawn);
    }
  }
  return below;
}
