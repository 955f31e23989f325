/**
 * Law of the plasticity events of one synapse, +1 (bit 1, potentiate) or -1, independent of the other synapses.
 *
 *   P(next = x | last) = r [x = last] + (1 - r) P(x),   r = correlation in [0, 1), P(+1) = plus
 *
 * Realised with 16-bit probabilities: where plus = 1/2 an input flips with probability K/2^16, K = round(2^15 (1 - r)), so
 * that the correlation is 1 - 2K/2^16; otherwise it is drawn anew with probability round(2^16 (1 - r))/2^16, to +1 with
 * probability round(2^16 plus)/2^16. r = 0 and plus = 1/2 is exact.
 */

export interface EventLaw {
  /** Lag-1 correlation of a balanced input. In [0, 1). */
  readonly correlation: number;
  /** Probability of +1. */
  readonly plus: number;
}

const DIGITS = 16;
const SCALE = 2 ** DIGITS;

/** coins: a random word is an event. flips, fresh: masks of probability change/2^16 (and plus/2^16). */
export interface EventSource {
  readonly kind: 'coins' | 'flips' | 'fresh';
  readonly change: number;
  readonly plus: number;
  /** What is realised. */
  readonly law: EventLaw;
}

export function eventSource({ correlation, plus }: EventLaw): EventSource {
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`correlation: got ${correlation}, expected a number from 0 to below 1`);
  }
  if (!(plus >= 0 && plus <= 1)) throw new RangeError(`plus: got ${plus}, expected a number from 0 to 1`);
  const balanced = plus === 0.5;
  const change = Math.round((balanced ? SCALE / 2 : SCALE) * (1 - correlation));
  if (change === 0) {
    throw new RangeError(`correlation: ${correlation} would be realised as 1 with probabilities of ${DIGITS} bits`);
  }
  const plusDigits = Math.round(SCALE * plus);
  if (balanced) {
    const kind = correlation === 0 ? 'coins' : 'flips';
    return { kind, change, plus: plusDigits, law: { correlation: 1 - (2 * change) / SCALE, plus } };
  }
  return {
    kind: 'fresh',
    change,
    plus: plusDigits,
    law: { correlation: 1 - change / SCALE, plus: plusDigits / SCALE },
  };
}
