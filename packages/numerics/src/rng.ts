/** A stream of random bits. */
export interface Rng {
  /** Uniform integer in [0, 2³²). */
  uint32(): number;
  /** Uniform double in [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
}

/** Uniform integer in [0, n), n a positive integer ≤ 2³². Unbiased: draws above the largest multiple of n are refused. */
export function below(rng: Rng, n: number): number {
  const limit = 4294967296 - (4294967296 % n);
  let draw = rng.uint32();
  while (draw >= limit) draw = rng.uint32();
  return draw % n;
}
