/**
 * Whether contenders did the same work, without which a ratio means nothing.
 *
 * The weights of every instance are multiplied out again, plainly; a contender that gives other weights in another round
 * is not deterministic; and the mean numbers of epochs must agree within 4 standard errors of their paired difference
 * (false alarm 6e-5), since the contenders draw other random numbers, or round otherwise, on the same patterns.
 */
import { gaugedBytes } from './tasks.mjs';

const LARGEST_SCORE = 4;
/** User CPU of a process below which its clock is too coarse. */
const LEAST_SECONDS = 0.2;

/**
 * What a process reports.
 * @typedef {object} Report
 * @property {number} seconds user CPU
 * @property {readonly number[]} epochs of each instance
 * @property {readonly string[]} weights of each instance, one character a synapse, 0 = -1, 1 = +1
 */

/**
 * Instances solved by weights as a process reports them: all patterns with a positive field.
 * @param {import('./tasks.mjs').Task} task
 * @param {readonly string[]} weights
 */
export function countSolved(task, weights) {
  return weights.filter((each, k) => solves(gaugedBytes(task, task.warmup + k), each)).length;
}

function solves(bytes, weights) {
  const size = weights.length;
  const w = Int8Array.from(weights, (digit) => 2 * Number(digit) - 1);
  for (let row = 0; row < bytes.length; row += size) {
    let field = 0;
    for (let i = 0; i < size; i++) field += bytes[row + i] * w[i];
    if (field <= 0) return false;
  }
  return true;
}

/**
 * Reasons why the ratio of two contenders is void; none if it holds.
 * @param {readonly { name: string, reports: readonly Report[] }[]} pair
 * @returns {string[]}
 */
export function voidReasons(pair) {
  const reasons = [];
  for (const { name, reports } of pair) {
    const work = reports.map(({ epochs, weights }) => JSON.stringify({ epochs, weights }));
    if (new Set(work).size > 1) reasons.push(`${name} gave different weights in different rounds`);
    const shortest = Math.min(...reports.map(({ seconds }) => seconds));
    if (shortest < LEAST_SECONDS) reasons.push(`${name} worked for ${shortest} s of CPU, less than ${LEAST_SECONDS} s`);
  }
  const [ours, theirs] = pair.map(({ reports }) => reports[0].epochs);
  const score = pairedScore(ours.map((epochs, k) => epochs - theirs[k]));
  if (Math.abs(score) > LARGEST_SCORE) {
    reasons.push(`the mean numbers of epochs differ by ${score.toFixed(1)} standard errors: not the same algorithm`);
  }
  return reasons;
}

/** Mean over its standard error; 0 for differences that are all 0. */
function pairedScore(differences) {
  const n = differences.length;
  const mean = differences.reduce((sum, each) => sum + each, 0) / n;
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1);
  return mean === 0 ? 0 : mean / Math.sqrt(variance / n);
}
