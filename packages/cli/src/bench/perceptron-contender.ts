/**
 * The process of one of our perceptron kernels: `node perceptron-contender.js KERNEL FILE`.
 * Calls the module as the packages do, the data in its memory. Prints a `PerceptronReport`.
 */
import { readFileSync } from 'node:fs';
import { millsTables, wasmKernels } from '@fewbits/kernels/testing';
import { type PerceptronKernel, type PerceptronReport, ROWS, SIZE } from './perceptron-tasks.ts';

const [kernel, file] = process.argv.slice(2) as [PerceptronKernel, string];
const ROW_BYTES = SIZE / 8;
/** Of m = (|h| - 1)/2, h up to ±31. */
const PLANES = 4;
const { arena, perceptron, belief } = wasmKernels();

interface Program {
  check(): number;
  run(count: number): void;
  readonly count: number;
  /** Items of each. */
  readonly each: number;
}

const { check, run, count, each } = { scan, update, 'mills-ratio': millsRatio }[kernel]();
const checked = check();
run(Math.ceil(count / 8));
const before = process.cpuUsage().user;
run(count);
const seconds = (process.cpuUsage().user - before) / 1e6;
const report: PerceptronReport = { seconds, items: count * each, check: checked };
process.stdout.write(JSON.stringify(report));

/** Packed rows in the memory. */
function packedRows(): number {
  const signs = readFileSync(file);
  const at = arena.allocate(ROWS * ROW_BYTES);
  const words = new Uint32Array(arena.memory.buffer, at, (ROWS * SIZE) / 32);
  for (const [i, sign] of signs.entries())
    if (sign === 1) words[i >>> 5] = (words[i >>> 5] as number) | (1 << (i & 31));
  return at;
}

function scan(): Program {
  const rows = packedRows();
  const out = arena.allocate(4 * ROWS);
  const once = (): void => perceptron.scan(rows, ROW_BYTES, SIZE / 1024, ROWS, rows, out);
  return {
    check() {
      once();
      const distances = new Int32Array(arena.memory.buffer, out, ROWS);
      return distances.reduce((sum, d, r) => sum + (SIZE - 2 * d) * (1 + (r % 7)), 0);
    },
    run(count) {
      for (let k = 0; k < count; k++) once();
    },
    ...{ count: 8000, each: ROWS * SIZE },
  };
}

/** h += 2 xi where xi = W and a mask says so, clipped at ±31; the mask of row r is row r + 1. */
function update(): Program {
  const rows = packedRows();
  const states = arena.allocate((PLANES + 1) * ROW_BYTES);
  const planes = new Uint32Array(arena.memory.buffer, states, ((PLANES + 1) * SIZE) / 32);
  planes.fill(0);
  planes.set(new Uint32Array(arena.memory.buffer, rows, SIZE / 32), (PLANES * SIZE) / 32);
  const step = (k: number): void => {
    const r = 1 + (k % (ROWS - 2));
    perceptron.deepen(states, ROW_BYTES, PLANES, 15, SIZE / 128, rows + r * ROW_BYTES, rows + (r + 1) * ROW_BYTES);
  };
  return {
    check() {
      for (let k = 0; k < 300; k++) step(k);
      let total = 0;
      for (let i = 0; i < SIZE; i++) {
        const bit = (p: number): number => ((planes[(p * SIZE) / 32 + (i >>> 5)] as number) >>> (i & 31)) & 1;
        let m = 0;
        for (let p = 0; p < PLANES; p++) m |= bit(p) << p;
        total += (bit(PLANES) === 1 ? 2 * m + 1 : -2 * m - 1) * (1 + (i % 7));
      }
      return total;
    },
    run(count) {
      for (let k = 0; k < count; k++) step(k);
    },
    ...{ count: 5_000_000, each: SIZE },
  };
}

function millsRatio(): Program {
  const x = arena.allocate(4 * SIZE);
  const out = arena.allocate(4 * SIZE);
  const from = Float32Array.from({ length: SIZE }, (_, k) => -6 + (12 * k) / SIZE);
  const { single } = millsTables();
  new Float32Array(arena.memory.buffer, x, SIZE).set(from);
  const once = (): void => belief.hazard32(x, out, SIZE, single);
  return {
    check() {
      once();
      return new Float32Array(arena.memory.buffer, out, SIZE).reduce((sum, r) => sum + r, 0);
    },
    run(count) {
      for (let k = 0; k < count; k++) once();
    },
    ...{ count: 60_000, each: SIZE },
  };
}
