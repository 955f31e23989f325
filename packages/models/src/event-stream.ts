/**
 * Random events for populations that do not run on bit planes themselves: those of a kernel memory of one bit, so that
 * every model sees the same events under the same key.
 */
import { createOnlineMemory } from '@fewbits/kernels';
import type { PopulationOptions } from './model.ts';

/** Events of one draw. */
export const CHUNK = 64;

export interface EventStream {
  readonly rowWords: number;
  readonly stateWords: number;
  /** As realised. */
  readonly correlation: number;
  /** The next `count` rows of events, up to CHUNK, into the head of `rows`. */
  draw(count: number, rows: Uint32Array): void;
  readLast(out: Int8Array): void;
  writeLast(events: Int8Array): void;
  snapshot(out: Uint32Array): void;
  restore(snapshot: Uint32Array): void;
  release(): void;
}

export function eventStream({ size, key, correlation = 0, firstBlock = 0 }: PopulationOptions): EventStream {
  const rule = { name: 'multi-state', bits: 1 } as const;
  const memory = createOnlineMemory({ rule, size, key, firstBlock, law: { correlation, plus: 0.5 } });
  const { rowWords, stateWords } = memory;
  const numbers = Int32Array.from({ length: CHUNK }, (_, event) => event + 1);
  return {
    rowWords,
    stateWords,
    correlation: memory.realisedLaw.correlation,
    draw: (count, rows) => memory.update(count, numbers.subarray(0, count), rows.subarray(0, count * rowWords)),
    readLast: (out) => memory.readLastInput(out),
    writeLast: (events) => memory.writeLastInput(events),
    snapshot: (out) => memory.snapshot(out),
    restore: (snapshot) => memory.restore(snapshot),
    release: () => memory.release(),
  };
}
