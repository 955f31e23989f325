/**
 * The online perceptron in WebAssembly. Patterns that are not too many lie in the memory of the thread's kernels; of more,
 * those that are presented next are copied there, so that no second copy of all exists.
 */
import { fillMask } from '../bit-matrix.ts';
import { hiddenStates } from '../hidden-states.ts';
import { type WasmKernels, wasmKernels } from '../implementation.ts';
import type { WasmArena } from '../wasm-arena.ts';
import type { CoreOptions, PerceptronCore } from './perceptron-core.ts';

/** Bytes of patterns that are copied at once where not all are. */
const CHUNK_BYTES = 2 ** 20;

const COINS = { never: 0, always: 1, pattern: 2, synapse: 3 };
/** Bytes of the generators and of the whole word stream (assembly/word-stream.ts). */
const PLACE = 64;
const BUFFER = 80;
const BUFFER_BYTES = 1024;
/** The class Task of assembly/perceptron.ts: 12 words, the probability, padding. */
const TASK_BYTES = 64;
const TASK_WORDS = 12;
const DEEPENED = 9;
const ERRORS = 11;

/** Gives back the memory of a core that nobody released. */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** Out here, where no closure holds the core: it would never be forgotten. */
function freeing(arena: WasmArena, offset: number): () => void {
  return () => arena.free(offset);
}

export function wasmCore(options: CoreOptions): PerceptronCore {
  const { patterns, labels } = options;
  const { rows, stride } = patterns;
  const { arena, perceptron }: WasmKernels = wasmKernels();
  const rowBytes = 4 * stride;
  const planes = 32 - Math.clz32(options.states - 1);
  const resident = rows * rowBytes <= options.residentBytes;
  const held = resident ? rows : Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  // One region: task, states, mask, room for heads, stream, patterns, order, bounds of barely correct and wrong, labels.
  const layout = [TASK_BYTES, planes * rowBytes, rowBytes, rowBytes, BUFFER + BUFFER_BYTES];
  layout.push(held * rowBytes, 4 * rows, 4 * held, 4 * held, held);
  const base = arena.allocate(layout.reduce((sum, bytes) => sum + bytes, 0));
  const offsets = layout.map((_, k) => layout.slice(0, k).reduce((sum, bytes) => sum + bytes, base));
  const [task, states, mask, heads, stream, rowsAt, orderAt, barelyAt, errorsAt, labelsAt] = offsets;
  const words = (offset: number, count: number): Uint32Array => new Uint32Array(arena.memory.buffer, offset, count);
  const integers = (offset: number, count: number): Int32Array => new Int32Array(arena.memory.buffer, offset, count);

  fillMask(patterns.cols, words(mask, stride));
  words(heads, stride).fill(0);
  fillSigns(words(heads, stride));
  words(stream, PLACE / 4).set(options.generators);
  integers(stream + PLACE, 1)[0] = BUFFER_BYTES;
  writeTask();
  if (resident) {
    words(rowsAt, rows * stride).set(patterns.words.subarray(0, rows * stride));
    fold(labels, rows);
  }
  const first = integers(orderAt, rows);
  for (let mu = 0; mu < rows; mu++) first[mu] = mu;

  /** All states ±1: the sign plane is `row`, the others its complement. */
  function fillSigns(row: Uint32Array): void {
    const planeWords = words(states, planes * stride);
    const ones = words(mask, stride);
    const top = (planes - 1) * stride;
    for (let k = 0; k < stride; k++) planeWords[k] = ~row[k] & ones[k];
    for (let p = 1; p < planes - 1; p++) planeWords.copyWithin(p * stride, 0, stride);
    planeWords.set(row.subarray(0, stride), top);
  }

  function writeTask(): void {
    const vectors = Math.ceil(patterns.cols / 128);
    const highest = 2 ** (planes - 1) + options.states / 2 - 1;
    integers(task, TASK_WORDS).set([
      ...[rowBytes, vectors, planes, highest, states, mask, heads, stream, COINS[options.coin], 0, 0, 0],
    ]);
    new Float64Array(arena.memory.buffer, task + 4 * TASK_WORDS, 1)[0] = options.p;
  }

  /** Fold the labels into the rows that have just been copied, and write the bounds. */
  function fold(signs: Int8Array, count: number): void {
    new Int8Array(arena.memory.buffer, labelsAt, count).set(signs.subarray(0, count));
    perceptron.gauge(rowsAt, rowBytes, count, labelsAt, mask);
    const { error, barely } = options;
    const differing = (bound: number): number => Math.ceil((patterns.cols - bound) / 2);
    const bounds = [barely.below, barely.above, error.below, error.above].map(differing);
    const barelyFrom = integers(barelyAt, count);
    const errorFrom = integers(errorsAt, count);
    for (let k = 0; k < count; k++) {
      barelyFrom[k] = signs[k] < 0 ? bounds[0] : bounds[1];
      errorFrom[k] = signs[k] < 0 ? bounds[2] : bounds[3];
    }
  }

  /** The rows that `order` lists, chunk by chunk. */
  function presentChunks(order: Int32Array): number {
    let errors = 0;
    const inTurn = arena.allocate(4 * held);
    for (let k = 0; k < held; k++) integers(inTurn, held)[k] = k;
    const signs = new Int8Array(held);
    for (let done = 0; done < order.length; done += held) {
      const count = Math.min(held, order.length - done);
      const chunk = words(rowsAt, count * stride);
      for (let k = 0; k < count; k++) {
        const mu = order[done + k];
        chunk.set(patterns.words.subarray(mu * stride, (mu + 1) * stride), k * stride);
        signs[k] = labels[mu];
      }
      fold(signs, count);
      errors += perceptron.present(task, rowsAt, barelyAt, errorsAt, inTurn, count);
    }
    arena.free(inTurn);
    return errors;
  }

  let released = false;
  const core: PerceptronCore = {
    learn(most) {
      alive();
      if (resident) {
        const epochs = perceptron.learn(task, rowsAt, barelyAt, errorsAt, orderAt, rows, most);
        return { epochs: Math.min(epochs, most), clean: epochs <= most };
      }
      for (let epochs = 1; ; epochs++) {
        perceptron.shuffle(stream, orderAt, rows);
        const wrong = presentChunks(integers(orderAt, rows).slice());
        integers(task, TASK_WORDS)[ERRORS] += wrong;
        if (wrong === 0 || epochs === most) return { epochs, clean: wrong === 0 };
      }
    },
    errors(): number {
      alive();
      return integers(task, TASK_WORDS)[ERRORS];
    },
    present(order): number {
      alive();
      if (!resident) return presentChunks(order);
      const at = arena.allocate(4 * order.length);
      integers(at, order.length).set(order);
      const errors = perceptron.present(task, rowsAt, barelyAt, errorsAt, at, order.length);
      arena.free(at);
      return errors;
    },
    deepened(): number {
      alive();
      return integers(task, TASK_WORDS)[DEEPENED];
    },
    writeStates(h): void {
      alive();
      const plain = hiddenStates(patterns.cols, options.states);
      plain.write(h);
      words(states, planes * stride).set(plain.planes);
    },
    writeSigns(row): void {
      alive();
      fillSigns(row);
    },
    readStates(h): void {
      alive();
      const plain = hiddenStates(patterns.cols, options.states);
      plain.planes.set(words(states, planes * stride));
      plain.read(h);
    },
    readSigns(row): void {
      alive();
      row.set(words(states + (planes - 1) * rowBytes, stride));
    },
    release(): void {
      if (released) return;
      released = true;
      forgotten.unregister(core);
      arena.free(base);
    },
  };

  function alive(): void {
    if (released) throw new Error('this perceptron was released');
  }

  forgotten.register(core, freeing(arena, base), core);
  return core;
}
