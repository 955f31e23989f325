/** The kernels as a user gets them: packed by npm, without sources' neighbours, in worker threads, under both settings. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const program = `
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createOnlineMemory, kernelImplementation } from '@fewbits/kernels';

function run() {
  const rule = { name: 'direction-marker', groups: 5, last: 'cyclic' };
  const memory = createOnlineMemory({ rule, size: 333, key: Uint32Array.of(1, 2, 3, 4) });
  memory.update(1001);
  const state = new Uint32Array(memory.stateWords);
  memory.snapshot(state);
  return { state: state.join(), name: kernelImplementation().name, sha256: kernelImplementation().sha256 };
}

if (isMainThread) {
  const workers = [0, 1].map(() => new Promise((done) => new Worker(new URL(import.meta.url)).once('message', done)));
  console.log(JSON.stringify([run(), ...(await Promise.all(workers))]));
} else parentPort.postMessage(run());
`;

interface Outcome {
  readonly state: string;
  readonly name: string;
  readonly sha256: string | null;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fewbits-kernels-'));
  const scope = join(folder, 'node_modules/@fewbits');
  mkdirSync(join(scope, 'kernels'), { recursive: true });
  // Built before the tests: no scripts.
  const npm = (...args: string[]): string => execFileSync('npm', args, { cwd: root, encoding: 'utf8' });
  const [packed] = JSON.parse(
    npm('pack', '--workspace', '@fewbits/kernels', '--ignore-scripts', '--json', '--pack-destination', folder),
  ) as [{ filename: string }];
  execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', join(scope, 'kernels'), '--strip-components=1']);
  symlinkSync(join(root, 'packages/numerics'), join(scope, 'numerics'));
  writeFileSync(join(folder, 'program.mjs'), program);
});
afterAll(() => rmSync(folder, { recursive: true }));

function outcomes(setting: 'ts' | 'wasm'): Outcome[] {
  const env = { ...process.env, FEWBITS_KERNELS: setting };
  const out = execFileSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8', env });
  return JSON.parse(out) as Outcome[];
}

it('run in the main thread and in workers, in both implementations, with the same result', () => {
  const [wasm, ts] = (['wasm', 'ts'] as const).map(outcomes);
  expect(wasm.map(({ name }) => name)).toEqual(['wasm', 'wasm', 'wasm']);
  expect(ts.map(({ name }) => name)).toEqual(['ts', 'ts', 'ts']);
  expect(new Set([...wasm, ...ts].map(({ state }) => state)).size).toBe(1);
  expect(wasm[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});
