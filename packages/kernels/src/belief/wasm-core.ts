/** Reinforced belief propagation in WebAssembly: everything lies in the memory that all kernels of a thread share. */
import { type BitMatrix, rowWords } from '../bit-matrix.ts';
import { type WasmKernels, wasmKernels } from '../implementation.ts';
import { millsTables } from '../mills-ratio.ts';
import type { WasmArena } from '../wasm-arena.ts';
import type { BeliefCore, CoreOptions, Tails } from './belief-core.ts';
import { ONE } from './ts-core.ts';

/** Bytes of the tables of a byte column (assembly/belief.ts). */
const TABLE = 96;
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** Out here, where no closure holds the core: it would never be forgotten. */
function freeing(arena: WasmArena, offset: number): () => void {
  return () => arena.free(offset);
}

/** The class Factor of assembly/belief.ts: 11 words. */
const FACTOR_BYTES = 48;

/** Bytes of M patterns of N inputs at the largest: what stays, and a copy that is laid out. */
export function wasmBytes(patterns: number, size: number): number {
  const { layout } = layOut(patterns, size);
  const copy = 4 * Math.max(patterns * rowWords(size), size * rowWords(patterns));
  return layout.reduce((sum, bytes) => sum + bytes, copy);
}

/** Padded counts, byte columns of both matrices, and the bytes of everything in order. */
function layOut(
  patterns: number,
  size: number,
): { readonly M: number; readonly N: number; readonly columns: readonly [number, number]; readonly layout: number[] } {
  const padded = (count: number): number => 32 * Math.ceil(count / 32);
  const [M, N] = [padded(patterns), padded(size)];
  const stride = rowWords(size);
  const columns = [Math.ceil(size / 8), Math.ceil(patterns / 8)] as const;
  const layout = [
    ...[2 * M * columns[0], 2 * N * columns[1], TABLE * Math.max(...columns), FACTOR_BYTES, FACTOR_BYTES],
    // Vectors of a factor, its products.
    ...[12 * N, 12 * M, 24 * M, 24 * N],
    ...[8 * M, 4 * N, 4 * N, 4 * N, 4 * M, 4 * M, 4 * stride, 4 * M, 16, 4 * stride * patterns],
  ].map((bytes) => 16 * Math.ceil(bytes / 16));
  return { M, N, columns, layout };
}

export function wasmCore({ gauged, transposed, base, limits, gap }: CoreOptions): BeliefCore {
  const { arena, belief }: WasmKernels = wasmKernels();
  const constants = millsTables().single;
  const { rows: patterns, cols: size, stride } = gauged;
  const { M, N, columns, layout } = layOut(patterns, size);
  const start = arena.allocate(layout.reduce((sum, bytes) => sum + bytes, 0));
  const offsets = layout.map((_, k) => layout.slice(0, k).reduce((sum, bytes) => sum + bytes, start));
  const [byPattern, bySynapse, tables, rowsOf, columnsOf, rowVectors, columnVectors, rowSums, columnSums] = offsets;
  const [baseAt, hAt, tAt, digitsAt, gAt, digitsOfG, rowAt, limitsAt, result, rowsAt] = offsets.slice(9);
  const singles = (at: number, count: number): Float32Array => new Float32Array(arena.memory.buffer, at, count);
  new Uint8Array(arena.memory.buffer, start, rowsAt - start).fill(0);
  lay(gauged, byPattern, columns[0]);
  lay(transposed, bySynapse, columns[1]);
  prepare(rowsOf, byPattern, patterns, columns[0], rowVectors, N, rowSums, M);
  prepare(columnsOf, bySynapse, size, columns[1], columnVectors, M, columnSums, N);
  new Float64Array(arena.memory.buffer, baseAt, patterns).set(base);
  new Int32Array(arena.memory.buffer, limitsAt, patterns).set(limits);
  new Uint32Array(arena.memory.buffer, rowsAt, stride * patterns).set(gauged.words.subarray(0, stride * patterns));
  let total = 0;
  let lastFactor = 0;
  let next = 0;
  let released = false;

  function lay(matrix: BitMatrix, at: number, width: number): void {
    const bytes = 4 * matrix.rows * matrix.stride;
    const copy = arena.allocate(bytes);
    const words = matrix.words.subarray(0, bytes / 4);
    new Uint32Array(arena.memory.buffer, copy, words.length).set(words);
    belief.layout(copy, 4 * matrix.stride, matrix.rows, width, at);
    arena.free(copy);
  }

  /** `inputs`, `outputs`: padded lengths of the vectors and of the products. */
  function prepare(
    at: number,
    matrix: number,
    rows: number,
    width: number,
    vectors: number,
    inputs: number,
    sums: number,
    outputs: number,
  ): void {
    new Int32Array(arena.memory.buffer, at, FACTOR_BYTES / 4).set([
      ...[matrix, Math.ceil(rows / 16), width, vectors, vectors + 4 * inputs, vectors + 8 * inputs, tables],
      ...[sums, sums + 8 * outputs, sums + 16 * outputs, 0],
    ]);
    belief.prepare(at);
  }

  function tiltBy(sums: number, unit: number, G: number, rho: number): number {
    total = belief.tilt(sums, unit, hAt, tAt, digitsAt, size, gap, G, rho, result, constants);
    return singles(result, 1)[0];
  }

  function alive(): void {
    if (released) throw new Error('this belief was released');
  }

  const core: BeliefCore = {
    start(h): number {
      alive();
      singles(hAt, size).set(h);
      singles(tAt, size).fill(0);
      singles(gAt, patterns).fill(0);
      const zeros = columnSums + 8 * N;
      new Float64Array(arena.memory.buffer, zeros, size).fill(0);
      belief.forget(rowsOf);
      belief.forget(columnsOf);
      next = 0;
      return tiltBy(zeros, 1, 0, 1);
    },
    tails(V, scale): Tails {
      alive();
      const fields = belief.product(rowsOf, digitsAt, total);
      belief.tails(fields, baseAt, gap / ONE, gAt, patterns, V, scale, digitsOfG, result, constants);
      const [slopes, largest] = singles(result, 2);
      return { slopes, largest };
    },
    tilt(factor, G, rho): number {
      alive();
      const sum = belief.digitise(gAt, patterns, factor, digitsOfG);
      if (factor !== lastFactor) belief.forget(columnsOf);
      lastFactor = factor;
      return tiltBy(belief.product(columnsOf, digitsOfG, sum), 1 / factor, G, rho);
    },
    solved(): boolean {
      alive();
      belief.signs(hAt, size, rowAt);
      const found = belief.findError(rowsAt, 4 * stride, patterns, rowAt, limitsAt, next);
      if (found >= 0) next = found;
      return found < 0;
    },
    readSigns(row): void {
      alive();
      belief.signs(hAt, size, rowAt);
      row.set(new Uint32Array(arena.memory.buffer, rowAt, stride));
    },
    read(h, t, g): void {
      alive();
      h.set(singles(hAt, size));
      t.set(singles(tAt, size));
      g.set(singles(gAt, patterns));
    },
    release(): void {
      if (released) return;
      released = true;
      forgotten.unregister(core);
      arena.free(start);
    },
  };
  forgotten.register(core, freeing(arena, start), core);
  return core;
}
