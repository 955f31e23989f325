/**
 * Regions of one WebAssembly memory: first fit, neighbours joined when freed. Multiples of 16 bytes, so that vectors never
 * straddle. The memory grows and never shrinks; a view of it is good until the next `allocate`.
 */

import { type WasmMemory, webAssembly } from './web-assembly.ts';

const PAGE = 65536;
const MAX_PAGES = 65536;
const ALIGN = 16;

/** What may be asked for at once: the whole but for what small regions may have taken. */
export const MOST_BYTES: number = MAX_PAGES * PAGE - 2 ** 26;

/** The whole memory. */
export interface WasmViews {
  readonly bytes: Int8Array;
  readonly words: Uint32Array;
  readonly integers: Int32Array;
  readonly doubles: Float64Array;
}

export interface WasmArena {
  readonly memory: WasmMemory;
  /** Good until the next `allocate`. */
  views(): WasmViews;
  /** Offset of `bytes` bytes, contents unspecified. */
  allocate(bytes: number): number;
  free(offset: number): void;
}

export function wasmArena(): WasmArena {
  const memory = new webAssembly.Memory({ initial: 1, maximum: MAX_PAGES });
  // Offset 0 is left out: no region is a null pointer.
  const gaps = [{ offset: ALIGN, bytes: PAGE - ALIGN }];
  const taken = new Map<number, number>();

  function insert(offset: number, bytes: number): void {
    let index = 0;
    while (index < gaps.length && gaps[index].offset < offset) index++;
    gaps.splice(index, 0, { offset, bytes });
    join(index);
    join(index - 1);
  }

  /** The gap at `index` and the next one, where there are both and they touch. */
  function join(index: number): void {
    if (index < 0 || index + 1 >= gaps.length) return;
    const here = gaps[index];
    const next = gaps[index + 1];
    if (here.offset + here.bytes !== next.offset) return;
    gaps.splice(index, 2, { offset: here.offset, bytes: here.bytes + next.bytes });
  }

  function grow(bytes: number): void {
    const old = memory.buffer.byteLength / PAGE;
    // A gap at the end grows with the memory.
    const last = gaps.at(-1);
    const there = last && last.offset + last.bytes === old * PAGE ? last.bytes : 0;
    const pages = Math.ceil((bytes - there) / PAGE);
    if (old + pages > MAX_PAGES) {
      throw new RangeError(`${bytes} bytes do not fit into the ${MAX_PAGES - old} pages of 64 KiB that are left`);
    }
    memory.grow(pages);
    insert(old * PAGE, pages * PAGE);
  }

  function fit(bytes: number): number | null {
    let index = 0;
    while (index < gaps.length && gaps[index].bytes < bytes) index++;
    if (index === gaps.length) return null;
    const gap = gaps[index];
    if (gap.bytes === bytes) gaps.splice(index, 1);
    else gaps[index] = { offset: gap.offset + bytes, bytes: gap.bytes - bytes };
    taken.set(gap.offset, bytes);
    return gap.offset;
  }

  let views = viewsOf(memory.buffer);

  return {
    memory,
    views(): WasmViews {
      if (views.bytes.buffer !== memory.buffer) views = viewsOf(memory.buffer);
      return views;
    },
    allocate(wanted): number {
      const bytes = Math.max(ALIGN, Math.ceil(wanted / ALIGN) * ALIGN);
      const offset = fit(bytes);
      if (offset !== null) return offset;
      grow(bytes);
      return this.allocate(wanted);
    },
    free(offset): void {
      const bytes = taken.get(offset);
      if (bytes === undefined) throw new RangeError(`no region begins at ${offset}`);
      taken.delete(offset);
      insert(offset, bytes);
    },
  };
}

function viewsOf(buffer: ArrayBuffer): WasmViews {
  return {
    bytes: new Int8Array(buffer),
    words: new Uint32Array(buffer),
    integers: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}
