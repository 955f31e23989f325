/**
 * Laws that know nothing of states: what a synapse holds follows from its past inputs alone, read backwards.
 *
 * Source: derived from the rules of Benna & Fusi, Asilomar 2017; R_j = sum of the last j inputs, M_k = L_k = 4^k.
 * Multi-chain: sign_k = sign of whichever of +M_k/2, -M_k/2 R reaches first; x_k = max R at the first j where
 * max R - min R = M_k - 1. Direction marker: x_k are the base-4 digits of X = X_0 + sum xi mod 4^m, and d_k is the direction
 * of the last crossing of the bond (L_k/2 - 1 | L_k/2) modulo L_k. The marker's group 1 is the partial reset's in other
 * coordinates: v = (x + 2) mod 4 + 4 [d = +1].
 */
import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import type { MemoryRule } from './memory-rule.ts';
import { createOnlineMemory } from './online-memory.ts';

const SIZE = 40;
const EVENTS = 12_000;
const cases = (['ts', 'wasm'] as const).flatMap((implementation) =>
  [0, 0.9, 0.99].map((correlation) => ({ implementation, correlation })),
);

/** Codes after every `stride` events, from all codes 0, and the inputs, ±1, event-major. */
function run(rule: MemoryRule, implementation: 'ts' | 'wasm', correlation: number, stride: number) {
  const law = { correlation, plus: 0.5 };
  const memory = createOnlineMemory({ rule, size: SIZE, key: streamKey(8, 'dynamics', ''), law, implementation });
  const inputs = new Int8Array(EVENTS * SIZE);
  const codes: Uint32Array[] = [];
  const keep = Int32Array.from({ length: stride }, (_, k) => k + 1);
  const rows = new Uint32Array(stride * memory.rowWords);
  for (let t = 0; t < EVENTS; t += stride) {
    memory.update(stride, keep, rows);
    for (let e = 0; e < stride; e++) {
      for (let i = 0; i < SIZE; i++) {
        inputs[(t + e) * SIZE + i] = (rows[e * memory.rowWords + (i >>> 5)] >>> (i & 31)) & 1 ? 1 : -1;
      }
    }
    const now = new Uint32Array(SIZE * memory.groups);
    memory.readCodes(now);
    codes.push(now);
  }
  memory.release();
  return { inputs, codes };
}

describe.each(cases)('$implementation, correlation $correlation', ({ implementation, correlation }) => {
  it('a chain stands where its past inputs put it', () => {
    const groups = 4;
    const stride = 96;
    const { inputs, codes } = run({ name: 'multi-chain', groups }, implementation, correlation, stride);
    const decided = { sign: 0, state: 0 };
    codes.forEach((now, index) => {
      const time = (index + 1) * stride - 1;
      for (let i = 0; i < SIZE; i++) {
        for (let k = 0; k < groups; k++) {
          const states = 4 ** (k + 1);
          const x = now[i * groups + k];
          let [r, high, low, sign] = [0, 0, 0, 0];
          for (let s = time; s >= 0 && high - low < states - 1; s--) {
            r += inputs[s * SIZE + i];
            high = Math.max(high, r);
            low = Math.min(low, r);
            if (sign === 0 && Math.abs(r) === states / 2) sign = r;
          }
          if (sign !== 0) {
            decided.sign++;
            if (2 * x >= states !== sign > 0) expect.fail(`sign of chain ${k} of synapse ${i} after event ${time}`);
          }
          if (high - low === states - 1) {
            decided.state++;
            if (x !== high) expect.fail(`chain ${k} of synapse ${i} at ${x} after event ${time}, expected ${high}`);
          }
        }
      }
    });
    // Three chains of four at the least are decided by 12 000 events.
    expect(decided.state).toBeGreaterThan(2.5 * SIZE * codes.length);
    expect(decided.sign).toBeGreaterThanOrEqual(decided.state);
  });

  it('direction markers are a counter and the last crossings of its bonds', () => {
    const groups = 4;
    const rule = { name: 'direction-marker', groups, last: 'cyclic' } as const;
    const { inputs, codes } = run(rule, implementation, correlation, 5);
    const position = new Int32Array(SIZE);
    // All bits 0: x = 0 and d = -1 everywhere.
    const marker = new Int8Array(SIZE * groups).fill(-1);
    let wrong = 0;
    for (let t = 0; t < EVENTS; t++) {
      for (let i = 0; i < SIZE; i++) {
        const xi = inputs[t * SIZE + i];
        const bond = xi > 0 ? position[i] + 1 : position[i];
        position[i] += xi;
        for (let k = 0; k < groups; k++) {
          const length = 4 ** (k + 1);
          if ((((bond - length / 2) % length) + length) % length === 0) marker[i * groups + k] = xi;
        }
        if (t % 5 === 4) {
          for (let k = 0; k < groups; k++) {
            const x = Math.floor(position[i] / 4 ** k) & 3;
            const code = x + (marker[i * groups + k] > 0 ? 4 : 0);
            if (codes[(t - 4) / 5][i * groups + k] !== code) wrong++;
          }
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('the first group of a partial reset is that of a direction marker in other coordinates', () => {
    for (const groups of [2, 4]) {
      const last = 'cyclic';
      const marker = createOnlineMemory({
        rule: { name: 'direction-marker', groups, last },
        size: SIZE,
        law: { correlation, plus: 0.5 },
        key: streamKey(9, 'dynamics', ''),
        implementation,
      });
      const reset = createOnlineMemory({
        rule: { name: 'partial-reset', groups, last },
        size: SIZE,
        law: { correlation, plus: 0.5 },
        key: streamKey(9, 'dynamics', ''),
        implementation,
      });
      const translate = (code: number): number => (((code & 3) + 2) & 3) + (code & 4);
      const codes = Uint32Array.from({ length: SIZE * groups }, (_, at) => at % 8);
      marker.writeCodes(codes);
      reset.writeCodes(codes.map(translate));
      const [x, v] = [codes.slice(), codes.slice()];
      for (let t = 0; t < EVENTS; t += 3) {
        marker.update(3);
        reset.update(3);
        marker.readCodes(x);
        reset.readCodes(v);
        for (let i = 0; i < SIZE; i++) {
          if (v[i * groups] !== translate(x[i * groups])) expect.fail(`synapse ${i} after event ${t + 3}`);
        }
      }
      marker.release();
      reset.release();
    }
  });
});
