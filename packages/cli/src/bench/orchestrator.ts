/**
 * Overheads of the orchestrator, in rounds: each measures everything once, in processes of their own, the order rotating. Ratios
 * are formed inside a round only; a value is the median over the rounds with its order-statistic interval.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goals, type Verdict, verdict } from './goals.ts';
import { type Host, host } from './host.ts';
import { measurements } from './measurements.ts';
import { type MedianInterval, medianInterval } from './median-interval.ts';
import type { PairedRatio } from './paired-rounds.ts';
import { hasPeers, measurePeer, type PeerReport, peers } from './peers.ts';

export interface Measured extends MedianInterval {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
}

export interface MeasuredGoal extends Measured {
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
  readonly verdict: Verdict;
}

export interface MeasuredPeer extends MedianInterval {
  readonly name: string;
  readonly version: string;
  /** What of ours it stands beside. */
  readonly beside: string;
}

export interface OrchestratorBench {
  readonly schemaVersion: 1;
  readonly host: Host;
  /** By the clock on the wall. */
  readonly results: readonly PairedRatio[];
  readonly goals: readonly MeasuredGoal[];
  /** What stands beside the goals. */
  readonly beside: readonly Measured[];
  /** Microseconds a task. */
  readonly peers: readonly MeasuredPeer[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const beside = [
  { name: 'piscina', what: 'Piscina alone, empty task', unit: 'µs' },
  { name: 'overhead-1ms-tables', what: 'tables at the end, CPU a row', unit: 'µs' },
  { name: 'plan-cpu', what: 'CPU time of the plan', unit: 's' },
  { name: 'resume-cpu', what: 'CPU time of the run with all done', unit: 's' },
  { name: 'status-large', what: 'status of a run of 100 000 trials', unit: 'ms' },
  { name: 'node', what: 'node -e 0', unit: 'ms' },
];

/** `say`: told what is being measured. */
export function benchOrchestrator(rounds: number, say: (text: string) => void): OrchestratorBench {
  const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
  try {
    const machine = host(scratch);
    say('looking for other tools, and preparing a run of 100 000 trials');
    const [available, skipped] = sortPeers();
    const values = new Map<string, number[]>();
    const take = (name: string, value: number): void => void values.set(name, [...(values.get(name) ?? []), value]);
    const contenders = [
      ...measurements(scratch),
      ...available.map(({ peer: each }) => ({ name: each.name, measure: () => ({ [each.name]: microseconds(each) }) })),
    ];
    for (let round = 0; round < rounds; round++) {
      for (let k = 0; k < contenders.length; k++) {
        const contender = contenders[(round + k) % contenders.length] as (typeof contenders)[number];
        say(`round ${round + 1} of ${rounds}: ${contender.name}`);
        for (const [name, value] of Object.entries(contender.measure())) take(name, value);
      }
    }
    return {
      schemaVersion: 1,
      host: machine,
      results: ratios(
        values,
        available.map(({ peer: each }) => each),
      ),
      goals: goals.flatMap((goal) => {
        const measured = values.get(goal.name);
        if (!measured) return [];
        const interval = medianInterval(measured);
        return [{ ...goal, ...interval, verdict: verdict(goal, interval) }];
      }),
      beside: beside.map((each) => ({ ...each, ...medianInterval(values.get(each.name) ?? []) })),
      peers: available.map(({ peer: { name, beside: ours }, version }) => ({
        ...{ name, version, beside: ours },
        ...medianInterval(values.get(name) ?? []),
      })),
      skipped,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Available = { readonly peer: (typeof peers)[number]; readonly version: string };

/** Those that ran once, and the others with the reason. */
function sortPeers(): [Available[], { name: string; reason: string }[]] {
  if (!hasPeers()) {
    const reason = 'its script is in the repository (tools/peers/null-trials), not in the package';
    return [[], peers.map(({ name }) => ({ name, reason }))];
  }
  const tried = peers.map((peer) => ({ peer, report: measurePeer(peer) }));
  return [
    tried.flatMap(({ peer, report }) => ('version' in report ? [{ peer, version: report.version }] : [])),
    tried.flatMap(({ peer: { name }, report }) => ('reason' in report ? [{ name, reason: report.reason }] : [])),
  ];
}

function microseconds(peer: (typeof peers)[number]): number {
  const report = measurePeer(peer) as PeerReport | { readonly reason: string };
  if ('reason' in report) throw new Error(`${peer.name}: ${report.reason}`);
  return report.us;
}

function ratios(
  values: ReadonlyMap<string, readonly number[]>,
  available: readonly (typeof peers)[number][],
): PairedRatio[] {
  /** Of a null trial of ours in each round. */
  const ours = {
    'null-trial': values.get('null-trial') ?? [],
    'null-trials': (values.get('null-trials') ?? []).map((perSecond) => 1e6 / perSecond),
  };
  const ratio = (kernel: keyof typeof ours, peer: string, theirs: readonly number[]): PairedRatio => {
    const { median, low, high } = medianInterval(theirs.map((us, round) => us / (ours[kernel][round] as number)));
    return { kernel, contender: 'fewbits', peer, ratio: median, low, high, rounds: theirs.length };
  };
  return [
    ratio('null-trial', 'Piscina alone', values.get('piscina') ?? []),
    ...available.map(({ name, beside: kernel }) => ratio(kernel, name, values.get(name) ?? [])),
  ];
}
