/** Online memory in WebAssembly: 128 synapses a vector, the state in the memory that all kernels of a thread share. */
import { type WasmKernels, wasmKernels } from '../implementation.ts';
import type { WasmArena } from '../wasm-arena.ts';
import { type CoreOptions, counterBits, type MemoryCore } from './memory-core.ts';
import { BLOCK_WORDS, MAX_GROUPS, type MemoryRule, PLANES_OFFSET } from './memory-rule.ts';
import { outputDigits, type ReadoutPlan } from './readout.ts';

const VECTOR = 16;
const CHUNK = 64;
/** Events, pending arrivals of the groups and one more, as `update` in assembly/online-memory.ts wants them. */
const SCRATCH = VECTOR * (CHUNK + 3 * (MAX_GROUPS + 1));
/** Digits whose weighted sum `distances` takes at once. */
const DIGITS_AT_ONCE = 5;

const SOURCES = { coins: 0, flips: 1, fresh: 2 };
const GIVEN = 3;

function ruleCode(rule: MemoryRule): { code: number; groups: number } {
  const bits = counterBits(rule);
  if (bits > 0) return { code: 2, groups: bits };
  if (rule.name === 'multi-state') return { code: 2, groups: rule.bits };
  return { code: { 'direction-marker': 0, 'partial-reset': 1, 'multi-chain': 3 }[rule.name], groups: rule.groups };
}

/** Gives back the memory of a core that nobody released. */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** Out here, where no closure holds the core: it would never be forgotten. */
function freeing(arena: WasmArena, offsets: readonly number[]): () => void {
  return () => {
    for (const offset of offsets) arena.free(offset);
  };
}

/** Rows in the memory of the kernels: those in `list`, or the first `count`. */
interface Rows {
  readonly at: number;
  readonly list: Int32Array | null;
  readonly count: number;
}

export function wasmCore(options: CoreOptions): MemoryCore {
  const { rule, layout, source, plusPlus, blocks, mask } = options;
  const { arena, onlineMemory }: WasmKernels = wasmKernels();
  const blockBytes = 4 * layout.blockWords;
  const rowBytes = VECTOR * blocks;
  const rowWords = BLOCK_WORDS * blocks;
  const { code, groups } = ruleCode(rule);
  const hard = Number('last' in rule && rule.last === 'hard');
  // One region: state, the mask of the last block, a zero vector, scratch.
  const base = arena.allocate(blocks * blockBytes + 2 * VECTOR + SCRATCH);
  const maskAt = base + blocks * blockBytes;
  const zeroAt = maskAt + VECTOR;
  const scratch = zeroAt + VECTOR;
  const words = (offset: number, count: number): Uint32Array => new Uint32Array(arena.memory.buffer, offset, count);
  words(base, (blocks * blockBytes) / 4 + 2 * BLOCK_WORDS).fill(0);
  words(maskAt, BLOCK_WORDS).set(mask);

  /** Where the rows kept inside begin; null before there is room for any. */
  let room: number | null = null;
  let free = freeing(arena, [base]);
  let released = false;
  const core: MemoryCore = {
    state: () => words(own(), blocks * layout.blockWords),
    reserve(rows): void {
      own();
      if (room !== null) arena.free(room);
      room = arena.allocate(rows * rowBytes);
      free = freeing(arena, [base, room]);
      forgotten.unregister(core);
      forgotten.register(core, free, core);
    },
    record(count, keep, row): void {
      draw(count, keep, inRoom() + row * rowBytes);
    },
    recall(plan, rows, out, ones): void {
      measure(plan, { at: inRoom(), list: rows, count: rows.length }, out, ones);
    },
    update(count, keep, kept): void {
      const rows = arena.allocate(keep.length * rowBytes);
      draw(count, keep, rows);
      if (keep.length > 0) kept.set(words(rows, keep.length * rowWords));
      arena.free(rows);
    },
    apply(inputs, count): void {
      const rows = arena.allocate(count * rowBytes);
      words(rows, count * rowWords).set(inputs.subarray(0, count * rowWords));
      run(GIVEN, count, 0, 0, rows);
      arena.free(rows);
    },
    distances(plan, patterns, count, out, ones): void {
      const rows = arena.allocate(count * rowBytes);
      words(rows, count * rowWords).set(patterns.subarray(0, count * rowWords));
      measure(plan, { at: rows, list: null, count }, out, ones);
      arena.free(rows);
    },
    pairs(plan, out): void {
      withDigits(plan, (digits, stride) => {
        const planes = outputDigits(plan);
        for (let i = 0; i < planes; i++) {
          for (let j = 0; j <= i; j++) {
            const both = onlineMemory.common(digits + VECTOR * i, digits + VECTOR * j, stride, blocks, maskAt) >>> 0;
            out[i * planes + j] = both;
            out[j * planes + i] = both;
          }
        }
      });
    },
    release(): void {
      if (released) return;
      released = true;
      forgotten.unregister(core);
      free();
    },
  };

  function own(): number {
    if (released) throw new Error('this memory was released');
    return base;
  }

  function inRoom(): number {
    own();
    if (room === null) throw new Error('no rows were reserved');
    return room;
  }

  function draw(count: number, keep: Int32Array, rows: number): void {
    const keepAt = arena.allocate(4 * keep.length);
    new Int32Array(arena.memory.buffer, keepAt, keep.length).set(keep);
    run(SOURCES[source.kind], count, keepAt, keep.length, rows);
    arena.free(keepAt);
  }

  function measure(plan: ReadoutPlan, rows: Rows, out: Float64Array, ones: Float64Array): void {
    const { at, list, count } = rows;
    const found = arena.allocate(8 * count);
    const listAt = list === null ? 0 : found + 4 * count;
    if (list !== null) new Int32Array(arena.memory.buffer, listAt, count).set(list);
    const add = (to: Float64Array, weight: number, digits: number, stride: number, width: number): void => {
      onlineMemory.distances(...[at, rowBytes, listAt, count, digits, stride, width, blocks, maskAt, found]);
      const distances = words(found, count);
      for (let row = 0; row < count; row++) to[row] += weight * distances[row];
    };
    out.fill(0);
    ones.fill(0, 0, count);
    withDigits(plan, (digits, stride) => {
      const planes = outputDigits(plan);
      for (let first = 0; first < planes; first += DIGITS_AT_ONCE) {
        add(out, 2 ** first, digits + VECTOR * first, stride, Math.min(DIGITS_AT_ONCE, planes - first));
      }
    });
    if (plan.shift !== 0) add(ones, 1, zeroAt, 0, 1);
    arena.free(found);
  }

  function run(from: number, count: number, keepAt: number, keep: number, rows: number): void {
    const { change, plus } = source;
    const input = [from, change, plus, Number(plusPlus)];
    onlineMemory.update(
      ...[own(), blocks, blockBytes, code, groups, hard, ...input, count, scratch, keepAt, keep, rows],
    );
    if (rule.name === 'direction-marker' && counterBits(rule) > 0) copySigns(core.state());
  }

  /** The marker of a single hard group is its sign. */
  function copySigns(state: Uint32Array): void {
    for (let block = 0; block < blocks; block++) {
      const high = block * layout.blockWords + PLANES_OFFSET + BLOCK_WORDS;
      state.copyWithin(high + BLOCK_WORDS, high, high + BLOCK_WORDS);
    }
  }

  function withDigits(plan: ReadoutPlan, use: (digits: number, stride: number) => void): void {
    if (plan.groups === 0) {
      use(own() + 4 * plan.first, blockBytes);
      return;
    }
    const stride = VECTOR * outputDigits(plan);
    const digits = arena.allocate(blocks * stride);
    const planes = [plan.first, plan.step, plan.growth].map((each) => 4 * each);
    const [first, step, growth] = planes;
    onlineMemory.countSigns(
      ...[own(), blocks, blockBytes, first, plan.groups, step, growth, plan.digits, plan.threshold, digits, scratch],
    );
    use(digits, stride);
    arena.free(digits);
  }

  forgotten.register(core, free, core);
  return core;
}
