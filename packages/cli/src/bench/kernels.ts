/**
 * The kernels beside plain TypeScript, NumPy (plain and expert) and C, in paired rounds of user CPU time per event.
 *
 * `online-memory`: bare updates of two models. `online-memory-experiment`: how much of their rate is left of a whole experiment.
 * A ratio is void when contenders that are to do the same work end in different states. What is missing on the machine, or not
 * in the package (programs of others' making), is left out and said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelImplementation } from '@fewbits/kernels';
import { type Verdict, verdict } from './goals.ts';
import { commit, type Host, host } from './host.ts';
import { type MedianInterval, medianInterval } from './median-interval.ts';
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
import { findNumpy, type Numpy, type NumpyVersions, peerEnv, peersFolder } from './numpy.ts';
import { type Contender, pairedRounds } from './paired-rounds.ts';

/** User CPU of a process below which its clock is too coarse. */
const LEAST_SECONDS = 0.2;
/** Of an interval that decides over a goal: six rounds. */
const LEAST_CONFIDENCE = 0.95;

/** Contender, peer, and the least ratio that each model is to reach; none where it stands for orientation. */
type Comparison = readonly [contender: string, peer: string, goals?: Readonly<Record<BenchModel, number>>];

interface Kernel {
  readonly name: string;
  readonly doc: string;
  readonly comparisons: readonly Comparison[];
  contenders(model: BenchModel, file: string, others: Others): Contender[];
}

export const kernels: readonly Kernel[] = [
  {
    name: 'online-memory',
    doc: 'updates of 65536 synapses of 7 groups; about 20 s a round with all peers',
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
  },
  {
    name: 'online-memory-experiment',
    doc: 'the whole experiment at the 59 standard ages beside bare updates; about 20 s a round',
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
  },
];

export interface KernelRatio {
  readonly kernel: string;
  readonly contender: string;
  readonly peer: string;
  /** How many times faster the contender is. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

export interface KernelGoal {
  readonly kernel: string;
  readonly contender: string;
  readonly peer: string;
  readonly atLeast: number;
  readonly verdict: Verdict;
}

export interface KernelRate extends MedianInterval {
  readonly kernel: string;
  readonly contender: string;
  readonly unit: 'synapse-events per CPU second';
}

export interface KernelBench {
  readonly schemaVersion: 1;
  readonly host: Host & {
    readonly kernels: { readonly name: string; readonly sha256: string | null };
    readonly numpy: NumpyVersions | null;
    readonly c: string | null;
    readonly commit: string | null;
  };
  readonly results: readonly KernelRatio[];
  readonly goals: readonly KernelGoal[];
  /** For orientation within this run: never to be compared between runs. */
  readonly rates: readonly KernelRate[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Why a ratio is void. */
  readonly voided: readonly string[];
}

/** `names`: of `kernels`. `say`: told what is being measured. */
export function benchKernels(names: readonly string[], rounds: number, say: (text: string) => void): KernelBench {
  const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
  try {
    const others = findOthers(scratch);
    const { name, sha256 } = kernelImplementation();
    const machine = {
      ...host(),
      ...{ kernels: { name, sha256 }, numpy: others.numpy?.versions ?? null, c: others.c?.version ?? null },
      commit: commit(),
    };
    const file = join(scratch, 'start.u32');
    writeFileSync(file, new Uint8Array(startFile().buffer));
    const measured = kernels
      .filter((kernel) => names.includes(kernel.name))
      .flatMap((kernel) => models.map((model) => measure(kernel, model, { file, others, rounds, say })));
    return {
      ...{ schemaVersion: 1, host: machine },
      results: measured.flatMap(({ results }) => results),
      goals: measured.flatMap(({ goals }) => goals),
      rates: measured.flatMap(({ rates }) => rates),
      skipped: names.includes('online-memory') ? others.skipped : [],
      voided: measured.flatMap(({ voided }) => voided),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Task {
  readonly file: string;
  readonly others: Others;
  readonly rounds: number;
  readonly say: (text: string) => void;
}

type Measured = Pick<KernelBench, 'results' | 'goals' | 'rates' | 'voided'>;

function measure(
  { name, comparisons, contenders }: Kernel,
  model: BenchModel,
  { file, others, rounds, say }: Task,
): Measured {
  const kernel = `${name} ${model}`;
  const programs = contenders(model, file, others);
  const reports = pairedRounds<MemoryReport>(programs, rounds, (round) =>
    say(`${kernel}: round ${round} of ${rounds}`),
  );
  const measured = new Map(programs.map((each, k) => [each.name, reports[k] as MemoryReport[]]));
  const voided = [...measured].flatMap(([contender, own]) => {
    const shortest = Math.min(...own.map(({ seconds }) => seconds));
    const differs = new Set(own.map(({ crc }) => crc)).size > 1;
    return [
      ...(shortest < LEAST_SECONDS ? [`${kernel}: ${contender} worked for ${shortest} s of CPU only`] : []),
      ...(differs ? [`${kernel}: ${contender} gave different results in different rounds`] : []),
    ];
  });
  const results: KernelRatio[] = [];
  const goals: KernelGoal[] = [];
  for (const [contender, peer, goal] of comparisons) {
    const [ours, theirs] = [measured.get(contender), measured.get(peer)];
    if (!ours || !theirs) continue;
    // The same given events have led both to the same state; a whole experiment has another one.
    if (!contender.startsWith('experiment') && ours[0]?.crc !== theirs[0]?.crc) {
      voided.push(`${kernel}: ${contender} and ${peer} end in different states`);
      continue;
    }
    const ratios = ours.map((each, round) => perEvent(theirs[round] as MemoryReport) / perEvent(each));
    const interval = medianInterval(ratios);
    const { median: ratio, low, high } = interval;
    results.push({ kernel, contender, peer, ratio, low, high, rounds });
    const atLeast = goal?.[model];
    const decided = interval.confidence >= LEAST_CONFIDENCE;
    if (atLeast !== undefined)
      goals.push({
        kernel,
        contender,
        peer,
        atLeast,
        verdict: decided ? verdict({ bound: { atLeast } }, interval) : 'undecided',
      });
  }
  const rates = [...measured].map(([contender, own]): KernelRate => {
    const interval = medianInterval(own.map((report) => SIZE / perEvent(report)));
    return { kernel, contender, ...interval, unit: 'synapse-events per CPU second' };
  });
  return { results, goals, rates, voided };
}

function perEvent({ seconds, events }: MemoryReport): number {
  return seconds / events;
}

/** Programs of others that this machine can run. */
interface Others {
  readonly numpy: Numpy | null;
  readonly c: { readonly command: string; readonly version: string } | null;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

function findOthers(scratch: string): Others {
  if (!existsSync(peersFolder)) {
    const reason = 'its program is in the repository (tools/peers), not in the package';
    return { numpy: null, c: null, skipped: ['NumPy', 'C'].map((name) => ({ name, reason })) };
  }
  const numpy = findNumpy();
  const c = buildC(scratch);
  return {
    ...{ numpy, c },
    skipped: [
      ...(numpy === null ? [{ name: 'NumPy', reason: 'no Python with NumPy' }] : []),
      ...(c === null ? [{ name: 'C', reason: 'no gcc' }] : []),
    ],
  };
}

function buildC(scratch: string): Others['c'] {
  const command = join(scratch, 'online-memory');
  const source = join(peersFolder, 'online-memory.c');
  const { status, stderr } = spawnSync('gcc', ['-O3', '-o', command, source], { encoding: 'utf8' });
  if (status === null) return null;
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
  const [version = ''] = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n');
  return { command, version: `${version}, -O3` };
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
