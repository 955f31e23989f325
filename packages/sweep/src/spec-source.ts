/** The text of a spec as data, with the place each value was written: a line and column, or an argument. */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { SpecProblem } from './errors.ts';
import { type Override, parseOverride } from './overrides.ts';

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
  for (const error of document.errors) {
    const { line, col } = error.linePos?.[0] ?? lines.linePos(error.pos[0]);
    problems.push({ where: `${line}:${col}`, key: '', message: `YAML: ${error.message.split(/ at line |\n/)[0]}` });
  }
  const data: unknown = document.errors.length > 0 ? {} : document.toJS();
  if (document.errors.length === 0 && !isRecord(data)) {
    const got = data === null ? 'an empty file' : Array.isArray(data) ? 'a list' : `"${String(data)}"`;
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
  const position = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
