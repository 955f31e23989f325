/** Learners and the exact enumeration against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import { createOnlinePerceptron, dotRow, hiddenStates } from '@fewbits/kernels';
import {
  betheEntropy,
  type Coin,
  enumerate,
  forEachWeights,
  iterate,
  type Problem,
  present,
  problemFromPatterns,
  type Rule,
  startFrom,
  tapState,
} from '@fewbits/learners';
import { describe, expect, it } from 'vitest';

interface TapRow {
  readonly iteration: number;
  readonly a: number[];
  readonly v: number[];
  readonly V: number;
  readonly G: number;
  readonly g: number[];
}

interface Instance {
  readonly name: string;
  readonly N: number;
  readonly weights: number[];
  readonly inputs: 'pm1' | '01';
  readonly outputs: 'pm1' | '01';
  readonly threshold: number;
  readonly patterns: number[][];
  readonly labels: number[];
  readonly exact: {
    readonly totalConfigurations: number;
    readonly solutions: number;
    readonly entropyPerSynapse: number;
    readonly errorHistogram: number[];
    readonly marginals: number[][];
    readonly meanWeights: number[];
    readonly q: number;
    readonly Q: number;
    readonly boltzmann: { readonly beta: number; readonly lnZ: number; readonly meanErrors: number };
    readonly local?: {
      readonly gamma: number;
      readonly reference: number[];
      readonly freeEntropyPerSynapse: number;
      readonly overlap: number;
    };
  };
  readonly tap?: {
    readonly fixedPointMeanWeights: number[];
    readonly fixedPointMarginals: number[][];
    readonly betheEntropyPerSynapse: number;
    readonly traceNoReinforcement: TapRow[];
    readonly traceReinforcedDr0_1: TapRow[];
  };
}

interface Trace {
  readonly K: number;
  readonly ps: 0 | 1;
  readonly h0: number[];
  readonly presentations: [sweep: number, pattern: number, delta: number, rule: Rule][];
  readonly hAfterSweep: number[][];
  readonly solvedInSweep: number;
  readonly hFinal: number[];
}

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const instances: Instance[] = read('perceptron-instances.json').instances;
const traces: { N: number; patterns: number[][]; labels: number[]; bpi: Trace; cp: Trace }[] =
  read('perceptron-traces.json').traces;

function problemOf(instance: Instance): Problem {
  const labels = instance.outputs === '01' ? instance.labels.map((s) => 2 * s - 1) : instance.labels;
  return problemFromPatterns({ ...instance, weights: Int32Array.from(instance.weights), labels });
}

/** The golden floats have 10 significant digits. */
function expectClose(got: ArrayLike<number>, expected: number[], tolerance: number): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value), `entry ${i}: ${got[i]}, expected ${value}`).toBeLessThan(tolerance);
  });
}

describe.each(instances)('the enumeration of $name', (instance) => {
  const { exact } = instance;
  const got = enumerate(problemOf(instance));

  it('counts every configuration and error', () => {
    expect(got.configurations).toBe(exact.totalConfigurations);
    expect(got.solutions).toBe(exact.solutions);
    expect(got.histogram).toEqual(exact.errorHistogram);
  });

  it('averages over the solutions', () => {
    expectClose(
      [got.entropy as number, got.q as number, got.Q as number],
      [exact.entropyPerSynapse, exact.q, exact.Q],
      1e-9,
    );
    expectClose(got.marginals as Float64Array, exact.marginals.flat(), 1e-9);
    expectClose(got.meanWeights as Float64Array, exact.meanWeights, 1e-9);
  });

  it('gives the Boltzmann average through the density of states', () => {
    const { beta, lnZ, meanErrors } = exact.boltzmann;
    const terms = got.histogram.map((count, errors) => count * Math.exp(-beta * errors));
    const Z = terms.reduce((sum, term) => sum + term, 0);
    const mean = terms.reduce((sum, term, errors) => sum + errors * term, 0) / Z;
    expectClose([Math.log(Z), mean], [lnZ, meanErrors], 1e-8);
  });
});

it.each(instances.filter(({ exact }) => exact.local))(
  'the solutions of $name give the local free entropy',
  (instance) => {
    const { gamma, reference, freeEntropyPerSynapse, overlap } = instance.exact.local as NonNullable<
      Instance['exact']['local']
    >;
    const problem = problemOf(instance);
    let Z = 0;
    let mean = 0;
    forEachWeights(problem, (indices, errors) => {
      if (errors > 0) return;
      let product = 0;
      for (let i = 0; i < problem.size; i++)
        product += (problem.weights[indices[i] as number] as number) * (reference[i] as number);
      Z += Math.exp(gamma * product);
      mean += (product / problem.size) * Math.exp(gamma * product);
    });
    expectClose([Math.log(Z) / problem.size, mean / Z], [freeEntropyPerSynapse, overlap], 1e-9);
  },
);

describe.each(instances.filter(({ tap }) => tap))('belief propagation in TAP form on $name', (instance) => {
  const tap = instance.tap as NonNullable<Instance['tap']>;

  it.each([
    ['without reinforcement', tap.traceNoReinforcement, 0],
    ['with reinforcement 0.1 t', tap.traceReinforcedDr0_1, 0.1],
  ])('takes the golden steps %s', (_, rows, dr) => {
    const state = tapState(problemOf(instance));
    const last = Math.max(...rows.map((row) => row.iteration));
    for (let t = 0; t < last; t++) {
      iterate(state, Math.min(dr * t, 0.9999), 0);
      const row = rows.find(({ iteration }) => iteration === t + 1);
      if (!row) continue;
      expectClose([state.V, state.G], [row.V, row.G], 1e-8);
      expectClose(state.g, row.g, 1e-9);
      expectClose(state.a, row.a, 1e-9);
      expectClose(state.v, row.v, 1e-9);
    }
    expect.hasAssertions();
  });

  it('reaches the golden fixed point and its Bethe entropy', () => {
    const state = tapState(problemOf(instance));
    for (let t = 0; t < 2000 && iterate(state, 0, 0.5) > 1e-14; t++);
    expectClose(state.a, tap.fixedPointMeanWeights, 1e-7);
    expect(Math.abs(betheEntropy(state) - tap.betheEntropyPerSynapse)).toBeLessThan(1e-8);
    const marginals = state.logWeights.map(Math.exp);
    const levels = instance.weights.length;
    for (let i = 0; i < instance.N; i++) {
      const row = marginals.subarray(i * levels, (i + 1) * levels);
      const Z = row.reduce((sum, p) => sum + p, 0);
      expectClose(
        row.map((p) => p / Z),
        tap.fixedPointMarginals[i] as number[],
        1e-7,
      );
    }
  });

  it('forgets its start', () => {
    const flat = tapState(problemOf(instance));
    const tilted = tapState(problemOf(instance));
    startFrom(
      tilted,
      tilted.logWeights.map((_, k) => (k % 3) - 1),
    );
    for (const state of [flat, tilted]) for (let t = 0; t < 2000 && iterate(state, 0, 0.5) > 1e-14; t++);
    expectClose(tilted.a, [...flat.a], 1e-10);
  });
});

describe.each(traces)('hidden states with patterns in index order, N = $N', ({ N, patterns, labels, bpi, cp }) => {
  it.each([
    ['bpi (ps = 1)', bpi],
    ['cp (ps = 0)', cp],
  ])('move as in the trace of %s', (_, trace) => {
    const gauged = problemFromPatterns({
      weights: Int32Array.of(-1, 1),
      inputs: 'pm1',
      patterns: patterns.map((row, mu) => row.map((entry) => entry * (labels[mu] as number))),
      labels: labels.map(() => 1),
    }).xi;
    const hidden = hiddenStates(N, trace.K);
    hidden.write(Int32Array.from(trace.h0));
    const coin: Coin = () => trace.ps === 1;
    const act = new Uint32Array(gauged.stride);
    const h = new Int32Array(N);
    const seen: [number, number, number, Rule][] = [];
    for (let sweep = 1; sweep <= trace.solvedInSweep; sweep++) {
      for (let mu = 0; mu < patterns.length; mu++) {
        const delta = dotRow(gauged, mu, hidden.sign);
        seen.push([sweep, mu, delta, present(hidden, gauged, mu, delta, coin, act)]);
      }
      hidden.read(h);
      const golden = trace.hAfterSweep[sweep - 1];
      if (golden) expect([...h]).toEqual(golden);
    }
    expect(seen.slice(0, trace.presentations.length)).toEqual(trace.presentations);
    expect([...h]).toEqual(trace.hFinal);
    const errorsInSweep = (sweep: number) => seen.filter(([s, , , rule]) => s === sweep && rule === 3).length;
    for (let sweep = 1; sweep < trace.solvedInSweep; sweep++) expect(errorsInSweep(sweep)).toBeGreaterThan(0);
    expect(errorsInSweep(trace.solvedInSweep)).toBe(0);
  });

  it.each(
    (['wasm', 'ts'] as const).flatMap((implementation) => [
      { implementation, name: 'bpi', trace: bpi, coin: 'always' as const },
      { implementation, name: 'cp', trace: cp, coin: 'never' as const },
    ]),
  )('move as in the trace of $name in the $implementation kernel', ({ implementation, trace, coin }) => {
    const { xi } = problemFromPatterns({ weights: Int32Array.of(-1, 1), inputs: 'pm1', patterns, labels });
    const perceptron = createOnlinePerceptron({
      ...{ patterns: xi, labels: Int8Array.from(labels), threshold: 0, states: trace.K, coin, p: 0 },
      ...{ generators: new Uint32Array(16).fill(1), implementation },
    });
    perceptron.writeStates(Int32Array.from(trace.h0));
    const h = new Int32Array(N);
    for (let sweep = 1; sweep <= trace.solvedInSweep; sweep++) {
      for (let mu = 0; mu < patterns.length; mu++) {
        const rule = trace.presentations.find(([s, pattern]) => s === sweep && pattern === mu)?.[3];
        const wrong = perceptron.present(Int32Array.of(mu));
        if (rule !== undefined) expect(wrong).toBe(rule === 3 ? 1 : 0);
      }
      perceptron.readStates(h);
      const golden = trace.hAfterSweep[sweep - 1];
      if (golden) expect([...h]).toEqual(golden);
    }
    expect([...h]).toEqual(trace.hFinal);
    perceptron.release();
  });
});
