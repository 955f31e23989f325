/** Text of a sweep file (YAML 1.2 or JSON) and overriding arguments to a spec, or all of its faults at once. */
import { basename, extname } from 'node:path';
import type { ParameterDeclaration, Value } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import type { z } from 'zod';
import { evaluateFunction, functionNames, isFunctionCall } from './axis-functions.ts';
import { parseCondition } from './condition.ts';
import { SpecError, type SpecProblem } from './errors.ts';
import { didYouMean } from './nearest-name.ts';
import type { Override } from './overrides.ts';
import { show, valueFault } from './parameter-values.ts';
import { pointProblems } from './points.ts';
import { type Axes, type ParsedSpec, specKeys, specShape } from './spec.ts';
import { isRecord, type Path, readSource, type SpecSource } from './spec-source.ts';

export interface ParseOptions {
  /** The experiments that a spec may name. */
  readonly experiments: readonly Experiment[];
  /** Path for messages and for the default name. */
  readonly path?: string;
  /** `key=value` arguments, applied in order. */
  readonly overrides?: readonly string[];
}

/** Keys of the specification that this version does not carry out: refused by name, never ignored. */
const notYet: Readonly<Record<string, string>> = {
  search: 'adaptive search is not available in this version; list the values of the parameter and give replicates',
  limits: 'limits of a trial are not available in this version',
};

/** One value of an axis, where it was written, and whether it stands in for a faulty one. */
interface Entry {
  readonly value: Value;
  readonly where: string | null;
  readonly key: string;
  readonly recovered: boolean;
}
type Block = Readonly<Record<string, readonly Entry[]>>;
type Report = (path: Path, message: string, at?: 'key' | 'value') => void;

/** Parse, apply the overrides, validate. Throws a `SpecError` with every fault found. */
export function parseSpec(text: string, options: ParseOptions): ParsedSpec {
  const { path, experiments, overrides = [] } = options;
  const file = path ?? 'spec';
  const problems: SpecProblem[] = [];
  const source = readSource(text, overrides, problems);
  if (problems.length > 0) throw new SpecError(file, problems);

  const placed = new Map<string, string>();
  const where = (at: Path, part: 'key' | 'value' = 'value'): string | null =>
    placed.get(pathText(at)) ??
    placed.get(pathText(at.slice(0, 2))) ??
    placed.get(pathText(at.slice(0, 1))) ??
    source.locate(at, part);
  const report: Report = (at, message, part) => problems.push({ where: where(at, part), key: pathText(at), message });

  const named = source.overrides.find(({ path: [head, ...rest] }) => head === 'experiment' && rest.length === 0);
  const definition = experiments.find(({ name }) => name === (named?.values[0] ?? source.data['experiment']));
  const data = applyOverrides(source, definition, placed, report);
  checkShape(data, report);
  if (!definition) reportExperiment(data, experiments, report);

  const blocks = definition ? readBlocks(data, definition, where, report) : null;
  for (const [k, condition] of texts(data['when']).entries()) checkCondition(condition, k, definition, report);

  const spec: ParsedSpec = {
    name: typeof data['name'] === 'string' ? data['name'] : path ? basename(path, extname(path)) : 'sweep',
    seed: typeof data['seed'] === 'number' ? data['seed'] : 0,
    experiment: definition?.name ?? '',
    fixed: Object.fromEntries(
      Object.entries(blocks?.fixed ?? {}).map(([name, [entry]]) => [name, (entry as Entry).value]),
    ),
    grid: axesOf(blocks?.grid ?? {}),
    zip: axesOf(blocks?.zip ?? {}),
    points: (blocks?.points ?? []).map(axesOf),
    when: problems.some(({ key }) => key.startsWith('when')) ? [] : texts(data['when']),
    replicates: typeof data['replicates'] === 'number' ? data['replicates'] : 1,
    path: path ?? null,
    text,
    overrides,
    definition: definition as Experiment,
    locate: (block, parameter, value) => locateEntry(blocks, block, parameter, value),
  };
  if (problems.length === 0) return spec;
  if (definition) problems.push(...pointProblems(spec));
  throw new SpecError(file, inOrder(problems));
}

function applyOverrides(
  source: SpecSource,
  definition: Experiment | undefined,
  placed: Map<string, string>,
  report: Report,
): Record<string, unknown> {
  const data = structuredClone(source.data) as Record<string, unknown>;
  const sections = ['fixed', 'grid', 'zip'];
  for (const override of source.overrides) {
    const { text, path, values } = override;
    const [head, ...rest] = path as [string, ...string[]];
    const isParameter =
      rest.length === 0 && !specKeys.includes(head) && Object.hasOwn(definition?.parameters ?? {}, head);
    if (isParameter) {
      removeEverywhere(data, head);
      const several = values.length > 1 || hasFunction(override);
      const section = several ? 'grid' : 'fixed';
      const present = data[section];
      data[section] = { ...(isRecord(present) ? present : {}), [head]: several ? values : values[0] };
      placed.set(pathText([section, head]), text);
    } else if (specKeys.includes(head) || head in notYet) {
      const several = values.length > 1 || (sections.includes(head) && hasFunction(override));
      setPath(data, path, several ? values : values[0]);
      placed.set(pathText(path), text);
    } else {
      const known = [...Object.keys(definition?.parameters ?? {}), ...specKeys];
      placed.set(pathText(path), text);
      report(path, `unknown key${didYouMean(head, known)}`);
    }
  }
  return data;
}

function setPath(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let target = data;
  for (const part of path.slice(0, -1)) {
    const inner = target[part];
    target[part] = isRecord(inner) ? inner : {};
    target = target[part] as Record<string, unknown>;
  }
  target[path.at(-1) as string] = value;
}

function hasFunction({ text }: Override): boolean {
  return isFunctionCall(text.slice(text.indexOf('=') + 1));
}

function removeEverywhere(data: Record<string, unknown>, name: string): void {
  for (const section of ['fixed', 'grid', 'zip']) if (isRecord(data[section])) delete data[section][name];
  if (Array.isArray(data['points'])) for (const point of data['points']) if (isRecord(point)) delete point[name];
}

function checkShape(data: Record<string, unknown>, report: Report): void {
  for (const issue of specShape.safeParse(data).error?.issues ?? []) {
    const path = issue.path as (string | number)[];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        report([...path, key], notYet[key] ?? `unknown key${didYouMean(key, specKeys)}`, 'key');
    } else if (path[0] !== 'experiment' && !isAxisPath(path)) {
      report(
        path,
        shapeMessage(
          issue,
          path.reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], data),
        ),
      );
    }
  }
}

/** Inside `fixed`, `grid`, `zip`, `points` the declarations of the parameters say more than the shape does. */
function isAxisPath(path: Path): boolean {
  return (
    (path.length > 1 && ['fixed', 'grid', 'zip'].includes(String(path[0]))) || (path[0] === 'points' && path.length > 2)
  );
}

function shapeMessage(issue: z.core.$ZodIssue, got: unknown): string {
  const { replicates: _, ...expected } = {
    name: 'a text of letters, digits, ".", "_" or "-"',
    seed: `an integer from 0 to ${2 ** 53 - 1}`,
    fixed: 'a map of parameters with one value each',
    grid: 'a map of parameters with a list, a value or a function each',
    zip: 'a map of parameters with equally long lists',
    points: 'a list of maps of parameters',
    when: 'a list of conditions in quotes',
    replicates: 0,
  };
  const head = String(issue.path[0]);
  const wanted =
    head === 'replicates' ? 'an integer from 1 up' : (expected[head as keyof typeof expected] ?? issue.message);
  return `got ${show(got)}, expected ${wanted}`;
}

function reportExperiment(data: Record<string, unknown>, experiments: readonly Experiment[], report: Report): void {
  const names = experiments.map(({ name }) => name);
  const got = data['experiment'];
  if (got === undefined) report(['experiment'], `missing, expected one of ${names.join(', ')}`);
  else if (typeof got !== 'string') report(['experiment'], `got ${show(got)}, expected one of ${names.join(', ')}`);
  else report(['experiment'], `unknown experiment ${show(got)}${didYouMean(got, names)} Known: ${names.join(', ')}`);
}

interface Blocks {
  readonly fixed: Block;
  readonly grid: Block;
  readonly zip: Block;
  readonly points: readonly Block[];
}

function readBlocks(
  data: Record<string, unknown>,
  definition: Experiment,
  where: (path: Path) => string | null,
  report: Report,
): Blocks {
  const read = (section: unknown, path: Path, single: boolean): Block => {
    if (!isRecord(section)) return {};
    const block: Record<string, Entry[]> = {};
    const split = splitFunctions(section, path, report);
    for (const [name, value] of Object.entries(section)) {
      const at = [...path, name];
      const declaration = Object.hasOwn(definition.parameters, name) ? definition.parameters[name] : undefined;
      if (split.has(name)) continue;
      if (!declaration) {
        report(
          at,
          `unknown parameter of ${definition.name}${didYouMean(name, Object.keys(definition.parameters))}`,
          'key',
        );
      } else {
        block[name] = readAxis(value, at, declaration, single, where, report);
      }
    }
    return block;
  };
  const fixed = read(data['fixed'], ['fixed'], true);
  const grid = read(data['grid'], ['grid'], false);
  const zip = read(data['zip'], ['zip'], false);
  const list = Array.isArray(data['points']) ? data['points'] : [];
  const points = list
    .map((point, k) => read(point, ['points', k], false))
    .filter((point) => Object.keys(point).length > 0);

  for (const name of Object.keys(fixed)) {
    if (name in grid) report(['grid', name], 'stands in fixed and in grid: give it in one of them', 'key');
    if (name in zip) report(['zip', name], 'stands in fixed and in zip: give it in one of them', 'key');
    list.forEach((point, k) => {
      if (isRecord(point) && name in point) {
        report(['points', k, name], 'stands in fixed and in a point: give it in one of them', 'key');
      }
    });
  }
  for (const name of Object.keys(zip)) {
    if (name in grid) report(['zip', name], 'stands in grid and in zip: give it in one of them', 'key');
  }
  const [[first, values] = [], ...others] = Object.entries(zip);
  for (const [name, other] of others) {
    if (values && other.length !== values.length) {
      report(
        ['zip', name],
        `has ${other.length} values, but ${first} has ${values.length}: axes of zip advance together`,
      );
    }
  }
  return { fixed, grid, zip, points };
}

/** YAML splits an unquoted function in flow style at its commas; say so once, and pass over the pieces. */
function splitFunctions(section: Record<string, unknown>, path: Path, report: Report): Set<string> {
  const pieces = new Set<string>();
  for (const [name, value] of Object.entries(section)) {
    const text = Array.isArray(value)
      ? value.find((entry) => typeof entry === 'string' && opensFunction(entry))
      : value;
    if (typeof text !== 'string' || !opensFunction(text)) continue;
    report(
      [...path, name],
      `a function in flow style must be quoted, else YAML splits it at the commas: { ${name}: "${text}, …)" }`,
    );
    pieces.add(name);
    for (const [other, rest] of Object.entries(section))
      if (rest === null && /^[-+.\de)\s]+$/i.test(other)) pieces.add(other);
  }
  return pieces;
}

function opensFunction(text: string): boolean {
  return isFunctionCall(text) && !text.includes(')');
}

function readAxis(
  value: unknown,
  path: Path,
  declaration: ParameterDeclaration,
  single: boolean,
  where: (path: Path) => string | null,
  report: Report,
): Entry[] {
  const isList = declaration.type.endsWith('[]');
  const whole = isList && Array.isArray(value) && !value.some((entry) => Array.isArray(entry));
  const items =
    single || whole || !Array.isArray(value)
      ? [{ item: value, at: path }]
      : value.map((item, k) => ({ item, at: [...path, k] }));
  if (items.length === 0) report(path, 'an empty list, expected at least one value');
  const entries = items.flatMap(({ item, at }): Entry[] => {
    if (typeof item === 'string' && declaration.type !== 'string' && isFunctionCall(item)) {
      if (single) {
        report(at, `got ${item}, expected one value; several go to grid`);
        return [];
      }
      try {
        return evaluateFunction(item).map((entry) => check(entry, at));
      } catch (error) {
        report(at, (error as Error).message);
        return [];
      }
    }
    if (single && Array.isArray(item) && !isList) {
      report(at, 'got a list, expected one value; several go to grid');
      return [];
    }
    return [check(item, at)];
  });
  return entries.length > 0 ? entries : [recovery(declaration, path)];

  function check(item: unknown, at: Path): Entry {
    const fault = valueFault(declaration, item);
    const value = isList && !Array.isArray(item) ? [item as number] : (item as Value);
    const listFault = fault !== null && isList ? valueFault(declaration, value) : fault;
    if (listFault === null) return { value, where: where(at), key: pathText(at), recovered: false };
    const hint = typeof item === 'string' && /^\w+\(/.test(item) ? ` (functions: ${functionNames.join(', ')})` : '';
    report(at, `${fault}${hint}`);
    return recovery(declaration, at);
  }

  function recovery({ default: fallback, values, min, exclusiveMin }: ParameterDeclaration, at: Path): Entry {
    const number = min ?? (exclusiveMin === undefined ? 1 : exclusiveMin + 0.5);
    const stand = fallback ?? values?.[0] ?? (declaration.type === 'bool' ? false : isList ? [number] : number);
    return { value: stand, where: where(at), key: pathText(at), recovered: true };
  }
}

function checkCondition(text: string, k: number, definition: Experiment | undefined, report: Report): void {
  try {
    const known = Object.keys(definition?.parameters ?? {});
    for (const name of parseCondition(text).names) {
      if (definition && !known.includes(name)) {
        report(['when', k], `unknown parameter "${name}" in "${text}"${didYouMean(name, known)}`);
      }
    }
  } catch (error) {
    report(['when', k], (error as Error).message);
  }
}

function locateEntry(
  blocks: Blocks | null,
  block: number,
  parameter: string,
  value: Value | undefined,
): ReturnType<ParsedSpec['locate']> {
  const sections =
    blocks === null
      ? []
      : [block < 0 ? {} : (blocks.points[block] ?? {}), blocks.fixed, ...(block < 0 ? [blocks.grid, blocks.zip] : [])];
  for (const section of sections) {
    const entries = section[parameter] ?? [];
    const entry = entries.find((candidate) => JSON.stringify(candidate.value) === JSON.stringify(value)) ?? entries[0];
    if (entry) return entry;
  }
  return null;
}

function axesOf(block: Block): Axes {
  return Object.fromEntries(Object.entries(block).map(([name, entries]) => [name, entries.map(({ value }) => value)]));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** `grid.levels[2]` for ['grid', 'levels', 2]. */
function pathText(path: Path): string {
  return path.map((part, k) => (typeof part === 'number' ? `[${part}]` : k === 0 ? part : `.${part}`)).join('');
}

function inOrder(problems: readonly SpecProblem[]): SpecProblem[] {
  const rank = ({ where }: SpecProblem): number[] =>
    /^\d+:\d+$/.test(where ?? '') ? (where as string).split(':').map(Number) : [Infinity, 0];
  return problems.slice().sort((a, b) => {
    const [lineA = 0, columnA = 0] = rank(a);
    const [lineB = 0, columnB = 0] = rank(b);
    return lineA === lineB ? columnA - columnB : lineA - lineB;
  });
}
