/**
 * Recall from a Hopfield network whose weights have few bits.
 *
 * P = round(alpha N) patterns xi = ±1; J_ij = sum_mu xi_i xi_j / sqrt(P), rounded to 2^bits values (uniform-levels.mjs).
 * The state starts at pattern 0 with a share `noise` of its units flipped, and s_i <- sign(sum_j J_ij s_j) is applied unit by
 * unit until nothing changes. Source: Hopfield, PNAS 79, 2554 (1982); clipped weights: Sompolinsky, PRA 34, 2571 (1986).
 */
import { roundToLevels } from './uniform-levels.mjs';

/** @type {import('fewbits').Experiment} */
export default {
  name: 'clipped-hopfield',
  version: 1,
  doc: 'recall of a noisy pattern from a Hopfield network with weights of few bits',
  source: 'Sompolinsky, PRA 34, 2571 (1986)',

  parameters: {
    size: { type: 'int', min: 2, max: 5000, unit: 'units', doc: 'number of units N' },
    alpha: { type: 'float', exclusiveMin: 0, unit: 'patterns/unit', doc: 'load P/N', lattice: 'size' },
    weights: { type: 'string', values: ['clipped', 'exact'], default: 'clipped', doc: 'few values, or as they are' },
    bits: { type: 'int', min: 1, max: 16, unit: 'bits', doc: 'bits of a weight', applies: { weights: ['clipped'] } },
    noise: { type: 'float', min: 0, max: 0.5, default: 0.1, unit: '1', doc: 'share of units flipped at the start' },
  },

  columns: {
    overlap: { type: 'float', unit: '1', doc: 'final overlap with the pattern, 1 = perfect recall' },
    recalled: { type: 'bool', unit: '1', doc: 'whether the final overlap is above 0.9' },
    passes: { type: 'int', unit: '1', doc: 'passes over all units until nothing changed, at most 100' },
  },

  summaries: [
    { kind: 'transition', quantity: 'alpha50', column: 'recalled', over: 'alpha', target: 0.5 },
    { kind: 'mean', quantity: 'mean_overlap', column: 'overlap' },
  ],

  check({ size, alpha }) {
    return Math.round(alpha * size) >= 1
      ? []
      : [{ parameter: 'alpha', got: String(alpha), expected: `at least one pattern, alpha >= ${0.5 / size}` }];
  },

  cost: ({ size, alpha }) => 1 + 2e-6 * size * size * (alpha * size + 10),
  memory: ({ size, alpha }) => 8 * size * size + alpha * size * size,

  run({ params, rng, signal }) {
    const { size, alpha, weights, bits, noise } = params;
    const coin = () => (rng.uint32() & 1 ? 1 : -1);
    const patterns = Array.from({ length: Math.round(alpha * size) }, () => Int8Array.from({ length: size }, coin));

    const J = couplings(patterns, size);
    if (weights === 'clipped') roundToLevels(J, bits, coin);
    for (let i = 0; i < size; i++) {
      J[i * size + i] = 0;
      for (let j = 0; j < i; j++) J[i * size + j] = J[j * size + i]; // ties were broken by coins: keep J symmetric
    }

    const state = patterns[0].map((spin) => (rng.uniform() < noise ? -spin : spin));
    let passes = 0;
    while (passes < 100 && !signal.aborted) {
      passes++;
      if (!settle(J, state)) break;
    }
    const overlap = state.reduce((sum, spin, i) => sum + spin * patterns[0][i], 0) / size;
    return { overlap, recalled: overlap > 0.9, passes };
  },
};

/** J of unit variance, row by row. */
function couplings(patterns, size) {
  const J = new Float64Array(size * size);
  for (const xi of patterns)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) J[i * size + j] += xi[i] * xi[j];
  const scale = 1 / Math.sqrt(patterns.length);
  return J.map((sum) => sum * scale);
}

/** One pass over all units; whether any has changed. A field of 0 leaves its unit alone. */
function settle(J, state) {
  const size = state.length;
  let changed = false;
  for (let i = 0; i < size; i++) {
    let field = 0;
    for (let j = 0; j < size; j++) field += J[i * size + j] * state[j];
    if (field * state[i] >= 0) continue;
    state[i] = -state[i];
    changed = true;
  }
  return changed;
}
