/**
 * Whether two learners did the same work, without which a ratio means nothing.
 *
 * The weights of every instance are multiplied out again, plainly; a contender that gives other weights in another round
 * is not deterministic; and the mean numbers of epochs must agree within 4 standard errors of their paired difference
 * (false alarm 6e-5), since the contenders draw other random numbers, or round otherwise, on the same patterns.
 */
import { gaugedBytes, type LearnerReport, type LearnerTask } from './learner-tasks.ts';

const LARGEST_SCORE = 4;

/** Instances solved by weights as a process reports them: all patterns with a positive field. */
export function countSolved(task: LearnerTask, weights: readonly string[]): number {
  return weights.filter((each, k) => solves(gaugedBytes(task, task.warmup + k), each)).length;
}

function solves(bytes: Int8Array, weights: string): boolean {
  const size = weights.length;
  const w = Int8Array.from(weights, (digit) => 2 * Number(digit) - 1);
  for (let row = 0; row < bytes.length; row += size) {
    let field = 0;
    for (let i = 0; i < size; i++) field += (bytes[row + i] as number) * (w[i] as number);
    if (field <= 0) return false;
  }
  return true;
}

/** Whether a contender gave other weights in another round. */
export function differs(reports: readonly LearnerReport[]): boolean {
  return new Set(reports.map(({ epochs, weights }) => JSON.stringify({ epochs, weights }))).size > 1;
}

/** By how many standard errors the mean numbers of epochs differ, where that is too many; else null. */
export function epochsApart(ours: LearnerReport, theirs: LearnerReport): number | null {
  const score = pairedScore(ours.epochs.map((epochs, k) => epochs - (theirs.epochs[k] as number)));
  return Math.abs(score) > LARGEST_SCORE ? score : null;
}

/** Mean over its standard error; 0 for differences that are all 0. */
function pairedScore(differences: readonly number[]): number {
  const n = differences.length;
  const mean = differences.reduce((sum, each) => sum + each, 0) / n;
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1);
  return mean === 0 ? 0 : mean / Math.sqrt(variance / n);
}
