/** The text of a spec as data, with the place each value was written: a line and column, or an argument. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { SpecProblem } from './errors.ts';
import { type Override, parseOverride } from './overrides.ts';
import { show } from './parameter-values.ts';

export type Path = readonly (string | number)[];

/** Note a fault of the value at `path` (of its key with `key`). */
export type Report = (path: Path, message: string, at?: 'key' | 'value') => void;

/** `grid.levels[2]` for ['grid', 'levels', 2]. */
export function pathText(path: Path): string {
  return path.map((part, k) => (typeof part === 'number' ? `[${part}]` : k === 0 ? part : `.${part}`)).join('');
}

export interface SpecSource {
  readonly data: Readonly<Record<string, unknown>>;
  readonly overrides: readonly Override[];
  /** `line:column` of the value at `path` (of its key with `key`), the argument that set it, or null. */
  locate(path: Path, at?: 'key' | 'value'): string | null;
  /** The scalar at `path` as it is spelled (`01`), or null. */
  spelling(path: Path): string | null;
}

/** Read YAML 1.2 or JSON; syntax faults go to `problems`, and what could be read is returned. */
export function readSource(text: string, overrides: readonly string[], problems: SpecProblem[]): SpecSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const position = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  for (const error of document.errors) {
    const [offset] = error.pos;
    const key = error.code === 'DUPLICATE_KEY' ? repeatedKey(document, offset) : null;
    const message = key
      ? `stands a second time, first at ${position(key.first)}: give it once`
      : `YAML: ${error.message.split(/ at line |\n/)[0]}`;
    problems.push({ where: position(offset), key: key?.name ?? '', message });
  }
  const data: unknown = document.errors.length > 0 ? {} : document.toJS();
  if (document.errors.length === 0 && !isRecord(data)) {
    const got = data === null ? 'an empty file' : Array.isArray(data) ? 'a list' : show(data);
    problems.push({ where: null, key: '', message: `got ${got}, expected a map with the key experiment` });
  }
  const parsed: Override[] = [];
  for (const argument of overrides) {
    try {
      parsed.push(parseOverride(argument));
    } catch (error) {
      problems.push({ where: argument, key: '', message: (error as Error).message });
    }
  }
  return {
    data: isRecord(data) ? data : {},
    overrides: parsed,
    spelling(path) {
      const node = document.getIn(path, true);
      return isScalar(node) ? (node.source ?? null) : null;
    },
    locate(path, at = 'value') {
      for (let length = path.length; length > 0; length--) {
        const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
        const last = path[length - 1];
        if (isMap(parent)) {
          const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
          const wanted = at === 'key' && length === path.length ? pair?.key : (pair?.value ?? pair?.key);
          if (isNode(wanted) && wanted.range) return position(wanted.range[0]);
        } else {
          const node = document.getIn(path.slice(0, length), true);
          if (isNode(node) && node.range) return position(node.range[0]);
        }
      }
      return null;
    },
  };
}

/** The key that stands at `offset` and before it in the same map. */
function repeatedKey(document: Document, offset: number): { readonly name: string; readonly first: number } | null {
  let found: { readonly name: string; readonly first: number } | null = null;
  visit(document, {
    Map(_, { items }) {
      const keys = items.flatMap(({ key }) => (isScalar(key) && key.range ? [{ key, at: key.range[0] }] : []));
      const second = keys.find(({ at }) => at === offset);
      const first = keys.find(({ key, at }) => at < offset && key.value === second?.key.value);
      if (second && first) found = { name: String(second.key.value), first: first.at };
    },
  });
  return found;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
