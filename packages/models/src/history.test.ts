/**
 * Laws that know nothing of starts or planes: what a synapse holds follows from its past events, read backwards. From an exact
 * start the past before event 1 is unknown, so a law holds where the seen past decides.
 *
 * R_j = sum of the last j events. Chain of M states: x = max R at the first j where max R - min R = M - 1; its sign is that of
 * whichever of ±M/2 R reaches first. Direction marker: digits of X = X_0 + sum xi, d_k = direction of the last crossing of the
 * bond (L_k/2 - 1 | L_k/2) mod L_k. Partial reset: v_1 = (x_1 + 2) mod 4 + 4 [d_1 = +1]. Derived; hold for any events.
 */
import { streamKey } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { modelByName } from './catalog.ts';

const SIZE = 24;
const EVENTS = 12_000;

/** Start, then states after every `stride` events and all events, ±1, event-major. */
function run(name: string, given: Record<string, number | string>, correlation: number, stride: number) {
  const key = streamKey(4, 'patterns', 'history');
  const params = { readout: 'graded', ...given };
  const population = modelByName(name).create(params, { size: SIZE, key, correlation });
  population.equilibrate();
  const statesOf = (): Uint32Array => {
    const states = new Uint32Array(SIZE * population.variables);
    population.readStates(states);
    return states;
  };
  const first = statesOf();
  const xi = new Int8Array(EVENTS * SIZE);
  const later: Uint32Array[] = [];
  const keep = Int32Array.from({ length: stride }, (_, k) => k + 1);
  const rows = new Uint32Array(stride * population.rowWords);
  for (let t = 0; t < EVENTS; t += stride) {
    population.update(stride, keep, rows);
    for (let e = 0; e < stride; e++) {
      for (let i = 0; i < SIZE; i++) xi[(t + e) * SIZE + i] = (rows[e * population.rowWords] >>> i) & 1 ? 1 : -1;
    }
    later.push(statesOf());
  }
  population.release();
  return { first, xi, later };
}

describe.each([0, 0.9, 0.99])('λ = %d', (correlation) => {
  it.each([
    ['multi-chain', { groups: 3 }, [4, 16, 64]],
    ['multi-state', { bits: 5 }, [32]],
    ['multi-state', { levels: 22 }, [22]],
  ] as const)('%s %o stands where its past puts it', (name, params, chains) => {
    const stride = 48;
    const { xi, later } = run(name, params, correlation, stride);
    let decided = 0;
    later.forEach((states, index) => {
      const time = (index + 1) * stride - 1;
      for (let i = 0; i < SIZE; i++) {
        chains.forEach((length, k) => {
          const x = states[i * chains.length + k];
          let [sum, high, low, side] = [0, 0, 0, 0];
          for (let s = time; s >= 0 && high - low < length - 1; s--) {
            sum += xi[s * SIZE + i];
            high = Math.max(high, sum);
            low = Math.min(low, sum);
            if (side === 0 && Math.abs(sum) === length / 2) side = sum;
          }
          if (side !== 0 && 2 * x >= length !== side > 0) expect.fail(`sign of chain ${k} of synapse ${i} at ${time}`);
          if (high - low < length - 1) return;
          decided++;
          if (x !== high) expect.fail(`chain ${k} of synapse ${i} at ${time}: ${x}, expected ${high}`);
        });
      }
    });
    expect(decided).toBeGreaterThan(0.6 * SIZE * later.length * chains.length);
  });

  it('direction markers are a counter and the last crossings of its bonds', () => {
    const groups = 4;
    const { first, xi, later } = run('direction-marker', { groups, last: 'cyclic' }, correlation, 3);
    let wrong = 0;
    for (let i = 0; i < SIZE; i++) {
      const codes = first.subarray(i * groups, (i + 1) * groups);
      let position = codes.reduce((sum, code, k) => sum + (code & 3) * 4 ** k, 0);
      const marker: number[] = Array.from(codes, (code) => (code & 4 ? 1 : -1));
      for (let t = 0; t < EVENTS; t++) {
        const event = xi[t * SIZE + i];
        const bond = event > 0 ? position + 1 : position;
        position += event;
        for (let k = 0; k < groups; k++) {
          const length = 4 ** (k + 1);
          if ((((bond - length / 2) % length) + length) % length === 0) marker[k] = event;
          if (t % 3 !== 2) continue;
          const code = (Math.floor(position / 4 ** k) & 3) + (marker[k] > 0 ? 4 : 0);
          if (later[(t - 2) / 3][i * groups + k] !== code) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('the first group of a partial reset is a single direction marker in other coordinates', () => {
    const key = streamKey(5, 'patterns', 'history');
    const create = (name: string) =>
      modelByName(name).create({ groups: 3, last: 'cyclic', readout: 'graded' }, { size: SIZE, key, correlation });
    const [marker, reset] = [create('direction-marker'), create('partial-reset')];
    marker.equilibrate();
    const translate = (code: number): number => (((code & 3) + 2) & 3) + (code & 4);
    const [x, v] = [new Uint32Array(3 * SIZE), new Uint32Array(3 * SIZE)];
    const last = new Int8Array(SIZE);
    marker.readStates(x);
    marker.readLastEvent(last);
    reset.writeStates(x.map(translate));
    reset.writeLastEvent(last);
    for (let t = 0; t < EVENTS; t += 4) {
      marker.update(4);
      reset.update(4);
      marker.readStates(x);
      reset.readStates(v);
      for (let i = 0; i < SIZE; i++) if (v[3 * i] !== translate(x[3 * i])) expect.fail(`synapse ${i} at ${t + 4}`);
    }
  });
});
