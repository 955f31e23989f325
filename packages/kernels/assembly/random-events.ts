/**
 * Plasticity events of 128 synapses, one vector an event (bit 1 = potentiate), drawn from four xoshiro128 generators, one
 * per 32-bit lane. Bit-exact with src/online-memory/random-events.ts, where the laws are stated.
 *
 * Generator: 64 bytes, words s0, s1, s2, s3 of the four lanes. Source: Blackman & Vigna, "Scrambled linear pseudorandom
 * number generators", ACM TOMS 47:36 (2021).
 */

/** `plusPlus`: output rotl(s0 + s3, 7) + s0 instead of s0 + s3. */
// @ts-ignore: decorator
@inline
function output(s0: v128, s3: v128, plusPlus: bool): v128 {
  const sum = i32x4.add(s0, s3);
  return plusPlus ? i32x4.add(v128.or(i32x4.shl(sum, 7), i32x4.shr_u(sum, 25)), s0) : sum;
}

/** Balanced, uncorrelated: a word of the generator is an event of 32 synapses. */
export function fillCoins(generator: usize, events: usize, count: i32, plusPlus: bool): void {
  let s0 = v128.load(generator);
  let s1 = v128.load(generator, 16);
  let s2 = v128.load(generator, 32);
  let s3 = v128.load(generator, 48);
  const fours = events + (<usize>(count & ~3) << 4);
  for (; events < fours; events += 64) {
    v128.store(events, output(s0, s3, plusPlus));
    let t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));

    v128.store(events, output(s0, s3, plusPlus), 16);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));

    v128.store(events, output(s0, s3, plusPlus), 32);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));

    v128.store(events, output(s0, s3, plusPlus), 48);
    t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));
  }
  for (const end = fours + (<usize>(count & 3) << 4); events < end; events += 16) {
    v128.store(events, output(s0, s3, plusPlus));
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));
  }
  v128.store(generator, s0);
  v128.store(generator, s1, 16);
  v128.store(generator, s2, 32);
  v128.store(generator, s3, 48);
}

/**
 * Everything else: per event a mask of probability `change`/2^16, then one of `plus`/2^16 (0 to 2^16 each; words below the
 * lowest set digit are not drawn). `fresh` = false: the inputs of the first mask flip. True: they take the second.
 */
export function fillMarkov(
  generator: usize,
  last: usize,
  events: usize,
  count: i32,
  change: i32,
  plus: i32,
  fresh: bool,
  plusPlus: bool,
): void {
  let s0 = v128.load(generator);
  let s1 = v128.load(generator, 16);
  let s2 = v128.load(generator, 32);
  let s3 = v128.load(generator, 48);
  let input = v128.load(last);
  const firstChange = ctz(change);
  const firstPlus = ctz(plus);
  for (const end = events + (<usize>count << 4); events < end; events += 16) {
    let changed = i32x4.splat(-i32(change == 65536));
    for (let digit = firstChange; digit < 16; digit++) {
      const word = output(s0, s3, plusPlus);
      const t = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, t);
      s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));
      changed = (change >> digit) & 1 ? v128.or(changed, word) : v128.and(changed, word);
    }
    if (fresh) {
      let drawn = i32x4.splat(-i32(plus == 65536));
      for (let digit = firstPlus; digit < 16; digit++) {
        const word = output(s0, s3, plusPlus);
        const t = i32x4.shl(s1, 9);
        s2 = v128.xor(s2, s0);
        s3 = v128.xor(s3, s1);
        s1 = v128.xor(s1, s2);
        s0 = v128.xor(s0, s3);
        s2 = v128.xor(s2, t);
        s3 = v128.or(i32x4.shl(s3, 11), i32x4.shr_u(s3, 21));
        drawn = (plus >> digit) & 1 ? v128.or(drawn, word) : v128.and(drawn, word);
      }
      input = v128.bitselect(drawn, input, changed);
    } else {
      input = v128.xor(input, changed);
    }
    v128.store(events, input);
  }
  v128.store(generator, s0);
  v128.store(generator, s1, 16);
  v128.store(generator, s2, 32);
  v128.store(generator, s3, 48);
}
