/**
 * The process of one of our perceptron kernels: `node tools/bench/kernel-contender.mjs KERNEL FILE`. N = 4096, 1600 rows.
 * Calls the module as the packages do, the data in its memory. Prints {seconds, items, check}.
 */
import { readFileSync } from 'node:fs';
import { wasmKernels } from '../../packages/kernels/dist/implementation.js';
import { millsTables } from '../../packages/kernels/dist/mills-ratio.js';

const [kernel, file] = process.argv.slice(2);
const N = 4096;
const ROWS = 1600;
const ROW_BYTES = N / 8;
const PLANES = 5;
const { arena, perceptron, belief } = wasmKernels();
const { check, run, items } = { scan, update, hazard }[kernel]();

const checked = check();
run(Math.ceil(items.count / 8));
const before = process.cpuUsage().user;
run(items.count);
const seconds = (process.cpuUsage().user - before) / 1e6;
console.log(JSON.stringify({ seconds, items: items.count * items.each, check: checked }));

/** Packed rows in the memory. */
function packedRows() {
  const signs = readFileSync(file);
  const at = arena.allocate(ROWS * ROW_BYTES);
  const words = new Uint32Array(arena.memory.buffer, at, (ROWS * N) / 32);
  for (let i = 0; i < signs.length; i++) if (signs[i] === 1) words[i >>> 5] |= 1 << (i & 31);
  return at;
}

function scan() {
  const rows = packedRows();
  const out = arena.allocate(4 * ROWS);
  const once = () => perceptron.scan(rows, ROW_BYTES, N / 1024, ROWS, rows, out);
  return {
    check() {
      once();
      return new Int32Array(arena.memory.buffer, out, ROWS).reduce((sum, d, r) => sum + (N - 2 * d) * (1 + (r % 7)), 0);
    },
    run(count) {
      for (let k = 0; k < count; k++) once();
    },
    items: { count: 8000, each: ROWS * N },
  };
}

/** h += 2 xi where xi = W and a mask says so, clipped at ±31; the mask of row r is row r + 1. */
function update() {
  const rows = packedRows();
  const states = arena.allocate(PLANES * ROW_BYTES);
  const task = arena.allocate(64);
  const planes = new Uint32Array(arena.memory.buffer, states, (PLANES * N) / 32);
  const start = new Uint32Array(arena.memory.buffer, rows, N / 32);
  for (let p = 0; p < PLANES; p++) {
    for (let k = 0; k < N / 32; k++) planes[(p * N) / 32 + k] = p === PLANES - 1 ? start[k] : ~start[k];
  }
  new Int32Array(arena.memory.buffer, task, 12).set([ROW_BYTES, N / 128, PLANES, 31, states]);
  const step = (k) => {
    const r = 1 + (k % (ROWS - 2));
    perceptron.step(task, rows + r * ROW_BYTES, rows + (r + 1) * ROW_BYTES, 1);
  };
  return {
    check() {
      for (let k = 0; k < 300; k++) step(k);
      let total = 0;
      for (let i = 0; i < N; i++) {
        let j = 0;
        for (let p = 0; p < PLANES; p++) j |= ((planes[(p * N) / 32 + (i >>> 5)] >>> (i & 31)) & 1) << p;
        total += (2 * j - 31) * (1 + (i % 7));
      }
      return total;
    },
    run(count) {
      for (let k = 0; k < count; k++) step(k);
    },
    items: { count: 2_000_000, each: N },
  };
}

function hazard() {
  const x = arena.allocate(4 * N);
  const out = arena.allocate(4 * N);
  new Float32Array(arena.memory.buffer, x, N).set(Float32Array.from({ length: N }, (_, k) => -6 + (12 * k) / N));
  const { single } = millsTables();
  const once = () => belief.hazard32(x, out, N, single);
  return {
    check() {
      once();
      return new Float32Array(arena.memory.buffer, out, N).reduce((sum, r) => sum + r, 0);
    },
    run(count) {
      for (let k = 0; k < count; k++) once();
    },
    items: { count: 20_000, each: N },
  };
}
