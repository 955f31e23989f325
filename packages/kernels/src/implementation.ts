/**
 * Which code runs the bit-exact kernels in this thread: WebAssembly SIMD, or TypeScript where that is asked for
 * (FEWBITS_KERNELS=ts) or the module cannot be had. The results are the same bits. Chosen once, at first use.
 */
import { createHash } from 'node:crypto';
import { readModule } from './module-file.ts';
import { type WasmArena, wasmArena } from './wasm-arena.ts';
import { webAssembly } from './web-assembly.ts';

export interface KernelImplementation {
  readonly name: 'wasm' | 'ts';
  /** Why this one: for people. */
  readonly reason: string;
  /** SHA-256 of the modules that run, one after the other, hexadecimal; null without them. */
  readonly sha256: string | null;
}

/** The exports of assembly/online-memory.ts. Numbers are byte offsets, counts or flags. */
export interface OnlineMemoryModule {
  update(...args: number[]): void;
  countSigns(...args: number[]): void;
  distances(...args: number[]): void;
  common(...args: number[]): number;
}

/** The exports of assembly/perceptron.ts. */
export interface PerceptronModule {
  scan(...args: number[]): void;
  begin(...args: number[]): void;
  writeSigns(...args: number[]): void;
  fold(...args: number[]): void;
  shuffle(...args: number[]): void;
  learn(...args: number[]): number;
  present(...args: number[]): number;
  deepen(...args: number[]): number;
}

/** The exports of assembly/belief.ts. */
export interface BeliefModule {
  hazard32(...args: number[]): void;
  hazard64(...args: number[]): void;
  layout(...args: number[]): void;
  prepare(...args: number[]): void;
  forget(...args: number[]): void;
  product(...args: number[]): number;
  tails(...args: number[]): void;
  digitise(...args: number[]): number;
  tilt(...args: number[]): number;
  signs(...args: number[]): void;
  findError(...args: number[]): number;
}

export interface WasmKernels {
  readonly arena: WasmArena;
  readonly onlineMemory: OnlineMemoryModule;
  readonly perceptron: PerceptronModule;
  readonly belief: BeliefModule;
}

interface Loaded {
  readonly kernels: WasmKernels;
  readonly sha256: string;
}

let loaded: Loaded | undefined;
let chosen: KernelImplementation | undefined;

function load(): Loaded {
  if (loaded === undefined) {
    const arena = wasmArena();
    const hash = createHash('sha256');
    const instance = (name: string): unknown => {
      const bytes = readModule(name);
      hash.update(bytes);
      return new webAssembly.Instance(new webAssembly.Module(bytes), { env: { memory: arena.memory } }).exports;
    };
    const onlineMemory = instance('online-memory') as OnlineMemoryModule;
    const perceptron = instance('perceptron') as PerceptronModule;
    const belief = instance('belief') as BeliefModule;
    loaded = { kernels: { arena, onlineMemory, perceptron, belief }, sha256: hash.digest('hex') };
  }
  return loaded;
}

/** What runs the kernels in this thread, for the manifest and `fewbits bench`. */
export function kernelImplementation(): KernelImplementation {
  chosen ??= choose(process.env['FEWBITS_KERNELS']);
  return chosen;
}

function choose(asked: string | undefined): KernelImplementation {
  if (asked === 'ts') return { name: 'ts', reason: 'FEWBITS_KERNELS=ts', sha256: null };
  if (asked !== undefined && asked !== '' && asked !== 'wasm') {
    throw new RangeError(`FEWBITS_KERNELS: got "${asked}", expected wasm or ts`);
  }
  try {
    return { name: 'wasm', reason: asked === 'wasm' ? 'FEWBITS_KERNELS=wasm' : 'default', sha256: load().sha256 };
  } catch (cause) {
    if (asked === 'wasm') throw new Error('FEWBITS_KERNELS=wasm, but the module does not load', { cause });
    return { name: 'ts', reason: `the WebAssembly module does not load: ${String(cause)}`, sha256: null };
  }
}

/** The instance of this thread. */
export function wasmKernels(): WasmKernels {
  return load().kernels;
}
