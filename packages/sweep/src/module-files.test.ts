import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { moduleFiles, UserModuleError } from './module-files.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'fewbits-module-files-')));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

/** A new folder with these files; the path of its `mine.mjs`. */
function write(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(++folders));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return join(folder, 'mine.mjs');
}

const namesOf = (path: string): string[] => moduleFiles(path).files.map(({ name }) => name);

function messageOf(path: string): string {
  try {
    moduleFiles(path);
  } catch (error) {
    if (error instanceof UserModuleError) return error.message.replaceAll(dirname(path), '').replace(/^\//, '');
    throw error;
  }
  return 'no error';
}

describe('moduleFiles', () => {
  it('follows static imports, re-exports and dynamic imports, transitively', () => {
    const path = write({
      'mine.mjs': `import a from './lib/a.mjs';\nexport * from './b.mjs';\nconst c = await import('./c.js');`,
      'lib/a.mjs': `export { x } from '../b.mjs';\nimport '../../${folders + 1}/lib/d.mjs';\nimport.meta.url;`,
      'b.mjs': '',
      'c.js': `import e from './lib/e.json' with { type: 'json' };\nimport('./lib/f.wasm');`,
      'lib/d.mjs': '',
      'lib/e.json': '{ "import": "./not-followed.mjs" }',
      'lib/f.wasm': 'import "./not-followed.mjs"',
      'stranger.mjs': '',
    });
    expect(namesOf(path)).toEqual(['.', 'b.mjs', 'c.js', 'lib/a.mjs', 'lib/d.mjs', 'lib/e.json', 'lib/f.wasm']);
  });

  it('reads imports, not texts that look like them', () => {
    const path = write({
      'mine.mjs': `// import './no.mjs'\nconst s = "import './no.mjs'"; const r = /import '.\\/no'/;\nimport('./a.mjs?x=1#y');`,
      'a.mjs': '',
    });
    expect(namesOf(path)).toEqual(['.', 'a.mjs']);
  });

  it('ends at cycles', () => {
    const path = write({ 'mine.mjs': `import './a.mjs'`, 'a.mjs': `import './b.mjs'`, 'b.mjs': `import './mine.mjs'` });
    expect(namesOf(path)).toEqual(['.', 'a.mjs', 'b.mjs']);
  });

  it('does not follow packages, built-in modules and data: URLs', () => {
    expect(
      namesOf(
        write({ 'mine.mjs': `import 'd3'; import 'node:fs'; import '@a/b/c.js'; import 'data:text/javascript,1'` }),
      ),
    ).toEqual(['.']);
  });

  it('follows links, as Node.js does', () => {
    const path = write({ 'real/a.mjs': `import './b.mjs'`, 'real/b.mjs': '', 'mine.mjs': `import './link.mjs'` });
    symlinkSync(join(dirname(path), 'real', 'a.mjs'), join(dirname(path), 'link.mjs'));
    expect(namesOf(path)).toEqual(['.', 'real/a.mjs', 'real/b.mjs']);
  });

  const files = { 'mine.mjs': `import './a.mjs'; import './b.mjs'`, 'a.mjs': 'export const x = 1', 'b.mjs': '' };
  const sha256 = moduleFiles(write(files)).sha256;

  it('has the same hash wherever the folder lies and whatever the module is called', () => {
    const copy = join(root, 'a copy', 'elsewhere');
    cpSync(dirname(write(files)), copy, { recursive: true });
    cpSync(join(copy, 'mine.mjs'), join(copy, 'renamed.mjs'));
    expect(moduleFiles(join(copy, 'mine.mjs')).sha256).toBe(sha256);
    expect(moduleFiles(join(copy, 'renamed.mjs')).sha256).toBe(sha256);
  });

  it.each([
    ['the module', { 'mine.mjs': `${files['mine.mjs']} ` }],
    ['an imported file', { 'a.mjs': 'export const x = 2' }],
    ['the place of content', { 'a.mjs': files['b.mjs'], 'b.mjs': files['a.mjs'] }],
  ])('has another hash when %s changes', (_, change) => {
    expect(moduleFiles(write({ ...files, ...change })).sha256).not.toBe(sha256);
  });

  it('has the hash that it had in earlier versions: a change would disown the trials of users', () => {
    expect(sha256).toBe('317d8f8d43544ad09acf14e201b4c10614a45a98da9a3d7c7f08442c3a59f39b');
  });

  it('gives no weight to the order in which files are found', () => {
    const names = ['a', 'b', 'c', 'd'];
    const hashOf = (order: readonly string[]): string => {
      const leaves = Object.fromEntries(names.map((name) => [`${name}.mjs`, `export default '${name}'`]));
      const listed = {
        'one.mjs': `import './two.mjs'; import './a.mjs'`,
        'two.mjs': names.map((n) => `import './${n}.mjs'`).join(';'),
      };
      const all = { ...listed, ...leaves, 'mine.mjs': `import './one.mjs'; import './two.mjs'` };
      return moduleFiles(
        write(
          Object.fromEntries(
            ['mine', 'one', 'two', ...order].reverse().map((n) => [`${n}.mjs`, all[`${n}.mjs` as keyof typeof all]]),
          ),
        ),
      ).sha256;
    };
    const expected = hashOf(names);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 4 }), (order) => {
        expect(hashOf(order)).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('says which file is missing, is a directory, or cannot be read', () => {
    const path = write({ 'mine.mjs': '' });
    expect(messageOf(join(dirname(path), 'nine.mjs'))).toBe('nine.mjs: 1 problem\n      no such file');
    expect(messageOf(dirname(path))).toContain('1 problem\n      is a directory, expected a file');
  });

  it('reports every import that cannot be followed, where it stands', () => {
    const path = write({
      'mine.mjs': `import './lib/a.mjs';\n  import './gone.mjs';\nimport './b';\nimport './lib';\nimport '/tmp/x.mjs';\nimport 'file:///x.mjs';\nimport '#x';\nconst name = 1; import(name);`,
      'lib/a.mjs': `\nexport { x } from './gone.json';`,
      'lib/index.js': '',
      'b.mjs': '',
    });
    expect(messageOf(path)).toBe(
      [
        'mine.mjs: 8 problems',
        '  2:3              imports "./gone.mjs": no such file',
        '  3:1              imports "./b": no such file, did you mean "./b.mjs"?',
        '  4:1              imports "./lib": is a directory, expected a file, did you mean "./lib/index.js"?',
        '  5:1              imports "/tmp/x.mjs": an absolute path means another file on another machine, expected one that begins with ./ or ../',
        '  6:1              imports "file:///x.mjs": an absolute path means another file on another machine, expected one that begins with ./ or ../',
        '  7:1              imports "#x": an entry of package.json can be redirected, expected a path that begins with ./ or ../',
        '  8:17             import(name): a computed path cannot join the identity of trials, expected a text in quotes',
        '  2:1   lib/a.mjs  imports "./gone.json": no such file',
      ].join('\n'),
    );
  });

  it('says where a file does not parse', () => {
    const path = write({ 'mine.mjs': `import './a.mjs'`, 'a.mjs': `export const x = 1;\n  import {\n` });
    expect(messageOf(path)).toBe(
      'mine.mjs: 1 problem\n  3  a.mjs  does not parse: SyntaxError: Unexpected end of input',
    );
  });
});

it('follows what a file requires by a relative path, endings left out or not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fewbits-require-'));
  try {
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write('mine.mjs', "import h from './h.cjs';\nexport default h;");
    write('h.cjs', "module.exports = require('./x') + require('./y.json');");
    write('x.js', 'module.exports = 1;');
    write('y.json', '2');
    const before = moduleFiles(join(folder, 'mine.mjs'));
    expect(before.files.map(({ name }) => name)).toEqual(['.', 'h.cjs', 'x.js', 'y.json']);
    write('x.js', 'module.exports = 3;');
    expect(moduleFiles(join(folder, 'mine.mjs')).sha256).not.toBe(before.sha256);
    write('h.cjs', "module.exports = require('./gone');");
    expect(() => moduleFiles(join(folder, 'mine.mjs'))).toThrow('requires "./gone": no such file');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
