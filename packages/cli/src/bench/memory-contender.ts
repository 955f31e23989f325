/**
 * The process of one of our online memories: applies the given events, then times its own, by its user CPU clock.
 *
 *   node memory-contender.js CONTENDER MODEL FILE
 *
 * `wasm-stops`: reads the overlaps of 8 patterns at a stop every 64 events, and keeps an input. Prints a `MemoryReport`.
 */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { naiveMemory } from '@fewbits/kernels/testing';
import {
  type BenchModel,
  type MemoryContender,
  type MemoryReport,
  planesOf,
  SIZE,
  startMemory,
  timedEvents,
} from './memory-tasks.ts';

const [contender, model, file] = process.argv.slice(2) as [MemoryContender, BenchModel, string];
const events = timedEvents[contender];
const bytes = readFileSync(file);
const start = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const { memory, rule, codes, inputs } = startMemory(model, contender === 'typescript-u32' ? 'ts' : 'wasm', start);
const { check, run } = contender === 'naive-typescript' ? naive() : packed();

check();
const crc = crc32(new Uint8Array(planesOf(codes).buffer));
run(Math.ceil(events / 8));
const before = process.cpuUsage().user;
run(events);
const seconds = (process.cpuUsage().user - before) / 1e6;
const report: MemoryReport = { seconds, events, crc };
process.stdout.write(JSON.stringify(report));

interface Program {
  check(): void;
  run(count: number): void;
}

function packed(): Program {
  const stops = contender === 'wasm-stops';
  const kept = new Uint32Array(memory.rowWords);
  const patterns = inputs.subarray(0, 8 * memory.rowWords);
  const overlaps = new Float64Array(8);
  return {
    check() {
      memory.apply(inputs);
      memory.readCodes(codes);
    },
    run(count) {
      if (!stops) return memory.update(count);
      for (let done = 0; done < count; done += 64) {
        memory.update(64, Int32Array.of(64), kept);
        memory.overlap(patterns, overlaps);
      }
    },
  };
}

/** One synapse after the other, each event a draw of a cheap generator (xorshift32). */
function naive(): Program {
  const synapses = naiveMemory(rule, SIZE);
  synapses.writeCodes(codes);
  const xi = new Int8Array(SIZE);
  let random = 1;
  return {
    check() {
      for (let row = 0; row < inputs.length; row += memory.rowWords) {
        for (let i = 0; i < SIZE; i++) xi[i] = ((inputs[row + (i >>> 5)] as number) >>> (i & 31)) & 1 ? 1 : -1;
        synapses.step(xi);
      }
      synapses.readCodes(codes);
    },
    run(count) {
      for (let e = 0; e < count; e++) {
        for (let i = 0; i < SIZE; i++) {
          random ^= random << 13;
          random ^= random >>> 17;
          random ^= random << 5;
          xi[i] = random < 0 ? -1 : 1;
        }
        synapses.step(xi);
      }
    },
  };
}
