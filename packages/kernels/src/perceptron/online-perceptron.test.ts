import { philoxRng, streamKey } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BitMatrix, bitAt, bitMatrix, setBit } from '../bit-matrix.ts';
import { createOnlinePerceptron, type OnlinePerceptron, type OnlinePerceptronOptions } from './online-perceptron.ts';
import { drawGenerators, wordStream } from './word-stream.ts';

const implementations = ['wasm', 'ts'] as const;
const rngOf = (seed: number) => philoxRng(streamKey(seed, 'patterns', 'online-perceptron'));

function randomTask(size: number, patterns: number, seed: number): { xi: BitMatrix; labels: Int8Array } {
  const rng = rngOf(seed);
  const xi = bitMatrix(patterns, size);
  for (let mu = 0; mu < patterns; mu++) for (let i = 0; i < size; i++) if (rng.uint32() & 1) setBit(xi, mu, i);
  return { xi, labels: Int8Array.from({ length: patterns }, () => (rng.uint32() & 1 ? 1 : -1)) };
}

/** The rule of the header, one synapse after the other; `heads(i)`: the coin, called once a pattern or for every synapse. */
function presentPlainly(
  h: number[],
  { patterns, labels, threshold, states, coin }: OnlinePerceptronOptions,
  mu: number,
  draw: { pattern: () => boolean; synapses: () => (i: number) => boolean },
): { wrong: boolean; deepened: boolean } {
  const s = labels[mu] as number;
  const xi = h.map((_, i) => s * (2 * bitAt(patterns, mu, i) - 1));
  const delta = xi.reduce((sum, x, i) => sum + x * Math.sign(h[i] as number), 0) - s * threshold;
  const move = (i: number): void => {
    h[i] = Math.max(1 - states, Math.min(states - 1, (h[i] as number) + 2 * (xi[i] as number)));
  };
  if (delta <= 0) {
    for (let i = 0; i < h.length; i++) move(i);
    return { wrong: true, deepened: false };
  }
  if (delta > 2 || coin === 'never' || (coin === 'pattern' && !draw.pattern()))
    return { wrong: false, deepened: false };
  const heads = coin === 'synapse' ? draw.synapses() : () => true;
  const deeper = h.flatMap((state, i) => (Math.sign(state) === xi[i] && heads(i) ? [i] : []));
  for (const i of deeper) move(i);
  return { wrong: false, deepened: deeper.length > 0 };
}

function states(perceptron: OnlinePerceptron, size: number): number[] {
  const h = new Int32Array(size);
  perceptron.readStates(h);
  return [...h];
}

const coins = fc.constantFrom('never' as const, 'always' as const, 'pattern' as const, 'synapse' as const);

describe.each(implementations)('an online perceptron (%s)', (implementation) => {
  it('follows the rule synapse by synapse: any size, states, threshold, coin, and at the bounds', () => {
    const cases = fc.record({
      size: fc.oneof(fc.integer({ min: 1, max: 140 }), fc.constantFrom(1001, 1023, 1024, 1025, 2100)),
      half: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(16, 40, 64, 80, 200, 256, 511, 1000, 1024, 1500)),
      threshold: fc.constantFrom(0, 0, 0.5, -3, 2.25),
      coin: coins,
      p: fc.constantFrom(0.4, 0.5, 1e-3, 0.99),
      residentBytes: fc.constantFrom(undefined, 0),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ size, half, threshold, coin, p, residentBytes, seed }) => {
        const patterns = 13;
        const { xi, labels } = randomTask(size, patterns, seed);
        const generators = drawGenerators(rngOf(seed + 1));
        const more = residentBytes === undefined ? {} : { residentBytes };
        const options = {
          patterns: xi,
          labels,
          threshold,
          states: 2 * half,
          coin,
          p,
          generators,
          implementation,
          ...more,
        };
        const perceptron = createOnlinePerceptron(options);
        // Random states, many of them next to 0 or at the bounds; the sum of the weights is near every pattern's edge by chance only.
        const rng = rngOf(seed + 2);
        const h = Array.from({ length: size }, () => {
          const sign = rng.uint32() & 1 ? 1 : -1;
          const m = [0, half - 1, rng.uint32() % half][rng.uint32() % 3] as number;
          return sign * (2 * m + 1);
        });
        perceptron.writeStates(Int32Array.from(h));
        expect(states(perceptron, size)).toEqual(h);
        const stream = wordStream(generators);
        const mask = new Uint32Array(4 * Math.ceil(size / 128));
        const draw = {
          pattern: () => stream.uniform() < p,
          synapses: () => {
            for (let k = 0; k < mask.length; k += 4) stream.mask(p, mask, k);
            return (i: number) => (((mask[i >>> 5] as number) >>> (i & 31)) & 1) === 1;
          },
        };
        const order = Int32Array.from({ length: 40 }, (_, k) => (k * k) % patterns);
        const plain = [...order].map((mu) => presentPlainly(h, options, mu, draw));
        const errors = perceptron.present(order.subarray(0, 17)) + perceptron.present(order.subarray(17));
        expect(errors).toBe(plain.filter(({ wrong }) => wrong).length);
        expect(perceptron.deepened()).toBe(plain.filter(({ deepened }) => deepened).length);
        expect(states(perceptron, size)).toEqual(h);
        const row = new Uint32Array(xi.stride);
        perceptron.readSigns(row);
        expect(h.map((_, i) => ((row[i >>> 5] as number) >>> (i & 31)) & 1)).toEqual(
          h.map((state) => Number(state > 0)),
        );
        perceptron.release();
      }),
      { numRuns: 120 },
    );
  });

  it('presents every pattern once an epoch, in the order of its stream, and ends with the first epoch without an error', () => {
    const size = 301;
    const patterns = 120;
    const { xi, labels } = randomTask(size, patterns, 5);
    const generators = drawGenerators(rngOf(6));
    const options = { patterns: xi, labels, threshold: 0, states: 44, coin: 'pattern' as const, p: 0.4, generators };
    const perceptron = createOnlinePerceptron({ ...options, implementation });
    const signs = new Uint32Array(xi.stride);
    perceptron.writeSigns(signs);
    const h = new Array<number>(size).fill(-1);
    expect(states(perceptron, size)).toEqual(h);
    const stream = wordStream(generators);
    const draw = { pattern: () => stream.uniform() < 0.4, synapses: () => () => false };
    const order = Int32Array.from({ length: patterns }, (_, mu) => mu);
    let total = 0;
    let deepened = 0;
    let epochs = 0;
    for (let wrong = -1; wrong !== 0; epochs++) {
      stream.shuffle(order);
      const applied = [...order].map((mu) => presentPlainly(h, options, mu, draw));
      wrong = applied.filter((each) => each.wrong).length;
      total += wrong;
      deepened += applied.filter((each) => each.deepened).length;
    }
    expect(perceptron.learn(3)).toEqual({ epochs: 3, clean: false });
    expect(perceptron.learn(1000)).toEqual({ epochs: epochs - 3, clean: true });
    expect([perceptron.errors(), perceptron.deepened()]).toEqual([total, deepened]);
    expect(states(perceptron, size)).toEqual(h);
    perceptron.release();
  });

  it('refuses what does not fit', () => {
    const { xi, labels } = randomTask(9, 4, 1);
    const good = { patterns: xi, labels, threshold: 0, states: 4, coin: 'pattern' as const, p: 0.4 };
    const create = (change: Partial<OnlinePerceptronOptions>) => () =>
      createOnlinePerceptron({ ...good, generators: drawGenerators(rngOf(1)), implementation, ...change });
    expect(create({ states: 5 })).toThrow('an even number');
    expect(create({ labels: new Int8Array(3) })).toThrow('4 rows need as many labels');
    expect(create({ p: 1 })).toThrow('between 0 and 1');
    expect(create({ threshold: Number.NaN })).toThrow('finite');
    expect(create({ generators: new Uint32Array(4) })).toThrow('16');
    const perceptron = create({})();
    expect(() => perceptron.present(Int32Array.of(4))).toThrow('no pattern 4');
    expect(() => perceptron.writeStates(Int32Array.of(...new Array(9).fill(5)))).toThrow('within ±3');
    perceptron.release();
  });
});

it('ends with the same states in WebAssembly and TypeScript, whether the patterns are copied as a whole or not', () => {
  const runs = fc.record({ size: fc.integer({ min: 1, max: 1300 }), coin: coins, seed: fc.nat() });
  fc.assert(
    fc.property(runs, ({ size, coin, seed }) => {
      const { xi, labels } = randomTask(size, 1 + (seed % 90), seed);
      const generators = drawGenerators(rngOf(seed));
      const common = { patterns: xi, labels, threshold: 0, states: 14, coin, p: 0.3, generators };
      const ends = [{ implementation: 'ts' as const }, { residentBytes: 0 }, { residentBytes: 2 ** 30 }].map((each) => {
        const perceptron = createOnlinePerceptron({ implementation: 'wasm', ...common, ...each });
        const ran = [perceptron.learn(1), perceptron.learn(5)];
        const end = [ran, perceptron.errors(), perceptron.deepened(), states(perceptron, size)];
        perceptron.release();
        return end;
      });
      expect(ends[1]).toEqual(ends[0]);
      expect(ends[2]).toEqual(ends[0]);
    }),
    { numRuns: 40 },
  );
});
