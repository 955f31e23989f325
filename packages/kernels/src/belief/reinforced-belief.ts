/**
 * Reinforced belief propagation in TAP form for two weights w_0 < w_1 and ±1 inputs, whole iterations in the kernel.
 *
 * Synapse i: field h_i = (ℓ_i(w_1) - ℓ_i(w_0))/2, t_i = tanh h_i, mean a_i = (w_0 + w_1)/2 + γ t_i, γ = (w_1 - w_0)/2. With
 * gauged ξ an iteration is
 *   V = max(γ² Σ_i (1 - t_i²), ½);  x_μ = (V g_μ - Σ_i ξ_i^μ a_i + s^μ Θ)/√V;  r_μ = φ(x_μ)/H(x_μ)
 *   g_μ = r_μ/√V;  G = Σ_μ r_μ (r_μ - x_μ)/V;  h_i = γ (Σ_μ ξ_i^μ g_μ + G γ t_i) + ρ h_i, |h_i| ≤ 30.
 * The table form is in learners (tap.ts). Single precision; for the two products t is rounded to multiples of 2^-18 and g to 19
 * binary digits of the largest one: an error of √N 2^-20 in a field of √N, that of single precision. Integers make the order of
 * those sums irrelevant; all else is done in one fixed order: both implementations give the same bits.
 * Sources: Braunstein & Zecchina, PRL 96, 030201 (2006); Baldassi et al., PRE 93, 052313 (2016).
 */
import { type BitMatrix, bitMatrix, gauge, transpose } from '../bit-matrix.ts';
import { kernelImplementation } from '../implementation.ts';
import { countOnes } from '../scan.ts';
import { MOST_BYTES } from '../wasm-arena.ts';
import type { BeliefCore } from './belief-core.ts';
import { tsCore } from './ts-core.ts';
import { wasmBytes, wasmCore } from './wasm-core.ts';

export interface ReinforcedBeliefOptions {
  /** M × N, 1 = +1, padding zero; M ≥ 1. */
  readonly patterns: BitMatrix;
  /** s, length M, ±1. */
  readonly labels: Int8Array;
  /** Θ. */
  readonly threshold: number;
  /** w_0 < w_1. */
  readonly weights: readonly [number, number];
  /** h at the start, length N. */
  readonly start: Float64Array;
  /** Default: that of the thread (`kernelImplementation`), but `ts` for what WebAssembly has no room for. */
  readonly implementation?: 'wasm' | 'ts';
}

export interface ReinforcedBelief extends Pick<BeliefCore, 'solved' | 'readSigns' | 'read' | 'release'> {
  readonly implementation: 'wasm' | 'ts';
  /** One iteration with reinforcement ρ. */
  iterate(rho: number): void;
}

const f = Math.fround;
const VARIANCE_FLOOR = 0.5;
/** Digits of the largest g. */
const DIGITS = 19;
/** Smaller numbers have no digits: their inverse would overflow. */
const SMALLEST_EXPONENT = -100;

export function createReinforcedBelief(options: ReinforcedBeliefOptions): ReinforcedBelief {
  const { patterns, labels, threshold, weights, start } = options;
  const { rows, cols } = patterns;
  if (labels.length !== rows || rows < 1)
    throw new RangeError(`${rows} rows need as many labels, got ${labels.length}`);
  if (start.length !== cols) throw new RangeError(`${cols} fields expected, got ${start.length}`);
  if (!(weights[0] < weights[1])) throw new RangeError(`weights: got ${weights.join(', ')}, expected ascending ones`);
  if (!Number.isFinite(threshold)) throw new RangeError(`threshold: got ${threshold}, expected a finite number`);
  const gauged = bitMatrix(rows, cols);
  gauge(patterns, labels, gauged);
  const transposed = bitMatrix(cols, rows);
  transpose(gauged, transposed);
  const gap = (weights[1] - weights[0]) / 2;
  const middle = (weights[0] + weights[1]) / 2;
  const ones = new Int32Array(rows);
  countOnes(gauged, ones);
  const base = new Float64Array(rows);
  const limits = new Int32Array(rows);
  for (let mu = 0; mu < rows; mu++) {
    const total = 2 * ones[mu] - cols;
    base[mu] = weights[0] * total - labels[mu] * threshold;
    // middle Σ ξ + γ (N - 2 differing) - s Θ ≤ 0.
    const limit = Math.ceil((cols + (middle * total - labels[mu] * threshold) / gap) / 2);
    limits[mu] = Math.max(0, Math.min(cols + 1, limit));
  }
  const implementation = options.implementation ?? (fitsWasm(rows, cols) ? kernelImplementation().name : 'ts');
  const coreOptions = { gauged, transposed, base, limits, gap };
  const core = implementation === 'wasm' ? wasmCore(coreOptions) : tsCore(coreOptions);
  let variance = core.start(Float32Array.from(start));
  return {
    implementation,
    iterate(rho): void {
      const V = Math.max(f(f(gap * gap) * variance), VARIANCE_FLOOR);
      const { slopes, largest } = core.tails(V, f(1 / f(Math.sqrt(V))));
      variance = core.tilt(2 ** (DIGITS - 1 - exponent(largest)), f(slopes / V), f(rho));
    },
    solved: () => core.solved(),
    readSigns: (row) => core.readSigns(row),
    read: (h, t, g) => core.read(h, t, g),
    release: () => core.release(),
  };
}

/** Whether WebAssembly has the room: its memory ends at 4 GiB. The twin gives the same bits wherever it runs. */
export function fitsWasm(patterns: number, size: number): boolean {
  return wasmBytes(patterns, size) <= MOST_BYTES;
}

/** Bytes of `patterns` patterns of `size` inputs, the caller's own matrix left out. */
export function reinforcedBeliefBytes(patterns: number, size: number): number {
  const bits = patterns * size;
  return wasmBytes(patterns, size) + (2 * bits) / 8;
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** ⌊log2 x⌋ of a single-precision x ≥ 0, within bounds. */
function exponent(x: number): number {
  single[0] = x;
  return Math.max((bits[0] >>> 23) - 127, SMALLEST_EXPONENT);
}
