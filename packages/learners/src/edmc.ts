/**
 * Entropy-driven Monte Carlo: a reference W̃ climbs the local entropy of the solutions around it until it is one. ±1 weights.
 *
 * Local free entropy per synapse F(W̃, γ) = (1/N) ln Σ_{W: E = 0} exp(γ W·W̃), from belief propagation (tap.ts) with fields
 * γ W̃_i, a_i = tanh(B_i + γ W̃_i):
 *   N F = Σ_i [ln 2cosh(B_i + γ W̃_i) - B_i a_i] + Σ_μ [ln Φ(z_μ) + ½ V g_μ²].
 * single:   of the 5 synapses with the most negative W̃_i B_i the first whose flip does not lower F is flipped (belief
 *           propagation is run for each, from the last accepted state); none: γ ← γ + gamma_step.
 * parallel: W̃ ← sign B, γ ← γ + gamma_step, in every step (with γ fixed it cycles).
 * Ends when W̃ (not the messages) makes no error, when γ passes gamma_end, or after max_steps. Local entropy F - γ S with the
 * overlap S = (1/N) Σ W̃_i a_i.
 * Source: Baldassi et al., arXiv 1511.05634; details derived.
 */
import type { Params, Value } from '@fewbits/dataset/columns';
import { logTail } from '@fewbits/numerics';
import { demandBinary, randomSigns } from './binary-only.ts';
import { signIndices } from './flip-walk.ts';
import type { Learner, LearnerStreams, Outcome } from './learner.ts';
import { iterationCost } from './rbp.ts';
import { type Bias, iterate, type TapState, tapState } from './tap.ts';
import { countErrors, errorCounter } from './task/errors.ts';
import type { Problem } from './task/problem.ts';

const DAMPING = 0.2;
const CANDIDATES = 5;
/** Belief propagation of one step, by mode. */
const RUNS = {
  single: { iterations: 200, tolerance: 1e-6 },
  parallel: { iterations: 50, tolerance: 1e-4 },
} as const;

type Mode = keyof typeof RUNS;

/** A default of the mode. */
const byMode = (single: number, parallel: number) => ({
  doc: `${single}; ${parallel} for parallel`,
  value: ({ mode }: Params): Value => (mode === 'parallel' ? parallel : single),
});

export const edmc: Learner = {
  name: 'edmc',
  doc: 'entropy-driven Monte Carlo: a reference climbs the local entropy, ±1 weights',
  source: 'baldassi-2016-edmc (arXiv 1511.05634)',
  version: 1,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    mode: {
      type: 'string',
      unit: '1',
      doc: 'single = one synapse at a time, accepted by local entropy; parallel = all follow their cavity fields',
      values: ['single', 'parallel'] satisfies Mode[],
      default: 'single',
    },
    gamma_start: {
      type: 'float',
      unit: '1',
      doc: 'first field γ that holds the solutions near the reference',
      min: 0,
      defaultFrom: byMode(0.3, 0.05),
    },
    gamma_step: { type: 'float', unit: '1', doc: 'growth of γ in a step', min: 0, defaultFrom: byMode(0.1, 0.01) },
    gamma_end: { type: 'float', unit: '1', doc: 'γ above which it gives up', min: 0, defaultFrom: byMode(8, 6) },
    max_steps: {
      type: 'int',
      unit: 'steps',
      doc: 'steps at most: flips and raises of γ, or parallel updates',
      min: 1,
      defaultFrom: { doc: '10 size', value: ({ size }) => 10 * (size as number) },
    },
  },
  columns: {
    flips: { type: 'int', unit: '1', doc: 'synapses of the reference that were flipped' },
    gamma_final: { type: 'float', unit: '1', doc: 'field γ at the end' },
    converged: { type: 'bool', unit: '1', doc: 'whether the last messages reached a fixed point' },
    free_entropy: { type: 'float', unit: 'nats', doc: 'local free entropy F(W̃, γ) per synapse at the end' },
    local_entropy: {
      type: 'float',
      unit: 'nats',
      doc: 'entropy of the solutions around the reference at the end, F - γ overlap; null unless converged',
    },
    overlap: { type: 'float', unit: '1', doc: 'overlap of these solutions with the reference; null unless converged' },
  },
  // Measured: a run of messages for each of about N/3 flips and their refused candidates, or for each step.
  cost: (size, patterns, levels, params) => {
    const runs = params['mode'] === 'parallel' ? 15 * 200 : 15 * size;
    return runs * iterationCost(size, patterns, levels, params);
  },
  learn,
};

/** The field γ W̃ on the weights -1, 1. `gamma` is read at every call. */
function anchor(reference: Int8Array, field: { gamma: number }): Bias {
  return (logWeights) => {
    for (let i = 0; i < reference.length; i++) {
      const h = field.gamma * reference[i];
      logWeights[2 * i] -= h;
      logWeights[2 * i + 1] += h;
    }
  };
}

/** Messages around a reference, ±1 weights. */
export interface AnchoredState {
  readonly tap: TapState;
  /** W̃, length N, ±1. */
  readonly reference: Int8Array;
  gamma: number;
  readonly bias: Bias;
}

/** Messages at the flat start; `reference` is kept, not copied. */
export function anchoredState(problem: Problem, reference: Int8Array, gamma: number): AnchoredState {
  const field = { gamma };
  return {
    tap: tapState(problem),
    reference,
    get gamma() {
      return field.gamma;
    },
    set gamma(value) {
      field.gamma = value;
    },
    bias: anchor(reference, field),
  };
}

/** Iterate from where the messages are; returns whether a mean moved by less than `tolerance` in the last iteration. */
export function relax(state: AnchoredState, iterations: number, tolerance: number, signal: AbortSignal): boolean {
  for (let t = 0; t < iterations; t++) {
    signal.throwIfAborted();
    if (iterate(state.tap, 0, DAMPING, state.bias) < tolerance) return true;
  }
  return false;
}

/** F of the header, nats per synapse; meant for a fixed point. */
export function localFreeEntropy({ tap, reference, gamma }: AnchoredState): number {
  const { a, B, g, z, V } = tap;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    const h = Math.abs(B[i] + gamma * reference[i]);
    total += h + Math.log1p(Math.exp(-2 * h)) - B[i] * a[i];
  }
  for (let mu = 0; mu < g.length; mu++) total += logTail(-z[mu]) + 0.5 * V * g[mu] * g[mu];
  return total / a.length;
}

/** S = (1/N) Σ W̃_i a_i. */
export function anchorOverlap({ tap, reference }: AnchoredState): number {
  let total = 0;
  for (let i = 0; i < reference.length; i++) total += reference[i] * tap.a[i];
  return total / reference.length;
}

interface Progress {
  /** Changes of the reference, steps of any kind, and synapses flipped. */
  updates: number;
  steps: number;
  flips: number;
  converged: boolean;
}

function learn(problem: Problem, params: Params, streams: LearnerStreams, signal: AbortSignal): Outcome {
  demandBinary('edmc', problem);
  const mode = params['mode'] as Mode;
  const state = anchoredState(problem, randomSigns(problem.size, streams.init), params['gamma_start'] as number);
  const { iterations, tolerance } = RUNS[mode];
  const run = (): boolean => relax(state, iterations, tolerance, signal);
  const errorsOf = errorCounter(problem);
  const progress: Progress = { updates: 0, steps: 0, flips: 0, converged: false };
  if (problem.patterns > 0) {
    progress.converged = run();
    const step =
      mode === 'single' ? singleStep(state, run, progress, params) : parallelStep(state, run, progress, params);
    while (
      errorsOf(signIndices(state.reference)) > 0 &&
      state.gamma <= (params['gamma_end'] as number) &&
      progress.steps < (params['max_steps'] as number)
    ) {
      step();
      progress.steps++;
    }
  }
  const weights = signIndices(state.reference);
  const errors = countErrors(problem, weights);
  return { weights, solved: errors === 0, errors, epochs: progress.updates, report: report(state, progress) };
}

function report(state: AnchoredState, { flips, converged }: Progress): Readonly<Record<string, Value>> {
  const { gamma } = state;
  const always = { flips, gamma_final: gamma, converged };
  if (!converged) return always;
  const F = localFreeEntropy(state);
  const overlap = anchorOverlap(state);
  return { ...always, free_entropy: F, local_entropy: F - gamma * overlap, overlap };
}

function singleStep(state: AnchoredState, run: () => boolean, progress: Progress, params: Params): () => void {
  const { tap, reference } = state;
  const kept = [tap.a, tap.v, tap.g, tap.B, tap.z].map((live) => ({ live, copy: Float64Array.from(live) }));
  const scalars = { V: tap.V, G: tap.G };
  const candidates = new Int32Array(CANDIDATES);
  const keep = (): void => {
    for (const { live, copy } of kept) copy.set(live);
    scalars.V = tap.V;
    scalars.G = tap.G;
  };
  const restore = (): void => {
    for (const { live, copy } of kept) live.set(copy);
    tap.V = scalars.V;
    tap.G = scalars.G;
  };
  let F = localFreeEntropy(state);
  keep();
  return () => {
    const found = mostNegative(reference, tap.B, candidates);
    for (let k = 0; k < found; k++) {
      const i = candidates[k];
      reference[i] = -reference[i];
      const converged = run();
      const flipped = localFreeEntropy(state);
      if (flipped >= F) {
        F = flipped;
        progress.converged = converged;
        progress.updates++;
        progress.flips++;
        keep();
        return;
      }
      reference[i] = -reference[i];
      restore();
    }
    state.gamma += params['gamma_step'] as number;
    progress.converged = run();
    F = localFreeEntropy(state);
    keep();
  };
}

function parallelStep(state: AnchoredState, run: () => boolean, progress: Progress, params: Params): () => void {
  const { tap, reference } = state;
  return () => {
    for (let i = 0; i < reference.length; i++) {
      const next = tap.B[i] > 0 ? 1 : -1;
      if (next !== reference[i]) progress.flips++;
      reference[i] = next;
    }
    progress.updates++;
    state.gamma += params['gamma_step'] as number;
    progress.converged = run();
  };
}

/** The synapses with the smallest W̃_i B_i below 0, smallest first, ties by index; returns how many (`out.length` at most). */
export function mostNegative(reference: Int8Array, B: Float64Array, out: Int32Array): number {
  let found = 0;
  for (let i = 0; i < reference.length; i++) {
    const value = reference[i] * B[i];
    if (value >= 0) continue;
    let at = found;
    while (at > 0 && reference[out[at - 1]] * B[out[at - 1]] > value) at--;
    if (at === out.length) continue;
    if (found < out.length) found++;
    for (let k = found - 1; k > at; k--) out[k] = out[k - 1];
    out[at] = i;
  }
  return found;
}
