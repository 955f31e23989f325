/**
 * The built WebAssembly module, read from beside this package's code: the one place where the kernels touch a file.
 */
import { readFileSync } from 'node:fs';

/** Bytes of `build/<name>.wasm`; `src` and `dist` lie at the same depth. */
export function readModule(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../build/${name}.wasm`, import.meta.url)));
}
