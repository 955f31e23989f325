/**
 * Paired rounds: in every round each contender runs once, in a process of its own, the order rotating; only ratios inside a
 * round are ever formed, so that a machine that is slow for a while is slow for both.
 */
import { spawnSync } from 'node:child_process';

export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** How many times faster a contender is than a peer: the median of the ratios inside the rounds, and its interval. */
export interface PairedRatio {
  readonly kernel: string;
  readonly contender: string;
  readonly peer: string;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

/** What the processes report (one JSON document each), by contender and round. `onRound`: told the rounds done. */
export function pairedRounds<Report>(
  contenders: readonly Contender[],
  rounds: number,
  onRound: (round: number) => void,
): Report[][] {
  const reports = contenders.map((): Report[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < contenders.length; k++) {
      const which = (round + k) % contenders.length;
      reports[which]?.push(runOnce<Report>(contenders[which] as Contender));
    }
    onRound(round + 1);
  }
  return reports;
}

function runOnce<Report>({ name, command, args, env }: Contender): Report {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) throw new Error(`${name} (${command} ${args.join(' ')}): ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as Report;
}
