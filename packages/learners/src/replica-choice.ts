/** Which of y replicas and their centre to hand back: the one with the fewest errors, a replica before the centre. */
import type { ErrorCounter } from './task/errors.ts';

/** Column of learners with replicas. */
export const foundBy = {
  type: 'string',
  unit: '1',
  doc: 'who found the solution: replica, or center (the majority of the replicas, or the explicit one); null when unsolved',
} as const;

export interface Candidate {
  /** Its errors, by the learner's own count. */
  readonly errors: number;
  readonly weights: () => Uint8Array;
}

export interface Choice {
  readonly weights: Uint8Array;
  /** Recounted. */
  readonly errors: number;
  readonly solved: boolean;
  readonly by: 'replica' | 'center';
}

/** `centre`: indices of the majority, or null where there is none. The errors returned are recounted by `errorsOf`. */
export function bestOf(replicas: readonly Candidate[], centre: Uint8Array | null, errorsOf: ErrorCounter): Choice {
  let best = replicas[0];
  for (const replica of replicas) if (replica.errors < best.errors) best = replica;
  const centreErrors = centre ? errorsOf(centre) : Number.POSITIVE_INFINITY;
  if (centre && centreErrors < best.errors) {
    return { weights: centre, errors: centreErrors, solved: centreErrors === 0, by: 'center' };
  }
  const weights = best.weights();
  const errors = errorsOf(weights);
  return { weights, errors, solved: errors === 0, by: 'replica' };
}
