/**
 * Where a walker leaves: sites 0 … L-1, ±1 steps of one-step correlation λ, read backwards in time.
 *
 *   P(leaves at the bottom | at y, last reversed step dir) = (1 + b ((L-1)/2 - y) + λ e dir)/2
 *   b = 2(1-λ)/((L-1)(1-λ) + 2),  e = b/(1-λ);   dir = +1: an event +1 was undone (the walker moved down), -1: the other
 * Derived (gambler's ruin of a persistent walk); checked in the samplers' tests against enumeration.
 */
export function leavesAtBottom(length: number, y: number, dir: number, correlation: number): number {
  const e = 2 / ((length - 1) * (1 - correlation) + 2);
  const b = e * (1 - correlation);
  return 0.5 * (1 + b * ((length - 1) / 2 - y) + correlation * e * dir);
}
