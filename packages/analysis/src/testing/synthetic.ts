/** Trials drawn from known success curves, in the shape of the storage-capacity sweep: what the tests estimate back. */
import type { TrialRecord } from '@fewbits/dataset';
import type { Summary } from '@fewbits/dataset/columns';
import { fallingLogistic, philoxRng } from '@fewbits/numerics';

export interface SyntheticCell {
  readonly learner: string;
  readonly weights: 'binary' | 'unipolar' | 'signed';
  /** Null for binary. */
  readonly levels: number | null;
  readonly size: number;
  readonly alpha50: number;
  readonly scale: number;
  readonly alphas: readonly number[];
  readonly replicates: number;
}

export const parameterNames: readonly string[] = [
  'learner',
  'weights',
  'levels',
  'size',
  'alpha',
  'inputs',
  'output_rate',
  'threshold',
];

export const fewBitsSummaries: readonly Summary[] = [
  {
    kind: 'transition',
    quantity: 'alpha50',
    column: 'solved',
    over: 'alpha',
    target: 0.5,
    coordinate: 'synapse_bits',
    theory: { quantity: 'critical-load', value: 'alpha_c', parameters: ['weights', 'levels', 'output_rate'] },
    limit: {
      quantity: 'critical-load',
      value: 'alpha_c',
      parameters: ['weights', 'output_rate'],
      fixed: { levels: 'inf' },
      substitute: { weights: { binary: 'signed' } },
    },
  },
];

/** Loads 0.03 apart from half of `alphaC` to `alphaC` + 0.1. */
export function loads(alphaC: number, step: number = 0.03): number[] {
  const count = Math.floor((alphaC / 2 + 0.1) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.round((alphaC / 2 + i * step) * 1e6) / 1e6);
}

/** Reinforced BP on 0…levels−1, about as it does at N = 501. */
export const fewBitsCells: readonly SyntheticCell[] = [
  [2, 0.535, 0.589738],
  [3, 0.676, 0.741151],
  [4, 0.742, 0.810554],
  [8, 0.839, 0.908009],
  [16, 0.884, 0.954244],
].map(([levels = 0, alpha50 = 0, alphaC = 0]) => ({
  learner: 'rbp',
  weights: 'unipolar',
  levels,
  size: 501,
  alpha50,
  scale: 0.02,
  alphas: loads(alphaC),
  replicates: 5,
}));

/** Records of `cells`, reproducible from `seed`. */
export function syntheticRecords(cells: readonly SyntheticCell[], seed: number = 1): TrialRecord[] {
  const rng = philoxRng(Uint32Array.of(seed, 0, 0, 0));
  return cells.flatMap(({ learner, weights, levels, size, alpha50, scale, alphas, replicates }) =>
    alphas.flatMap((alpha) =>
      Array.from({ length: replicates }, (_, replicate): TrialRecord => {
        const patterns = Math.floor(alpha * size + 0.5);
        const load = patterns / size;
        const solved = rng.uniform() < fallingLogistic(load, alpha50, scale);
        return {
          params: { learner, weights, levels, size, alpha, inputs: 'pm1', output_rate: 0.5, threshold: 'optimal' },
          replicate,
          status: 'ok',
          values: {
            synapse_bits: Math.log2(levels ?? 2),
            patterns,
            load,
            solved,
            errors: solved ? 0 : 1 + Math.floor(4 * rng.uniform()),
          },
        };
      }),
    ),
  );
}

export function fewBitsRecords(): TrialRecord[] {
  return syntheticRecords(fewBitsCells);
}
