import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitAt, bitMatrix, setBit } from './bit-matrix.ts';
import { agreement, hiddenStates } from './hidden-states.ts';

/** The slow obvious one: h ← h + 2ξ where act, clipped to ±(K-1). */
function slowStep(h: Int32Array, xi: Int8Array, act: Uint8Array, states: number): void {
  const top = states - 1;
  for (let i = 0; i < h.length; i++) if (act[i]) h[i] = Math.max(-top, Math.min(top, h[i] + 2 * xi[i]));
}

function run(size: number, states: number, steps: number, seed: number) {
  const rng = philoxRng(Uint32Array.of(seed, size, states, 1));
  const slow = Int32Array.from({ length: size }, () => 2 * (rng.uint32() % states) + 1 - states);
  const planes = hiddenStates(size, states);
  planes.write(slow);
  const x = bitMatrix(steps, size);
  const act = bitMatrix(1, size);
  for (let t = 0; t < steps; t++) {
    const xi = new Int8Array(size);
    const on = new Uint8Array(size);
    act.words.fill(0);
    for (let i = 0; i < size; i++) {
      // Mostly the same direction, so that many synapses reach a bound.
      xi[i] = rng.uint32() % 4 ? 1 : -1;
      if (t % 7 === 6) xi[i] = -xi[i] as 1 | -1;
      on[i] = rng.uint32() % 3 ? 1 : 0;
      if (xi[i] > 0) setBit(x, t, i);
      if (on[i]) setBit(act, 0, i);
    }
    planes.step(x.words, t * x.stride, act.words);
    slowStep(slow, xi, on, states);
  }
  const fast = new Int32Array(size);
  planes.read(fast);
  return { fast, slow, planes };
}

describe('hidden states in bit planes', () => {
  it('start at -1, move by 2 and stop at the bounds', () => {
    const planes = hiddenStates(3, 4);
    const h = new Int32Array(3);
    planes.write(Int32Array.of(-3, 1, 3));
    planes.step(Uint32Array.of(0b110), 0, planes.mask);
    planes.read(h);
    expect([...h]).toEqual([-3, 3, 3]);
    planes.step(Uint32Array.of(0b001), 0, Uint32Array.of(0b101));
    planes.read(h);
    expect([...h]).toEqual([-1, 3, 1]);
  });

  it('move as synapse by synapse, for any even K and any size', () => {
    const cases = fc.record({
      size: fc.integer({ min: 1, max: 1100 }),
      half: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(128, 256, 500)),
      steps: fc.integer({ min: 0, max: 40 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ size, half, steps, seed }) => {
        const { fast, slow } = run(size, 2 * half, steps, seed);
        expect(fast).toEqual(slow);
      }),
      { numRuns: 60 },
    );
  });

  it('move as synapse by synapse for every size modulo 32', () => {
    for (let size = 1; size <= 65; size++) {
      const { fast, slow } = run(size, 6, 20, size);
      expect(fast).toEqual(slow);
    }
  });

  it('read as weights from the top plane, with zero padding', () => {
    const { slow, planes } = run(77, 10, 25, 3);
    const expected = bitMatrix(1, 77);
    slow.forEach((h, i) => {
      if (h > 0) setBit(expected, 0, i);
    });
    expect([...planes.sign]).toEqual([...expected.words]);
  });

  it('agree with a pattern where the weight has its sign', () => {
    const { slow, planes } = run(40, 8, 5, 9);
    const x = bitMatrix(1, 40);
    for (let i = 0; i < 40; i += 3) setBit(x, 0, i);
    const out = bitMatrix(1, 40);
    agreement(x.words, 0, planes, out.words);
    for (let i = 0; i < 40; i++) expect(bitAt(out, 0, i)).toBe(slow[i] > 0 === (i % 3 === 0) ? 1 : 0);
    expect(out.words.subarray(2).every((word) => word === 0)).toBe(true);
  });

  it('refuse odd or too few states, and values that are none', () => {
    expect(() => hiddenStates(3, 5)).toThrow('got 5, expected an even number ≥ 2');
    expect(() => hiddenStates(3, 0)).toThrow('got 0, expected an even number ≥ 2');
    expect(() => hiddenStates(1, 4).write(Int32Array.of(2))).toThrow('h[0]: got 2');
    expect(() => hiddenStates(1, 4).write(Int32Array.of(5))).toThrow('h[0]: got 5');
  });
});
