import { hazard, philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BitMatrix, bitAt, bitMatrix, setBit } from '../bit-matrix.ts';
import { wasmKernels } from '../implementation.ts';
import {
  createReinforcedBelief,
  fitsWasm,
  type ReinforcedBelief,
  type ReinforcedBeliefOptions,
  reinforcedBeliefBytes,
} from './reinforced-belief.ts';

const implementations = ['wasm', 'ts'] as const;

function randomTask(size: number, patterns: number, seed: number) {
  const rng = philoxRng(streamKey(seed, 'patterns', 'reinforced-belief'));
  const xi: BitMatrix = bitMatrix(patterns, size);
  for (let mu = 0; mu < patterns; mu++) for (let i = 0; i < size; i++) if (rng.uint32() & 1) setBit(xi, mu, i);
  const labels = Int8Array.from({ length: patterns }, () => (rng.uint32() & 1 ? 1 : -1));
  return { xi, labels, start: Float64Array.from({ length: size }, () => 0.02 * (rng.uniform() - 0.5)) };
}

function stateOf(belief: ReinforcedBelief, size: number, patterns: number): Float32Array[] {
  const state = [new Float32Array(size), new Float32Array(size), new Float32Array(patterns)];
  belief.read(...(state as [Float32Array, Float32Array, Float32Array]));
  return state;
}

const tasks = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.constantFrom(501, 1025, 2305)),
  patterns: fc.integer({ min: 1, max: 90 }),
  weights: fc.constantFrom<[number, number]>([-1, 1], [0, 1], [-1, 2]),
  threshold: fc.constantFrom(0, 0.5, -2),
  rho: fc.constantFrom(0, 0.3, 0.9),
  seed: fc.nat(),
});

describe.each(implementations)('reinforced belief (%s)', (implementation) => {
  // Rounding: t to 2^-18, single precision elsewhere, so 1e-4 of the largest of g and of h is ample for one iteration.
  it('follows the dense equations, iteration by iteration', () => {
    fc.assert(
      fc.property(tasks, ({ size, patterns, weights, threshold, rho, seed }) => {
        const { xi, labels, start } = randomTask(size, patterns, seed);
        const belief = createReinforcedBelief({ patterns: xi, labels, threshold, weights, start, implementation });
        const gap = (weights[1] - weights[0]) / 2;
        const middle = (weights[1] + weights[0]) / 2;
        const dense = Array.from({ length: patterns }, (_, mu) =>
          Array.from({ length: size }, (__, i) => (labels[mu] as number) * (2 * bitAt(xi, mu, i) - 1)),
        );
        for (let step = 0; step < 3; step++) {
          const [h, t, g] = stateOf(belief, size, patterns) as [Float32Array, Float32Array, Float32Array];
          belief.iterate(rho);
          const [newH, newT, newG] = stateOf(belief, size, patterns) as [Float32Array, Float32Array, Float32Array];
          const V = Math.max(gap * gap * t.reduce((sum, each) => sum + 1 - each * each, 0), 0.5);
          const x = dense.map((row, mu) => {
            const field = row.reduce((sum, entry, i) => sum + entry * (middle + gap * (t[i] as number)), 0);
            return (V * (g[mu] as number) - field + (labels[mu] as number) * threshold) / Math.sqrt(V);
          });
          const r = x.map(hazard);
          const G = r.reduce((sum, each, mu) => sum + each * (each - (x[mu] as number)), 0) / V;
          const wantedG = r.map((each) => each / Math.sqrt(V));
          const tolerance = 3e-4 * Math.max(1, ...wantedG) * Math.max(1, Math.sqrt(patterns) / 10);
          for (const [mu, each] of wantedG.entries())
            expect(Math.abs((newG[mu] as number) - each)).toBeLessThan(tolerance);
          for (let i = 0; i < size; i++) {
            const B = wantedG.reduce((sum, each, mu) => sum + each * (dense[mu] as number[])[i], 0);
            const wanted = gap * (B + G * gap * (t[i] as number)) + rho * (h[i] as number);
            const clipped = Math.max(-30, Math.min(30, wanted));
            expect(Math.abs((newH[i] as number) - clipped)).toBeLessThan(4 * tolerance * Math.max(1, gap * patterns));
            expect(Math.abs((newT[i] as number) - Math.tanh(newH[i] as number))).toBeLessThan(3e-7);
          }
        }
        belief.release();
      }),
      { numRuns: 40 },
    );
  });

  it('says whether the weights make no error, as a recount does', () => {
    const answers = new Set<boolean>();
    fc.assert(
      fc.property(tasks, ({ size, weights, threshold, seed }) => {
        const patterns = 1 + (seed % 4);
        const { xi, labels, start } = randomTask(size, patterns, seed);
        const belief = createReinforcedBelief({ patterns: xi, labels, threshold, weights, start, implementation });
        const row = new Uint32Array(xi.stride);
        for (let step = 0; step < 5; step++) {
          const [h] = stateOf(belief, size, patterns) as [Float32Array];
          belief.readSigns(row);
          expect([...h].map((_, i) => ((row[i >>> 5] as number) >>> (i & 31)) & 1)).toEqual(
            [...h].map((each) => Number(each > 0)),
          );
          const errors = [...labels].filter((label, mu) => {
            const field = h.reduce((sum, each, i) => sum + weights[each > 0 ? 1 : 0] * (2 * bitAt(xi, mu, i) - 1), 0);
            return label * (field - threshold) <= 0;
          });
          answers.add(belief.solved());
          expect(belief.solved()).toBe(errors.length === 0);
          belief.iterate(0.5);
        }
        belief.release();
      }),
      { numRuns: 60 },
    );
    expect(answers.size).toBe(2);
  });

  // Every field is a thousand standard deviations short, where the hazard is its argument; the fields saturate, the variance
  // goes to its floor, 0.5.
  it('stays finite where no weights reach the threshold, and while ρ goes to 1', () => {
    const { xi, labels, start } = randomTask(21, 6, 3);
    labels.fill(1);
    const belief = createReinforcedBelief({
      patterns: xi,
      labels,
      threshold: 5000,
      weights: [-1, 1],
      start,
      implementation,
    });
    for (let step = 0; step < 2000; step++) belief.iterate(Math.min(0.001 * step, 0.9999));
    const [h, t, g] = stateOf(belief, 21, 6) as [Float32Array, Float32Array, Float32Array];
    expect([...h, ...t, ...g].every(Number.isFinite)).toBe(true);
    expect(Math.max(...h.map(Math.abs))).toBe(30);
    expect(Math.min(...g)).toBeGreaterThan(5000);
    expect(belief.solved()).toBe(false);
    belief.release();
  });

  it('refuses what does not fit', () => {
    const { xi, labels, start } = randomTask(9, 4, 1);
    const create = (change: Partial<ReinforcedBeliefOptions>) => () =>
      createReinforcedBelief({
        patterns: xi,
        labels,
        threshold: 0,
        weights: [-1, 1],
        start,
        implementation,
        ...change,
      });
    expect(create({ labels: new Int8Array(3) })).toThrow('as many labels');
    expect(create({ start: new Float64Array(3) })).toThrow('9 fields');
    expect(create({ weights: [1, 1] })).toThrow('ascending');
    expect(create({ threshold: Number.NaN })).toThrow('finite');
  });
});

it('is the same bits in WebAssembly and TypeScript, to the saturated end', () => {
  fc.assert(
    fc.property(tasks, ({ size, patterns, weights, threshold, seed }) => {
      const { xi, labels, start } = randomTask(size, patterns, seed);
      const [wasm, ts] = implementations.map((implementation) => {
        const belief = createReinforcedBelief({ patterns: xi, labels, threshold, weights, start, implementation });
        const seen: unknown[] = [];
        for (let step = 0; step < 25; step++) {
          belief.iterate(0.04 * step);
          seen.push(belief.solved());
        }
        seen.push(...stateOf(belief, size, patterns).map((each) => [...new Uint32Array(each.buffer)]));
        belief.release();
        return seen;
      });
      expect(wasm).toEqual(ts);
    }),
    { numRuns: 40 },
  );
});

it('is the same bits where the fields change slowly, as they do for most of a search', () => {
  // Sums are then made of second differences, in tables of one byte or two.
  const { xi, labels, start } = randomTask(301, 180, 7);
  const [wasm, ts] = implementations.map((implementation) => {
    const belief = createReinforcedBelief({
      ...{ patterns: xi, labels, threshold: 0, start, implementation },
      weights: [-1, 1],
    });
    const seen: string[] = [];
    for (let step = 0; step < 150; step++) {
      belief.iterate(0.005 * step);
      seen.push(...stateOf(belief, 301, 180).map((each) => new Uint32Array(each.buffer).join()));
    }
    belief.release();
    return seen;
  }) as [string[], string[]];
  // Not toEqual: showing what differs takes minutes.
  expect(wasm.findIndex((each, k) => each !== ts[k])).toBe(-1);
});

it('tells the memory that it takes, to be asked for before it is', () => {
  const [size, patterns] = [5001, 3500];
  const { xi, labels, start } = randomTask(size, patterns, 1);
  const { memory } = wasmKernels().arena;
  const before = memory.buffer.byteLength;
  createReinforcedBelief({
    ...{ patterns: xi, labels, threshold: 0, weights: [-1, 1], start, implementation: 'wasm' },
  }).release();
  const grown = memory.buffer.byteLength - before;
  // All but what the copies of the patterns outside, N M/4 bytes, take.
  const told = reinforcedBeliefBytes(patterns, size) - (size * patterns) / 4;
  expect(grown).toBeGreaterThan(0.9 * told);
  expect(grown).toBeLessThan(told + 2 ** 17);
});

it('goes to TypeScript before WebAssembly runs out of its 4 GiB', () => {
  expect(fitsWasm(70_000, 70_000)).toBe(true);
  expect(fitsWasm(100_000, 100_001)).toBe(false);
});
