/**
 * The online perceptron in WebAssembly. Patterns that are not too many lie in the memory of the thread's kernels; of more,
 * those that are presented next are copied there, so that no second copy of all exists.
 *
 * A search may take less than a millisecond, so that what is set up counts: loops are in WebAssembly, and little is left here
 * for the compilers of JavaScript.
 */
import { hiddenStates } from '../hidden-states.ts';
import { wasmKernels } from '../implementation.ts';
import type { WasmArena } from '../wasm-arena.ts';
import type { CoreOptions, PerceptronCore } from './perceptron-core.ts';

/** Bytes of patterns that are copied at once where not all are. */
const CHUNK_BYTES = 2 ** 20;

const COINS = { never: 0, always: 1, pattern: 2, synapse: 3 };
/** Words of the generators, and bytes of the whole word stream (assembly/word-stream.ts). */
const GENERATORS = 16;
const BUFFER = 80;
const BUFFER_BYTES = 1024;
/** The class Task of assembly/perceptron.ts: 11 words, one of padding, the probability. */
const TASK_BYTES = 64;
const TASK_WORDS = 12;
const DEEPENED = 9;
const ERRORS = 10;

/** Gives back the memory of a core that nobody released. */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** Out here, where no closure holds the core: it would never be forgotten. */
function freeing(arena: WasmArena, offset: number): () => void {
  return () => arena.free(offset);
}

/** Where things lie: byte offsets. */
interface Places {
  readonly task: number;
  readonly heads: number;
  readonly stream: number;
  /** Patterns that are here, as many as `held`; their bounds and labels. */
  readonly rows: number;
  readonly barely: number;
  readonly errors: number;
  readonly labels: number;
  readonly order: number;
  readonly states: number;
  readonly planes: number;
  readonly rowBytes: number;
  readonly held: number;
  readonly resident: boolean;
}

export function wasmCore(options: CoreOptions): PerceptronCore {
  const { arena, perceptron } = wasmKernels();
  const places = layOut(options, arena);
  const { task, stream, rows, barely, errors, order, held, resident, rowBytes } = places;
  const patterns = options.patterns.rows;
  const { stride } = options.patterns;
  const signs = (places.states + places.planes * rowBytes) / 4;
  let released = false;

  function alive(): void {
    if (released) throw new Error('this perceptron was released');
  }

  /** The rows that `inTurn` lists, chunk by chunk. */
  function presentChunks(inTurn: Int32Array): number {
    const identity = arena.allocate(4 * held);
    const { words, integers, bytes } = arena.views();
    for (let k = 0; k < held; k++) integers[identity / 4 + k] = k;
    let wrong = 0;
    for (let done = 0; done < inTurn.length; done += held) {
      const count = Math.min(held, inTurn.length - done);
      for (let k = 0; k < count; k++) {
        const mu = inTurn[done + k];
        words.set(options.patterns.words.subarray(mu * stride, (mu + 1) * stride), rows / 4 + k * stride);
        bytes[places.labels + k] = options.labels[mu];
      }
      fold(options, places, count);
      wrong += perceptron.present(task, rows, barely, errors, identity, count);
    }
    arena.free(identity);
    return wrong;
  }

  function learnChunks(most: number): { epochs: number; clean: boolean } {
    for (let epochs = 1; ; epochs++) {
      perceptron.shuffle(stream, order, patterns);
      const wrong = presentChunks(arena.views().integers.slice(order / 4, order / 4 + patterns));
      arena.views().integers[task / 4 + ERRORS] += wrong;
      if (wrong === 0 || epochs === most) return { epochs, clean: wrong === 0 };
    }
  }

  const core: PerceptronCore = {
    learn(most) {
      alive();
      if (!resident) return learnChunks(most);
      const epochs = perceptron.learn(task, rows, barely, errors, order, patterns, most);
      return { epochs: Math.min(epochs, most), clean: epochs <= most };
    },
    errors(): number {
      alive();
      return arena.views().integers[task / 4 + ERRORS];
    },
    present(inTurn): number {
      alive();
      if (!resident) return presentChunks(inTurn);
      const at = arena.allocate(4 * inTurn.length);
      arena.views().integers.set(inTurn, at / 4);
      const wrong = perceptron.present(task, rows, barely, errors, at, inTurn.length);
      arena.free(at);
      return wrong;
    },
    deepened(): number {
      alive();
      return arena.views().integers[task / 4 + DEEPENED];
    },
    writeStates(h): void {
      alive();
      const plain = hiddenStates(options.patterns.cols, options.states);
      plain.write(h);
      arena.views().words.set(plain.planes, places.states / 4);
    },
    writeSigns(row): void {
      alive();
      arena.views().words.set(row.subarray(0, stride), places.heads / 4);
      perceptron.writeSigns(task);
    },
    readStates(h): void {
      alive();
      const plain = hiddenStates(options.patterns.cols, options.states);
      plain.planes.set(arena.views().words.subarray(places.states / 4, signs + stride));
      plain.read(h);
    },
    readSigns(row): void {
      alive();
      row.set(arena.views().words.subarray(signs, signs + stride));
    },
    release(): void {
      if (released) return;
      released = true;
      forgotten.unregister(core);
      arena.free(task);
    },
  };
  forgotten.register(core, freeing(arena, task), core);
  return core;
}

/** One region, all of it written. */
function layOut(options: CoreOptions, arena: WasmArena): Places {
  const { patterns, labels, states: levels } = options;
  const rowBytes = 4 * patterns.stride;
  const deepest = levels / 2 - 1;
  const planes = 32 - Math.clz32(deepest);
  const resident = patterns.rows * rowBytes <= options.residentBytes;
  const held = resident ? patterns.rows : Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  const vectors = TASK_BYTES + BUFFER + BUFFER_BYTES + (planes + 3 + held) * rowBytes;
  const task = arena.allocate(vectors + 4 * patterns.rows + 9 * held);
  const stream = task + TASK_BYTES;
  const states = stream + BUFFER + BUFFER_BYTES;
  const mask = states + (planes + 1) * rowBytes;
  const heads = mask + rowBytes;
  const rows = heads + rowBytes;
  const order = task + vectors;
  const barely = order + 4 * patterns.rows;
  const errors = barely + 4 * held;
  const signs = errors + 4 * held;
  const { words, integers, doubles, bytes } = arena.views();
  const used = Math.ceil(patterns.cols / 128);
  const fields = [rowBytes, used, planes, deepest, states, mask, heads, stream, COINS[options.coin], 0, 0];
  integers.set(fields, task / 4);
  doubles[task / 8 + TASK_WORDS / 2] = options.p;
  words.set(options.generators, stream / 4);
  // The buffer is used up.
  integers[stream / 4 + GENERATORS] = BUFFER_BYTES;
  wasmKernels().perceptron.begin(task, patterns.cols, order, patterns.rows);
  if (resident) {
    words.set(patterns.words.subarray(0, patterns.rows * patterns.stride), rows / 4);
    bytes.set(labels, signs);
  }
  const places = {
    task,
    heads,
    stream,
    rows,
    barely,
    errors,
    labels: signs,
    order,
    states,
    planes,
    rowBytes,
    held,
    resident,
  };
  if (resident) fold(options, places, patterns.rows);
  return places;
}

/** Folds the labels into the first `count` rows, and writes their bounds. */
function fold(options: CoreOptions, { task, rows, labels, barely, errors }: Places, count: number): void {
  const size = options.patterns.cols;
  const { perceptron } = wasmKernels();
  perceptron.fold(
    task,
    rows,
    count,
    labels,
    barely,
    errors,
    differing(size, options.barely.below),
    differing(size, options.barely.above),
    differing(size, options.error.below),
    differing(size, options.error.above),
  );
}

/** Bits in which a row differs from the weights where the sum is `bound`, or less by what makes it even. */
function differing(size: number, bound: number): number {
  return Math.ceil((size - bound) / 2);
}
