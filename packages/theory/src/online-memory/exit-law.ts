/**
 * A persistent walker on sites y = 0 … L−1, absorbed at −1 and at L, and where it leaves.
 *
 * Steps ±1 with correlation λ.  b = 2(1−λ)/((L−1)(1−λ) + 2),  e = b/(1−λ),  b + λe = e:
 *   E[direction of exit | at y, last step s] = b(y − (L−1)/2) + λes,   given the next step s: … + es
 */

/** b and e of the exit lemma for L sites. */
export interface ExitLaw {
  /** Change of the mean exit direction per site. */
  readonly b: number;
  /** Weight of the next step; b + λe = e. */
  readonly e: number;
}

export function exitLaw(sites: number, correlation: number): ExitLaw {
  const e = 2 / ((sites - 1) * (1 - correlation) + 2);
  return { b: e * (1 - correlation), e };
}

export interface CentralWalk {
  /** L. */
  readonly sites: number;
  /** n: the walker starts uniformly on the n middle sites; n and L are both odd or both even. */
  readonly spread: number;
  /** λ, in [0, 1). */
  readonly correlation: number;
}
