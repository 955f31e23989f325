/**
 * Number of set bits, of a word and of long XORs.
 *
 * Source: Warren, "Hacker's Delight", §5-1 (parallel sum, and the carry-save method of Harley and Seal).
 * Carry-save adder: sum = a ^ b ^ c, carry = (a & b) | ((a ^ b) & c). Seven of them turn 8 words into one word of weight 8,
 * so that one population count serves 8 words: total = 8 pc(eights) + 4 pc(fours) + 2 pc(twos) + pc(ones).
 */

/** Set bits of the 32-bit word `v`. */
export function popcount(v: number): number {
  let x = v - ((v >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  // The product wraps modulo 2³²; its top byte is the sum of the four byte counts.
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Set bits of x ^ w over `words` words (a multiple of 8) from the two offsets.
 * With equal padding on both sides the padding counts nothing.
 */
export function popcountXor(x: Uint32Array, xOffset: number, w: Uint32Array, wOffset: number, words: number): number {
  let ones = 0;
  let twos = 0;
  let fours = 0;
  let total = 0;
  for (let k = 0; k < words; k += 8) {
    const i = xOffset + k;
    const j = wOffset + k;
    const d0 = x[i] ^ w[j];
    const d1 = x[i + 1] ^ w[j + 1];
    const d2 = x[i + 2] ^ w[j + 2];
    const d3 = x[i + 3] ^ w[j + 3];
    const d4 = x[i + 4] ^ w[j + 4];
    const d5 = x[i + 5] ^ w[j + 5];
    const d6 = x[i + 6] ^ w[j + 6];
    const d7 = x[i + 7] ^ w[j + 7];

    let half = ones ^ d0;
    const twosA = (ones & d0) | (half & d1);
    ones = half ^ d1;
    half = ones ^ d2;
    const twosB = (ones & d2) | (half & d3);
    ones = half ^ d3;
    half = ones ^ d4;
    const twosC = (ones & d4) | (half & d5);
    ones = half ^ d5;
    half = ones ^ d6;
    const twosD = (ones & d6) | (half & d7);
    ones = half ^ d7;

    half = twos ^ twosA;
    const foursA = (twos & twosA) | (half & twosB);
    twos = half ^ twosB;
    half = twos ^ twosC;
    const foursB = (twos & twosC) | (half & twosD);
    twos = half ^ twosD;

    half = fours ^ foursA;
    const eights = (fours & foursA) | (half & foursB);
    fours = half ^ foursB;

    total += popcount(eights);
  }
  return 8 * total + 4 * popcount(fours) + 2 * popcount(twos) + popcount(ones);
}
