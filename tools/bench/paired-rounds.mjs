/**
 * Paired rounds: in every round each contender runs once, in a process of its own, the order rotating; only ratios inside a
 * round are ever formed, so that a machine that is slow for a while is slow for both.
 *
 * Estimate: the median over rounds. Interval: order statistics k and n+1-k, which hold the median with probability
 * 1 - 2 P(Bin(n, 1/2) < k), whatever the law of the ratios; k is the largest with at least 95 %
 * (n = 9: 2nd to 8th, 96 %; n = 21: 6th to 16th, 97 %). Fewer than 6 rounds cannot reach 95 %: the whole range is given.
 */
import { spawnSync } from 'node:child_process';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Readonly<Record<string, string>>} env added to the environment
 */

/**
 * What a process reports.
 * @typedef {object} Report
 * @property {number} seconds user CPU
 * @property {readonly number[]} epochs of each instance
 * @property {readonly string[]} weights of each instance, one character a synapse, 0 = -1, 1 = +1
 */

/**
 * Reports by contender and round.
 * @param {readonly Contender[]} contenders
 * @param {number} rounds
 * @param {(round: number) => void} onRound
 * @returns {Report[][]}
 */
export function pairedRounds(contenders, rounds, onRound) {
  const reports = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < contenders.length; k++) {
      const which = (round + k) % contenders.length;
      reports[which].push(runOnce(contenders[which]));
    }
    onRound(round + 1);
  }
  return reports;
}

/**
 * @param {Contender} contender
 * @returns {Report}
 */
function runOnce({ name, command, args, env }) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) throw new Error(`${name} (${command} ${args.join(' ')}): ${error?.message ?? stderr}`);
  return JSON.parse(stdout);
}

/**
 * Median and its interval.
 * @param {readonly number[]} values
 * @returns {{ median: number, low: number, high: number, confidence: number }}
 */
export function medianInterval(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let k = 1;
  while (2 * (k + 1) <= n && coverage(n, k + 1) >= 0.95) k++;
  const median = (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
  return { median, low: sorted[k - 1], high: sorted[n - k], confidence: coverage(n, k) };
}

/** 1 - 2 P(Bin(n, 1/2) < k). */
function coverage(n, k) {
  let term = 2 ** -n;
  let below = 0;
  for (let j = 0; j < k; j++) {
    below += term;
    term *= (n - j) / (j + 1);
  }
  return 1 - 2 * below;
}
