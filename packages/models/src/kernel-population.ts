/** Populations on the bit planes of the kernel `createOnlineMemory`: 128 synapses a vector. */
import {
  createOnlineMemory,
  type Readout as KernelReadout,
  type MemoryRule,
  memoryBytes,
  type OnlineMemory,
} from '@fewbits/kernels';
import type { DrawState } from './direction-marker-start.ts';
import type { Population, PopulationOptions } from './model.ts';
import { startStream } from './random-streams.ts';

export interface KernelModel {
  readonly rule: MemoryRule;
  readonly readout: KernelReadout;
  /** Weight of the synapse whose codes begin at `at`. */
  weight(codes: Uint32Array, at: number): number;
  /** Its stationary law at the realised correlation. */
  start(correlation: number): DrawState;
}

export function kernelPopulation(model: KernelModel, options: PopulationOptions): Population {
  const { rule, readout } = model;
  const { size, key, correlation = 0, firstBlock = 0 } = options;
  const memory = createOnlineMemory({ rule, size, key, firstBlock, law: { correlation, plus: 0.5 } });
  const { groups, rowWords, stateWords, realisedLaw } = memory;
  return {
    size,
    variables: groups,
    rowWords,
    stateWords,
    correlation: realisedLaw.correlation,
    equilibrate: () => equilibrate(memory, model.start(realisedLaw.correlation), key, 128 * firstBlock),
    update: (events, keep, kept) => memory.update(events, keep, kept),
    reserve: (rows) => memory.reserve(rows),
    record: (events, keep, row) => memory.record(events, keep, row),
    recall: (rows, out) => memory.recall(rows, out, readout),
    apply: (inputs) => memory.apply(inputs),
    overlap: (patterns, out) => memory.overlap(patterns, out, readout),
    moments: (out) => memory.moments(out, readout),
    readout(w): void {
      const codes = new Uint32Array(size * groups);
      memory.readCodes(codes);
      for (let i = 0; i < size; i++) w[i] = model.weight(codes, i * groups);
    },
    readStates: (out) => memory.readCodes(out),
    writeStates: (states) => memory.writeCodes(states),
    readLastEvent: (out) => memory.readLastInput(out),
    writeLastEvent: (events) => memory.writeLastInput(events),
    snapshot: (out) => memory.snapshot(out),
    restore: (snapshot) => memory.restore(snapshot),
    counts: () => ({}),
    release: () => memory.release(),
  };
}

function equilibrate(memory: OnlineMemory, draw: DrawState, key: Uint32Array, first: number): void {
  const { size, groups } = memory;
  const rng = startStream(key);
  const codes = new Uint32Array(size * groups);
  const events = new Int8Array(size);
  for (let i = 0; i < size; i++) {
    rng.seek(first + i);
    events[i] = draw(rng, codes, i * groups);
  }
  memory.writeCodes(codes);
  memory.writeLastInput(events);
}

/** Planes and generators, and the codes while the start is drawn. */
export function kernelBytes(rule: MemoryRule): number {
  const groups = rule.name === 'multi-state' ? 1 : rule.groups;
  return memoryBytes(rule, 1280) / 1280 + 4 * groups + 1;
}

/**
 * CPU nanoseconds per synapse and event: bit operations of the planes, and of the random word (16 where events are
 * correlated), at the rate of 128-bit vectors.
 */
export function kernelCost(operations: number, correlation: number): number {
  return 1.2e-3 * (operations + 10 * (correlation > 0 ? 16 : 1));
}
