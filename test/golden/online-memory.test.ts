/** Online memories, event by event, against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import { createOnlineMemory, type MemoryRule, type OnlineMemory } from '@fewbits/kernels';
import { naiveMemory } from '@fewbits/kernels/testing';
import { describe, expect, it } from 'vitest';

interface Params {
  readonly M?: number;
  readonly m: number;
  readonly last: 'cyclic' | 'hard';
}

type State = number | readonly (number | readonly [number, number])[];

interface Sequence {
  readonly id: string;
  readonly model: string;
  readonly params: Params;
  readonly synapses: readonly {
    readonly initial: State;
    readonly inputs: string;
    readonly states: readonly State[];
    readonly w: readonly number[];
  }[];
}

interface Planes {
  readonly id: string;
  readonly model: string;
  readonly params: Params;
  readonly initial_planes: readonly (readonly string[])[];
  readonly inputs: readonly string[];
  readonly final_planes: readonly (readonly string[])[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const { sequences } = read('memory-trajectories.json') as { sequences: readonly Sequence[] };
const { bitplanes } = read('memory-planes.json') as { bitplanes: readonly Planes[] };

function ruleOf(model: string, { M, m, last }: Params): MemoryRule {
  if (M !== undefined) return { name: 'multi-state', bits: Math.log2(M) };
  if (model === 'multi-chain') return { name: model, groups: m };
  return { name: model as 'direction-marker' | 'partial-reset', groups: m, last };
}

/** A direction marker is [x, d], else a number. */
const codesOf = (state: State): number[] =>
  (typeof state === 'number' ? [state] : state).map((each) =>
    typeof each === 'number' ? each : each[0] + (each[1] > 0 ? 4 : 0),
  );

const word = (hex: string): number => Number.parseInt(hex, 16);

/** Weight of each synapse: half of what the overlap with all plus loses when that one is turned. */
function weightsOf(memory: OnlineMemory): number[] {
  const { size, rowWords } = memory;
  const patterns = new Uint32Array((size + 1) * rowWords).fill(0xffffffff);
  for (let i = 0; i < size; i++) patterns[(i + 1) * rowWords + (i >>> 5)] ^= 1 << (i & 31);
  const out = new Float64Array(size + 1);
  memory.overlap(patterns, out);
  return [...out.subarray(1)].map((each) => (out[0] - each) / 2);
}

describe.each(sequences)('$id', ({ model, params, synapses }) => {
  const rule = ruleOf(model, params);
  const initial = Uint32Array.from(synapses.flatMap(({ initial: state }) => codesOf(state)));
  const events = synapses[0].inputs.length;
  const size = synapses.length;

  it.each(['ts', 'wasm'] as const)('holds after every event (%s)', (implementation) => {
    const memory = createOnlineMemory({ rule, size, key: new Uint32Array(4), implementation });
    memory.writeCodes(initial);
    const codes = initial.slice();
    for (let t = 0; t < events; t++) {
      const row = new Uint32Array(memory.rowWords);
      synapses.forEach(({ inputs }, i) => {
        if (inputs[t] === '+') row[0] |= 1 << i;
      });
      memory.apply(row);
      memory.readCodes(codes);
      expect([...codes]).toEqual(synapses.flatMap(({ states }) => codesOf(states[t])));
      expect(weightsOf(memory)).toEqual(synapses.map(({ w }) => w[t]));
    }
  });

  it('holds after every event (one synapse after the other)', () => {
    const memory = naiveMemory(rule, size);
    memory.writeCodes(initial);
    const codes = initial.slice();
    for (let t = 0; t < events; t++) {
      memory.step(Int8Array.from(synapses, ({ inputs }) => (inputs[t] === '+' ? 1 : -1)));
      memory.readCodes(codes);
      expect([...codes]).toEqual(synapses.flatMap(({ states }) => codesOf(states[t])));
      expect(synapses.map((_, i) => memory.weight(i))).toEqual(synapses.map(({ w }) => w[t]));
    }
  });
});

describe.each(bitplanes)('$id', ({ model, params, initial_planes, inputs, final_planes }) => {
  const rule = ruleOf(model, params);

  it.each(['ts', 'wasm'] as const)('ends in the same planes (%s)', (implementation) => {
    const memory = createOnlineMemory({ rule, size: 32, key: new Uint32Array(4), implementation });
    // Planes follow 20 words of inputs and generators, 4 words each, of which 32 synapses use the first.
    const state = new Uint32Array(memory.stateWords);
    memory.snapshot(state);
    initial_planes.flat().forEach((hex, p) => {
      state[20 + 4 * p] = word(hex);
    });
    memory.restore(state);
    memory.apply(Uint32Array.from(inputs.flatMap((hex) => [word(hex), 0, 0, 0])));
    memory.snapshot(state);
    expect(final_planes.flat().map((_, p) => state[20 + 4 * p])).toEqual(final_planes.flat().map(word));
  });
});
