/**
 * The files that an ES module consists of, and one hash of them: what makes two versions of a user's experiment differ.
 *
 * Followed: relative specifiers of static imports, re-exports, dynamic imports and `require` with a literal; links as Node.js does.
 * Leaves: everything that is not JavaScript or TypeScript, e.g. JSON. Not followed: packages and `node:` modules (their
 * versions are the lock file's business) and what a module reads by itself. Refused, since its content could change
 * unseen: an absolute path or file: URL, `#…`, and an import whose specifier is computed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ImportSpecifier, ImportType, initSync, type ParseError, parse } from 'es-module-lexer';
import { canonicalJson } from './canonical-json.ts';
import { SpecError, type SpecProblem } from './errors.ts';
import { syntaxFault } from './syntax-fault.ts';

/** All faults of a user's module at once. Exit code 2, like every fault of a spec. */
export class UserModuleError extends SpecError {
  constructor(file: string, problems: readonly SpecProblem[], options: ErrorOptions = {}) {
    super(file, problems);
    if (options.cause !== undefined) this.cause = options.cause;
  }
}

export interface ModuleFile {
  /** Relative to the folder of the module, with `/`; `.` for the module itself, whose name is free. */
  readonly name: string;
  /** Absolute, links resolved. */
  readonly path: string;
  readonly sha256: string;
}

export interface ModuleFiles {
  /** Absolute path of the module, links resolved. */
  readonly path: string;
  /** The module and all that it imports by relative path, sorted by name. */
  readonly files: readonly ModuleFile[];
  /** Of names and contents: the same wherever the folder lies, in whatever order imports stand in a file's imports' files. */
  readonly sha256: string;
}

/** Read the module at `path` and what it imports. Throws a `UserModuleError` with every import that cannot be followed. */
export function moduleFiles(path: string): ModuleFiles {
  const problems: SpecProblem[] = [];
  const fault = fileFault(path);
  if (fault) throw new UserModuleError(path, [{ where: null, key: '', message: fault }]);
  const entry = realpathSync(path);
  const nameOf = (file: string): string => (file === entry ? '.' : relative(dirname(entry), file).split(sep).join('/'));

  initSync();
  const files = new Map<string, ModuleFile>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    const content = readFileSync(file);
    const name = nameOf(file);
    files.set(file, { name, path: file, sha256: createHash('sha256').update(content).digest('hex') });
    if (isCode(file)) open.push(...importedFiles(file, name, content.toString('utf8'), problems));
  }
  if (problems.length > 0) throw new UserModuleError(path, problems);
  const sorted = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = canonicalJson(sorted.map(({ name, sha256 }) => [name, sha256]));
  return { path: entry, files: sorted, sha256: createHash('sha256').update(text).digest('hex') };
}

/** Whether a file may import others. */
export function isCode(file: string): boolean {
  return ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].includes(extname(file));
}

function importedFiles(file: string, name: string, source: string, problems: SpecProblem[]): string[] {
  const key = name === '.' ? '' : name;
  let imports: readonly ImportSpecifier[];
  try {
    [imports] = parse(source);
  } catch (error) {
    const { where, message } = syntaxFault(file) ?? {
      where: position(source, (error as ParseError).idx),
      message: 'not read as a module',
    };
    problems.push({ where, key, message: `does not parse: ${message}` });
    return [];
  }
  return [
    ...requiredFiles(file, source, key, problems),
    ...imports.flatMap((found) => {
      if (found.t === ImportType.ImportMeta) return [];
      const target = targetOf(found.n, file);
      if (target === null) return [];
      const message = 'fault' in target ? target.fault : fileFault(target.path);
      if (message === null) return [realpathSync((target as { path: string }).path)];
      const what = found.n === undefined ? `import(${source.slice(found.s, found.e).trim()})` : `imports "${found.n}"`;
      const help = 'path' in target ? suggestion(target.path, found.n as string) : '';
      problems.push({ where: position(source, found.ss), key, message: `${what}: ${message}${help}` });
      return [];
    }),
  ];
}

/** What a file takes in by `require` with a relative path: by the rules of CommonJS, where an ending may be left out. */
function requiredFiles(file: string, source: string, key: string, problems: SpecProblem[]): string[] {
  const { resolve: find } = createRequire(file);
  return [...source.matchAll(/\brequire\s*\(\s*(['"])(\.{1,2}\/[^'"\n]*)\1\s*\)/g)].flatMap((match) => {
    const specifier = match[2] as string;
    try {
      return [realpathSync(find(specifier))];
    } catch {
      problems.push({ where: position(source, match.index), key, message: `requires "${specifier}": no such file` });
      return [];
    }
  });
}

/** The file that a specifier names; null where nothing is to be followed. */
function targetOf(specifier: string | undefined, importer: string): { path: string } | { fault: string } | null {
  if (specifier === undefined) {
    return { fault: 'a computed path cannot join the identity of trials, expected a text in quotes' };
  }
  if (/^(\/|[A-Za-z]:[\\/]|file:)/.test(specifier)) {
    return { fault: 'an absolute path means another file on another machine, expected one that begins with ./ or ../' };
  }
  if (specifier.startsWith('#')) {
    return { fault: 'an entry of package.json can be redirected, expected a path that begins with ./ or ../' };
  }
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return null;
  try {
    const url = new URL(specifier, pathToFileURL(importer));
    url.search = '';
    url.hash = '';
    return { path: fileURLToPath(url) };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** Why `path` cannot be read as a file; null when it can. */
function fileFault(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 'no such file';
  if (stats.isDirectory()) return 'is a directory, expected a file';
  if (!stats.isFile()) return 'is not a file';
  try {
    readFileSync(path);
    return null;
  } catch (error) {
    return `cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`;
  }
}

/** Node.js adds neither extensions nor `index.js`; the file that was probably meant. */
function suggestion(path: string, specifier: string): string {
  const bare = specifier.replace(/[?#].*$/, '').replace(/\/$/, '');
  const endings = ['.mjs', '.js', '.json', '.ts', '/index.mjs', '/index.js'];
  const ending = endings.find((end) => existsSync(resolve(path) + end));
  return ending ? `, did you mean "${bare}${ending}"?` : '';
}

/** `line:column` of an offset, both from 1. */
function position(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) as string).length + 1}`;
}
