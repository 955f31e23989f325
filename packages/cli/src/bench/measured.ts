/** What a measurement of kernels gives: ratios of contenders inside the same rounds, and how they stand to the goals. */
import { type Verdict, verdict } from './goals.ts';
import { type MedianInterval, medianInterval } from './median-interval.ts';
import type { Others } from './others.ts';
import type { PairedRatio } from './paired-rounds.ts';

/** User CPU of a process below which its clock is too coarse. */
const LEAST_SECONDS = 0.2;
/** Of an interval that decides over a goal: six rounds. */
const LEAST_CONFIDENCE = 0.95;

export interface KernelGoal {
  readonly kernel: string;
  readonly contender: string;
  readonly peer: string;
  readonly atLeast: number;
  readonly verdict: Verdict;
}

/** What a contender does a CPU second. */
export interface KernelRate extends MedianInterval {
  readonly kernel: string;
  readonly contender: string;
  readonly unit: string;
}

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export interface Measured {
  readonly results: readonly PairedRatio[];
  readonly goals: readonly KernelGoal[];
  /** For orientation within this run: never to be compared between runs. */
  readonly rates: readonly KernelRate[];
  /** Peers that are missing. */
  readonly skipped: readonly Skipped[];
  /** Why a ratio is void. */
  readonly voided: readonly string[];
  /** What the contenders did, for people. */
  readonly notes: readonly string[];
}

/** What every measurement is given. */
export interface Bench {
  /** A folder that is removed afterwards. */
  readonly scratch: string;
  readonly others: Others;
  readonly rounds: number;
  readonly say: (text: string) => void;
}

export interface Compared {
  readonly kernel: string;
  readonly contender: string;
  readonly peer: string;
  /** Least ratio that is to be reached; none where it stands for orientation. */
  readonly atLeast?: number | undefined;
}

/** `ours`, `theirs`: CPU seconds an item, by round. */
export function compared(
  { kernel, contender, peer, atLeast }: Compared,
  ours: readonly number[],
  theirs: readonly number[],
): { readonly result: PairedRatio; readonly goals: readonly KernelGoal[] } {
  const interval = medianInterval(ours.map((seconds, round) => (theirs[round] as number) / seconds));
  const { median: ratio, low, high, confidence } = interval;
  const result = { kernel, contender, peer, ratio, low, high, rounds: ours.length };
  if (atLeast === undefined) return { result, goals: [] };
  const decided = confidence >= LEAST_CONFIDENCE ? verdict({ bound: { atLeast } }, interval) : 'undecided';
  return { result, goals: [{ kernel, contender, peer, atLeast, verdict: decided }] };
}

/** Why the times of a contender mean nothing; empty when they do. */
export function tooShort(
  kernel: string,
  contender: string,
  reports: readonly { readonly seconds: number }[],
): string[] {
  const shortest = Math.min(...reports.map(({ seconds }) => seconds));
  return shortest < LEAST_SECONDS ? [`${kernel}: ${contender} worked for ${shortest} s of CPU only`] : [];
}
