/**
 * Kernels of the perceptron beside NumPy and SciPy (tools/peers/perceptron_kernels.py): stabilities of packed patterns, clipped
 * updates of hidden states in bit planes, Mills ratio in single precision. Each contender reports a number that its work leads to.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { type Bench, compared, type Measured, tooShort } from './measured.ts';
import { medianInterval } from './median-interval.ts';
import { peerEnv, peersFolder } from './numpy.ts';
import { type Contender, pairedRounds } from './paired-rounds.ts';
import { type PerceptronKernel, type PerceptronReport, ROWS, SIZE } from './perceptron-tasks.ts';

interface Setting {
  /** What is counted. */
  readonly unit: string;
  /** Names in the NumPy program, and the least ratio to each that is to be reached. */
  readonly peers: readonly (readonly [name: string, atLeast?: number])[];
  readonly needsScipy?: boolean;
}

const settings: Readonly<Record<PerceptronKernel, Setting>> = {
  scan: { unit: 'synapses', peers: [['scan-dot', 60], ['scan-gemv']] },
  update: { unit: 'synapses', peers: [['update', 120]] },
  'mills-ratio': { unit: 'numbers', peers: [['mills-ratio', 5]], needsScipy: true },
};

/** Relative, of the reported numbers: single precision sums 4096 Mills ratios. */
const TOLERANCE = 1e-5;

export function benchPerceptron(kernel: PerceptronKernel, { scratch, others, rounds, say }: Bench): Measured {
  const { unit, peers, needsScipy = false } = settings[kernel];
  const file = join(scratch, 'signs.i8');
  if (!existsSync(file)) writeFileSync(file, signs());
  const { numpy } = others;
  const usable = numpy !== null && (!needsScipy || numpy.versions.scipy !== null) ? numpy : null;
  const own = fileURLToPath(new URL('perceptron-contender.js', import.meta.url));
  const contenders: Contender[] = [
    { name: 'wasm', command: process.execPath, args: [own, kernel, file], env: {} },
    ...(usable === null ? [] : peers).map(([name]) => ({
      ...{ name: `numpy ${name}`, command: usable?.command ?? '', env: peerEnv },
      args: [join(peersFolder, 'perceptron_kernels.py'), name, file],
    })),
  ];
  const reports = pairedRounds<PerceptronReport>(contenders, rounds, (round) =>
    say(`${kernel}: round ${round} of ${rounds}`),
  );
  const perItem = reports.map((each) => each.map(({ seconds, items }) => seconds / items));
  const checks = reports.map((each) => each.map(({ check }) => check));
  const wanted = checks[0]?.[0] as number;
  const differing = contenders.flatMap(({ name }, k) =>
    checks[k]?.some((check) => Math.abs(check - wanted) > TOLERANCE * Math.abs(wanted)) ? [name] : [],
  );
  const comparisons = contenders
    .slice(1)
    .flatMap(({ name: peer }, k) =>
      differing.includes(peer) || differing.includes('wasm')
        ? []
        : [
            compared(
              { kernel, contender: 'wasm', peer, atLeast: peers[k]?.[1] },
              perItem[0] as number[],
              perItem[k + 1] as number[],
            ),
          ],
    );
  return {
    results: comparisons.map(({ result }) => result),
    goals: comparisons.flatMap(({ goals }) => goals),
    rates: contenders.map(({ name }, k) => ({
      ...{ kernel, contender: name, unit },
      ...medianInterval((perItem[k] as number[]).map((seconds) => 1 / seconds)),
    })),
    skipped: others.skipped.filter(({ name }) => name === 'NumPy' || (needsScipy && name === 'SciPy')),
    voided: [
      ...contenders.flatMap(({ name }, k) => tooShort(kernel, name, reports[k] as PerceptronReport[])),
      ...differing.map((name) => `${kernel}: ${name} comes to another result than wasm`),
    ],
    notes: [],
  };
}

/** Patterns, ±1: the first is the weights where weights are needed. */
function signs(): Int8Array {
  const rng = philoxRng(streamKey(0, 'patterns', 'bench kernels'));
  return Int8Array.from({ length: ROWS * SIZE }, () => (rng.uint32() & 1 ? 1 : -1));
}
