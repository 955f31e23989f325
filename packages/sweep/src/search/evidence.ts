/**
 * Results of a search so far, by lattice point.
 */
import type { BinomialCount } from '@fewbits/numerics';
import type { ClosedRound } from './setting.ts';

export interface Tally {
  /** Trials asked for, with or without a result: the next replicate. */
  readonly asked: number;
  readonly successes: number;
  readonly failures: number;
  /** The part of the results that guard and grid trials gave: evenly placed, so fair to a curve that is no logistic. */
  readonly evenSuccesses: number;
  readonly evenFailures: number;
}

export type Evidence = ReadonlyMap<number, Tally>;

const nothing: Tally = { asked: 0, successes: 0, failures: 0, evenSuccesses: 0, evenFailures: 0 };

export function tallyAt(evidence: Evidence, x: number): Tally {
  return evidence.get(x) ?? nothing;
}

/** The evidence with one more round. `onGrid`: all its trials were placed evenly. */
export function withRound(evidence: Evidence, { requests, outcomes }: ClosedRound, onGrid: boolean): Evidence {
  const next = new Map(evidence);
  for (const [i, { x, trials, guard }] of requests.entries()) {
    const { successes, failures, missing } = outcomes[i] ?? { successes: 0, failures: 0, missing: 0 };
    if (!(successes >= 0 && failures >= 0 && missing >= 0 && successes + failures + missing === trials)) {
      throw new RangeError(`${successes} + ${failures} + ${missing} outcomes of ${trials} trials at ${x}`);
    }
    const before = tallyAt(next, x);
    const even = guard || onGrid;
    next.set(x, {
      asked: before.asked + trials,
      successes: before.successes + successes,
      failures: before.failures + failures,
      evenSuccesses: before.evenSuccesses + (even ? successes : 0),
      evenFailures: before.evenFailures + (even ? failures : 0),
    });
  }
  return next;
}

/** All results, or those of evenly placed trials. */
export function countsOf(evidence: Evidence, which: 'all' | 'even'): BinomialCount[] {
  return [...evidence].map(([x, { successes, failures, evenSuccesses, evenFailures }]) =>
    which === 'all'
      ? { x, successes, trials: successes + failures }
      : { x, successes: evenSuccesses, trials: evenSuccesses + evenFailures },
  );
}
