import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readModule } from './module-file.ts';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

/** A thread that has just started under this setting. */
async function chosen(setting: string | undefined) {
  vi.stubEnv('FEWBITS_KERNELS', setting);
  const { kernelImplementation } = await import('./implementation.ts');
  return kernelImplementation();
}

it('is WebAssembly by default, and says which modules', async () => {
  const hash = createHash('sha256');
  for (const name of ['online-memory', 'perceptron', 'belief']) hash.update(readModule(name));
  const sha256 = hash.digest('hex');
  expect(await chosen(undefined)).toEqual({ name: 'wasm', reason: 'default', sha256 });
  vi.resetModules();
  expect(await chosen('wasm')).toEqual({ name: 'wasm', reason: 'FEWBITS_KERNELS=wasm', sha256 });
});

it('is TypeScript where that is asked for', async () => {
  expect(await chosen('ts')).toEqual({ name: 'ts', reason: 'FEWBITS_KERNELS=ts', sha256: null });
});

it('refuses other settings', async () => {
  await expect(chosen('simd')).rejects.toThrow('FEWBITS_KERNELS: got "simd", expected wasm or ts');
});

it('falls back to TypeScript and says why where the module cannot be had, unless it was asked for', async () => {
  vi.doMock('./module-file.ts', () => ({
    readModule: () => {
      throw new Error('no such file');
    },
  }));
  const fallback = await chosen(undefined);
  expect(fallback.name).toBe('ts');
  expect(fallback.reason).toContain('no such file');
  vi.resetModules();
  await expect(chosen('wasm')).rejects.toThrow('FEWBITS_KERNELS=wasm, but the module does not load');
  vi.doUnmock('./module-file.ts');
});
