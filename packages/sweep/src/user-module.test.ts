import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { UserModuleError } from './module-files.ts';
import { type LoadOptions, loadUserModule, verifyUserModule } from './user-module.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'fewbits-user-module-')));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

function write(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(++folders));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return join(folder, 'mine.mjs');
}

async function errorOf(path: string, options?: LoadOptions): Promise<UserModuleError> {
  const error = await loadUserModule(path, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserModuleError);
  return error as UserModuleError;
}

async function messageOf(path: string, options?: LoadOptions): Promise<string> {
  return (await errorOf(path, options)).message.replaceAll(`${dirname(path)}/`, '');
}

const mine = `
import { half } from './lib/half.mjs';
export default {
  name: 'mine',
  version: 1,
  parameters: {
    size: { type: 'int', min: 1, unit: '1', doc: 'units' },
    kind: { type: 'string', values: ['a', 'b'], default: 'a', doc: 'which' },
  },
  columns: { value: { type: 'float', unit: '1', doc: 'a value' }, curve: { type: 'float[]', unit: '1', doc: 'two values' } },
  run({ params, rng }) { return { value: half(params.size) + rng.uniform(), curve: [0, 1] }; },
};
`;
const half = 'export const half = (x) => x / 2;';

describe('loadUserModule', () => {
  it("completes the contract's example, which runs", async () => {
    const path = write({ 'mine.mjs': mine, 'lib/half.mjs': half });
    const loaded = await loadUserModule(path);
    expect(loaded.path).toBe(path);
    expect(loaded.sha256).toMatch(/^[0-9a-f]{64}$/);
    const { experiment } = loaded;
    expect(experiment.parameters['kind']).toEqual({
      ...{ type: 'string', values: ['a', 'b'], default: 'a', unit: '1', doc: 'which' },
    });
    expect(experiment.summaries).toEqual([]);
    const rng = philoxRng(streamKey(1, 'trial', 'x'));
    const row = await experiment.run({
      ...{ params: { size: 8, kind: 'a' }, rng, stream: () => rng, signal: new AbortController().signal },
      patterns: () => Promise.reject(new Error('no file is named')),
    });
    expect(row['value']).toBeGreaterThanOrEqual(4);
    expect(row['value']).toBeLessThan(5);
    expect(row['curve']).toEqual([0, 1]);
  });

  it('gives the same module when asked twice, and refuses it when a file has changed in between', async () => {
    const path = write({ 'mine.mjs': mine, 'lib/half.mjs': half });
    const first = await loadUserModule(path);
    const again = await loadUserModule(path, { sha256: first.sha256 });
    expect(again.experiment.run).toBe(first.experiment.run);
    expect(again.sha256).toBe(first.sha256);
    writeFileSync(join(dirname(path), 'lib/half.mjs'), `${half} // edited`);
    expect(await messageOf(path)).toBe(
      'mine.mjs: 1 problem\n    lib/half.mjs  has changed since this process loaded it; start again to use the new content',
    );
  });

  it('refuses content that is not what was planned, before it runs', async () => {
    const path = write({ 'mine.mjs': mine, 'lib/half.mjs': half });
    const { sha256 } = await loadUserModule(path);
    verifyUserModule(path, sha256);
    writeFileSync(join(dirname(path), 'lib/half.mjs'), 'throw new Error("must not run")');
    const refused =
      /^mine\.mjs: 1 problem\n {6}the module, or a file that it imports, has changed since the plan was made \(SHA-256 [0-9a-f]{12}…, planned [0-9a-f]{12}…\); start the run again to plan with the new content$/;
    expect(await messageOf(path, { sha256 })).toMatch(refused);
    expect(() => verifyUserModule(path, sha256)).toThrow(UsageError);
  });

  it('refuses a module that changes while it is loaded', async () => {
    const path = write({
      'mine.mjs': `import { appendFileSync } from 'node:fs'; appendFileSync(new URL(import.meta.url), ' ');\n${mine}`,
      'lib/half.mjs': half,
    });
    expect(await messageOf(path)).toBe(
      'mine.mjs: 1 problem\n      has changed while it was loaded; start again to use the new content',
    );
  });

  it.each<[string, Record<string, string>, string]>([
    ['is missing', {}, '      no such file'],
    ['is a directory', { 'mine.mjs/x': '' }, '      is a directory, expected a file'],
    [
      'does not parse',
      { 'mine.mjs': `const a = 1;\n  const = 2;\nexport default {};` },
      "  2:9    does not parse: SyntaxError: Unexpected token '='",
    ],
    [
      'imports what does not parse',
      { 'mine.mjs': `import './lib/a.mjs';\nexport default {};`, 'lib/a.mjs': 'let x = 3 4;' },
      '  1:11  lib/a.mjs  does not parse: SyntaxError: Unexpected number',
    ],
    [
      'imports what is missing',
      { 'mine.mjs': `\nimport './lib/a.mjs';\nexport default {};` },
      '  2:1    imports "./lib/a.mjs": no such file',
    ],
    [
      'exports nothing',
      { 'mine.mjs': 'const a = 1;' },
      '      has no default export (it exports nothing), expected export default { name, parameters, columns, run }',
    ],
    [
      'has no default export',
      { 'mine.mjs': 'export const mine = {}; export const other = 1;' },
      '      has no default export (it exports mine, other), expected export default { name, parameters, columns, run }',
    ],
    [
      'exports a function',
      { 'mine.mjs': 'export default () => ({});' },
      '      got a function, expected an object with name, parameters, columns and run',
    ],
    [
      'exports a Promise',
      { 'mine.mjs': 'export default Promise.resolve({});' },
      '      got a Promise, expected an object: write export default await …',
    ],
    [
      'breaks the contract',
      { 'mine.mjs': `export default { name: 'mine', parameters: { size: { type: 'integer' } }, columns: {} };` },
      [
        '    parameters.size.type  unknown type "integer", did you mean int? Known: int, float, string, bool, int[], float[]',
        '    columns               got {}, expected at least one column',
        '    run                   missing, expected a function of { params, rng, signal }',
      ].join('\n'),
    ],
  ])('says so when the module %s', async (_, files, expected) => {
    const message = await messageOf(write({ 'unrelated.txt': '', ...files }));
    expect(message.split('\n').slice(1).join('\n')).toBe(expected);
    expect(message).toMatch(/^mine\.mjs: \d problems?\n/);
  });

  it('refuses the name of a built-in experiment', async () => {
    const path = write({ 'mine.mjs': mine.replace("'mine'", "'storage-capacity'"), 'lib/half.mjs': half });
    expect(await messageOf(path, { builtIn: ['storage-capacity'] })).toBe(
      'mine.mjs: 1 problem\n    name  "storage-capacity" is the name of a built-in experiment',
    );
  });

  it('keeps what the module threw as the cause, and says where', async () => {
    const path = write({
      'mine.mjs': `import './lib/a.mjs';\nexport default {};`,
      'lib/a.mjs': `\n  throw new RangeError('no data');`,
    });
    const error = await errorOf(path);
    expect(error.message.replaceAll(`${dirname(path)}/`, '')).toBe(
      'mine.mjs: 1 problem\n  2:9  lib/a.mjs  cannot be imported: RangeError: no data',
    );
    expect((error.cause as Error).message).toBe('no data');
  });
});
