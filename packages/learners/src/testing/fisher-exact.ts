/**
 * Fisher's exact test: do two counts of successes come from one rate? Two-sided, by the probabilities of the tables.
 *
 * With the total of successes given, the number among the first a.of trials is hypergeometric whatever the rate; the answer
 * is the probability of all tables that are no likelier than the one seen.
 * Source: R. A. Fisher, Journal of the Royal Statistical Society 85, 87 (1922).
 */
export interface Count {
  readonly solved: number;
  readonly of: number;
}

/** Probability of counts at least as unlike, were both rates equal. */
export function fisherExact(a: Count, b: Count): number {
  const solved = a.solved + b.solved;
  const lnChance = (k: number): number =>
    lnChoose(a.of, k) + lnChoose(b.of, solved - k) - lnChoose(a.of + b.of, solved);
  // Tables as likely as the one seen count, whatever the rounding.
  const seen = lnChance(a.solved) + 1e-9;
  let total = 0;
  for (let k = Math.max(0, solved - b.of); k <= Math.min(a.of, solved); k++) {
    const chance = lnChance(k);
    if (chance <= seen) total += Math.exp(chance);
  }
  return Math.min(1, total);
}

function lnChoose(n: number, k: number): number {
  let sum = 0;
  for (let j = 1; j <= k; j++) sum += Math.log((n - k + j) / j);
  return sum;
}
