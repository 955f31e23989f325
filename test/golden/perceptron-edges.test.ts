/** Belief propagation with a message on every edge against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import {
  type EdgeState,
  edgeEntropy,
  edgeMarginals,
  edgeState,
  exactFactor,
  gaussianFactor,
  iterateEdges,
  type Problem,
  problemFromPatterns,
} from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';

interface FixedPoint {
  readonly marginals: number[][];
  readonly betheEntropyPerSynapse: number;
}

interface Instance {
  readonly name: string;
  readonly weights: number[];
  readonly inputs: 'pm1' | '01';
  readonly outputs: 'pm1' | '01';
  readonly threshold: number;
  readonly patterns: number[][];
  readonly labels: number[];
  readonly bpExactFactor: FixedPoint;
  readonly bpGaussian: FixedPoint;
  readonly bpLocal?: {
    readonly gamma: number;
    readonly reference: number[];
    readonly freeEntropyPerSynapse: number;
    readonly overlap: number;
  };
}

interface Message {
  readonly pattern: number[];
  readonly label: number;
  readonly threshold: number;
  readonly weights: number[];
  readonly cavityDistributions: number[][];
  readonly psiExact: number[][];
  readonly psiGaussian: number[][];
}

const { instances, factorMessages } = JSON.parse(
  readFileSync(new URL('perceptron-edges.json', import.meta.url), 'utf8'),
) as { instances: Instance[]; factorMessages: Message[] };

function problemOf(instance: Instance): Problem {
  const labels = instance.outputs === '01' ? instance.labels.map((s) => 2 * s - 1) : instance.labels;
  return problemFromPatterns({ ...instance, weights: Int32Array.from(instance.weights), labels });
}

function fixedPoint(state: EdgeState): EdgeState {
  const rng = philoxRng(streamKey(1, 'order', ''));
  for (let iteration = 0; iteration < 5000; iteration++) if (iterateEdges(state, 0.3, rng) < 1e-14) return state;
  throw new Error('no fixed point');
}

/** The golden floats have 10 significant digits. */
function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs((got[k] as number) - value), `entry ${k}: ${got[k]}, expected ${value}`).toBeLessThan(1e-9);
  });
}

describe.each(instances)('the fixed point of $name', (instance) => {
  it.each([
    ['exact', instance.bpExactFactor],
    ['gaussian', instance.bpGaussian],
  ] as const)('from %s factors has its marginals and entropy', (factor, expected) => {
    const state = fixedPoint(edgeState(problemOf(instance), factor));
    expectClose(edgeMarginals(state), expected.marginals.flat());
    expectClose([edgeEntropy(state)], [expected.betheEntropyPerSynapse]);
  });

  it.runIf(instance.bpLocal)('in an anchoring field has its free entropy and overlap', () => {
    const { gamma, reference, freeEntropyPerSynapse, overlap } = instance.bpLocal as NonNullable<Instance['bpLocal']>;
    const external = Float64Array.from(reference.flatMap((r) => instance.weights.map((w) => gamma * r * w)));
    const state = fixedPoint(edgeState(problemOf(instance), 'exact', external));
    const marginals = edgeMarginals(state);
    const levels = instance.weights.length;
    const product = reference.reduce(
      (sum, r, i) =>
        sum + instance.weights.reduce((mean, w, k) => mean + r * w * (marginals[i * levels + k] as number), 0),
      0,
    );
    expectClose([edgeEntropy(state), product / reference.length], [freeEntropyPerSynapse, overlap]);
  });
});

it.each(factorMessages)(
  'a pattern of label $label tells the weights $weights what it told the other program',
  (message) => {
    const { pattern, label, threshold, weights, cavityDistributions, psiExact, psiGaussian } = message;
    const setting = { size: pattern.length, weights: Int32Array.from(weights), threshold };
    for (const [factor, expected] of [
      [exactFactor(setting), psiExact],
      [gaussianFactor(setting), psiGaussian],
    ] as const) {
      const logPsi = new Float64Array(pattern.length * weights.length);
      factor(Int8Array.from(pattern), label, Float64Array.from(cavityDistributions.flat()), logPsi);
      // An input of 0 sends a constant, whatever it is.
      const told = pattern.map((_, i) =>
        Array.from(logPsi.subarray(i * weights.length, (i + 1) * weights.length), Math.exp),
      );
      pattern.forEach((input, i) => {
        if (input !== 0) expectClose(told[i] as number[], expected[i] as number[]);
        else expect(new Set(told[i]).size).toBe(1);
      });
    }
  },
);
