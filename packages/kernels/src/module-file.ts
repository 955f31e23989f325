/**
 * The built WebAssembly modules, read from beside this package's code: the one place where the kernels touch a file.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of `build/<name>.wasm`; `src` and `dist` lie at the same depth. */
export function readModule(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../build/${name}.wasm`, import.meta.url)));
}

/** SHA-256 of each module, by name. */
export function moduleHashes(): Record<string, string> {
  const files = readdirSync(new URL('../build/', import.meta.url));
  const names = files.flatMap((name) => /^(.+)\.wasm$/.exec(name)?.[1] ?? []).sort();
  return Object.fromEntries(names.map((name) => [name, createHash('sha256').update(readModule(name)).digest('hex')]));
}
