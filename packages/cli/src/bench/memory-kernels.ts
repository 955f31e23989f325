/**
 * Online memories beside plain TypeScript, NumPy (plain and expert) and C: bare updates of two models, and how much of their rate
 * is left of a whole experiment. Contenders that are to do the same work must end in the same state.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, compared, type KernelGoal, type KernelRate, type Measured, tooShort } from './measured.ts';
import { medianInterval } from './median-interval.ts';
import {
  type BenchModel,
  CHECKED,
  GROUPS,
  type MemoryReport,
  models,
  SIZE,
  startFile,
  timedEvents,
} from './memory-tasks.ts';
import { type Numpy, peerEnv, peersFolder } from './numpy.ts';
import type { Others } from './others.ts';
import { type Contender, type PairedRatio, pairedRounds } from './paired-rounds.ts';

/** Contender, peer, and the least ratio that each model is to reach; none where it stands for orientation. */
type Comparison = readonly [contender: string, peer: string, goals?: Readonly<Record<BenchModel, number>>];

interface Kernel {
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  contenders(model: BenchModel, file: string, others: Others): Contender[];
}

const updates: Kernel = {
  name: 'online-memory',
  comparisons: [
    ['wasm', 'numpy-naive', { 'direction-marker': 500, 'partial-reset': 200 }],
    ['wasm', 'numpy-planes', { 'direction-marker': 30, 'partial-reset': 30 }],
    ['wasm', 'naive-typescript', { 'direction-marker': 400, 'partial-reset': 300 }],
    ['typescript-u32', 'naive-typescript', { 'direction-marker': 50, 'partial-reset': 50 }],
    ['wasm', 'c-128-lazy', { 'direction-marker': 0.65, 'partial-reset': 0.65 }],
    ['wasm', 'c-128-pairs'],
    ['wasm-stops', 'wasm'],
  ],
  contenders: (model, file, { numpy, c }) => [
    ...['wasm', 'wasm-stops', 'typescript-u32', 'naive-typescript'].map((name) => ownKernel(name, model, file)),
    ...(numpy === null ? [] : ['numpy-naive', 'numpy-planes'].map((name) => numpyPeer(numpy, name, model, file))),
    ...(c === null ? [] : ['c-128-lazy', 'c-128-pairs'].map((name) => cPeer(c, name, model, file))),
  ],
};

const experiment: Kernel = {
  name: 'online-memory-experiment',
  comparisons: ['experiment-64', 'experiment-1024'].map((name) => [
    name,
    'wasm',
    { 'direction-marker': 0.7, 'partial-reset': 0.7 },
  ]),
  contenders: (model, file) => [
    ownKernel('wasm', model, file),
    ...['64', '1024'].map((tracked) => ({
      ...{ name: `experiment-${tracked}`, command: process.execPath, env: {} },
      args: [program('memory-experiment.js'), model, tracked],
    })),
  ],
};

export function benchUpdates(bench: Bench): Measured {
  const skipped = bench.others.skipped.filter(({ name }) => name !== 'SciPy');
  return { ...measured(updates, bench), skipped };
}

export function benchExperiment(bench: Bench): Measured {
  return measured(experiment, bench);
}

function measured(kernel: Kernel, bench: Bench): Measured {
  const file = join(bench.scratch, 'start.u32');
  writeFileSync(file, new Uint8Array(startFile().buffer));
  const each = models.map((model) => measure(kernel, model, file, bench));
  return {
    results: each.flatMap(({ results }) => results),
    goals: each.flatMap(({ goals }) => goals),
    rates: each.flatMap(({ rates }) => rates),
    voided: each.flatMap(({ voided }) => voided),
    ...{ skipped: [], notes: [] },
  };
}

function measure(
  { name, comparisons, contenders }: Kernel,
  model: BenchModel,
  file: string,
  { others, rounds, say }: Bench,
): Pick<Measured, 'results' | 'goals' | 'rates' | 'voided'> {
  const kernel = `${name} ${model}`;
  const programs = contenders(model, file, others);
  const reports = pairedRounds<MemoryReport>(programs, rounds, (round) =>
    say(`${kernel}: round ${round} of ${rounds}`),
  );
  const found = new Map(programs.map((each, k) => [each.name, reports[k] as MemoryReport[]]));
  const voided = [...found].flatMap(([contender, own]) => {
    const differs = new Set(own.map(({ crc }) => crc)).size > 1;
    return [
      ...tooShort(kernel, contender, own),
      ...(differs ? [`${kernel}: ${contender} gave different results in different rounds`] : []),
    ];
  });
  const results: PairedRatio[] = [];
  const goals: KernelGoal[] = [];
  for (const [contender, peer, goal] of comparisons) {
    const [ours, theirs] = [found.get(contender), found.get(peer)];
    if (!ours || !theirs) continue;
    // The same given events have led both to the same state; a whole experiment has another one.
    if (!contender.startsWith('experiment') && ours[0]?.crc !== theirs[0]?.crc) {
      voided.push(`${kernel}: ${contender} and ${peer} end in different states`);
      continue;
    }
    const pair = { kernel, contender, peer, atLeast: goal?.[model] };
    const comparison = compared(pair, ours.map(perEvent), theirs.map(perEvent));
    results.push(comparison.result);
    goals.push(...comparison.goals);
  }
  const rates = [...found].map(([contender, own]): KernelRate => {
    const interval = medianInterval(own.map((report) => SIZE / perEvent(report)));
    return { kernel, contender, ...interval, unit: 'synapse-events' };
  });
  return { results, goals, rates, voided };
}

function perEvent({ seconds, events }: MemoryReport): number {
  return seconds / events;
}

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const numbers = (name: string): string[] =>
  [SIZE, GROUPS, CHECKED, timedEvents[name as keyof typeof timedEvents]].map(String);

function ownKernel(name: string, model: BenchModel, file: string): Contender {
  return { name, command: process.execPath, args: [program('memory-contender.js'), name, model, file], env: {} };
}

function numpyPeer({ command }: Numpy, name: string, model: BenchModel, file: string): Contender {
  const script = join(peersFolder, 'online_memory.py');
  return { name, command, args: [script, name, model, file, ...numbers(name)], env: peerEnv };
}

function cPeer({ command }: { readonly command: string }, name: string, model: BenchModel, file: string): Contender {
  return { name, command, args: [name, model, file, ...numbers(name)], env: {} };
}
