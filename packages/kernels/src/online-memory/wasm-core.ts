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
/** Digits whose weighted sum `distance` takes at once. */
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
function freeing(arena: WasmArena, offset: number): () => void {
  return () => arena.free(offset);
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

  let released = false;
  const core: MemoryCore = {
    state: () => words(own(), blocks * layout.blockWords),
    update(count, keep, kept): void {
      const rowsBytes = keep.length * rowBytes;
      const rows = arena.allocate(rowsBytes + 4 * keep.length);
      new Int32Array(arena.memory.buffer, rows + rowsBytes, keep.length).set(keep);
      run(SOURCES[source.kind], count, rows + rowsBytes, keep.length, rows);
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
      withDigits(plan, (digits, stride) => {
        const planes = outputDigits(plan);
        for (let row = 0; row < count; row++) {
          const pattern = rows + row * rowBytes;
          let total = 0;
          let weight = 1;
          for (let first = 0; first < planes; first += DIGITS_AT_ONCE) {
            const width = Math.min(DIGITS_AT_ONCE, planes - first);
            const part = onlineMemory.distance(pattern, digits + VECTOR * first, stride, width, blocks, maskAt) >>> 0;
            total += weight * part;
            weight *= 2 ** DIGITS_AT_ONCE;
          }
          out[row] = total;
          ones[row] = plan.shift === 0 ? 0 : onlineMemory.distance(pattern, zeroAt, 0, 1, blocks, maskAt) >>> 0;
        }
      });
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
      arena.free(base);
    },
  };

  function own(): number {
    if (released) throw new Error('this memory was released');
    return base;
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

  forgotten.register(core, freeing(arena, base), core);
  return core;
}
