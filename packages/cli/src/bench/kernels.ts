/**
 * The kernels beside programs of others that do the same work, in paired rounds of user CPU time an item.
 *
 * What is missing on the machine, or not in the package (programs of others' making), is left out and said; a ratio is void
 * when contenders that are to do the same work do not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelImplementation } from '@fewbits/kernels';
import { commit, type Host, host } from './host.ts';
import { benchLearner } from './learner-kernels.ts';
import type { Bench, Measured } from './measured.ts';
import { benchExperiment, benchUpdates } from './memory-kernels.ts';
import type { KernelName } from './names.ts';
import type { NumpyVersions } from './numpy.ts';
import { findOthers } from './others.ts';
import { benchPerceptron } from './perceptron-kernels.ts';

const measurements: Readonly<Record<KernelName, (bench: Bench) => Measured>> = {
  'online-memory': benchUpdates,
  'online-memory-experiment': benchExperiment,
  scan: (bench) => benchPerceptron('scan', bench),
  update: (bench) => benchPerceptron('update', bench),
  'mills-ratio': (bench) => benchPerceptron('mills-ratio', bench),
  sbpi: (bench) => benchLearner('sbpi', bench),
  rbp: (bench) => benchLearner('rbp', bench),
};

export interface KernelBench extends Measured {
  readonly schemaVersion: 1;
  readonly host: Host & {
    readonly kernels: { readonly name: string; readonly sha256: string | null };
    readonly numpy: NumpyVersions | null;
    readonly c: string | null;
    readonly commit: string | null;
  };
}

/** `say`: told what is being measured. */
export function benchKernels(names: readonly KernelName[], rounds: number, say: (text: string) => void): KernelBench {
  const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
  try {
    const others = findOthers(scratch, { c: names.includes('online-memory') });
    const { name, sha256 } = kernelImplementation();
    const machine = {
      ...host(),
      ...{ kernels: { name, sha256 }, numpy: others.numpy?.versions ?? null, c: others.c?.version ?? null },
      commit: commit(),
    };
    const measured = names.map((each) => measurements[each]({ scratch, others, rounds, say }));
    const skipped = new Map(measured.flatMap((each) => each.skipped.map((peer) => [peer.name, peer] as const)));
    return {
      ...{ schemaVersion: 1, host: machine },
      results: measured.flatMap(({ results }) => results),
      goals: measured.flatMap(({ goals }) => goals),
      rates: measured.flatMap(({ rates }) => rates),
      skipped: [...skipped.values()],
      voided: measured.flatMap(({ voided }) => voided),
      notes: measured.flatMap(({ notes }) => notes),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
