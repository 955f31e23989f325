/** `key=value` arguments put into the data of a spec. */
import type { Experiment } from '@fewbits/experiments';
import { isFunctionCall } from './axis-functions.ts';
import { didYouMean } from './nearest-name.ts';
import type { Override } from './overrides.ts';
import { specKeys } from './spec-shape.ts';
import { isRecord, pathText, type Report } from './spec-source.ts';

type Data = Record<string, unknown>;

export interface Overridden {
  readonly data: Data;
  /** Which argument set the value at a path, by the path's text. */
  readonly placed: ReadonlyMap<string, string>;
  /** Names that are neither a parameter's nor a key's. */
  readonly misspelt: readonly string[];
}

/**
 * A bare parameter with one value goes to `fixed`, with several to `grid`, and leaves every other place; any other key
 * is set by its path.
 */
export function applyOverrides(
  source: Readonly<Data>,
  overrides: readonly Override[],
  definition: Experiment | undefined,
  report: Report,
): Overridden {
  const data = structuredClone(source) as Data;
  const placed = new Map<string, string>();
  const misspelt: string[] = [];
  for (const override of onlyOnce(overrides, report)) {
    const { path, text } = override;
    const [head = ''] = path;
    const several = override.values.length > 1 || isFunctionCall(text.slice(text.indexOf('=') + 1));
    if (path.length === 1 && isRecord(data['search']) && Object.hasOwn(data['search'], head)) {
      placed.set(pathText(path), text);
      report(path, `is searched: change it by path, e.g. search.${head}.from=… or search.${head}.to=…`);
    } else if (path.length === 1 && !specKeys.includes(head) && Object.hasOwn(definition?.parameters ?? {}, head)) {
      removeEverywhere(data, head);
      const values = definition?.parameters[head]?.type === 'string' ? asTexts(override) : override.values;
      setPath(data, [several ? 'grid' : 'fixed', head], several ? values : values[0]);
      placed.set(pathText([several ? 'grid' : 'fixed', head]), text);
    } else if (specKeys.includes(head)) {
      setPath(data, path, several ? override.values : override.values[0]);
      placed.set(pathText(path), text);
    } else {
      placed.set(pathText(path), text);
      misspelt.push(head);
      report(path, `unknown key${didYouMean(head, [...Object.keys(definition?.parameters ?? {}), ...specKeys])}`);
    }
  }
  return { data, placed, misspelt };
}

/** All but those that set what one before them has set: the last would win without a word. */
function onlyOnce(overrides: readonly Override[], report: Report): readonly Override[] {
  // A bare parameter goes to fixed or to grid.
  const target = ({ path }: Override): string => pathText(path).replace(/^(fixed|grid)\./, '');
  const first = new Map<string, Override>();
  for (const override of overrides) {
    const before = first.get(target(override));
    if (before === undefined) first.set(target(override), override);
    else report(override.path, `is given twice, ${before.text} and ${override.text}: give one of them`);
  }
  return [...first.values()];
}

function asTexts({ values, words }: Override): unknown[] {
  return values.map((value, k) => (typeof value === 'string' ? value : (words[k] ?? value)));
}

function removeEverywhere(data: Data, name: string): void {
  const points = Array.isArray(data['points']) ? data['points'] : [];
  for (const section of [data['fixed'], data['grid'], data['zip'], ...points])
    if (isRecord(section)) delete section[name];
}

function setPath(data: Data, path: readonly string[], value: unknown): void {
  let target = data;
  for (const part of path.slice(0, -1)) {
    const inner = target[part];
    target[part] = isRecord(inner) ? inner : {};
    target = target[part] as Data;
  }
  target[path.at(-1) as string] = value;
}
