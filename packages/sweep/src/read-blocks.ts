/** The parameters of `fixed`, `grid`, `zip` and `points`, expanded and checked against their declarations. */
import type { ParameterDeclaration, Value } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { evaluateFunction, isFunctionCall } from './axis-functions.ts';
import { didYouMean, nearestName } from './nearest-name.ts';
import { valueFault } from './parameter-values.ts';
import type { SpecFiles } from './spec-files.ts';
import { isRecord, type Path, pathText, type Report } from './spec-source.ts';

/** One value of an axis, and where it was written. */
export interface Entry {
  /** Where it is faulty, the first of `standIns`. */
  readonly value: Value;
  readonly where: string | null;
  readonly key: string;
  /** Allowed values that it may have been meant to be, when it is faulty; empty when it is sound. */
  readonly standIns: readonly Value[];
}

export type Block = Readonly<Record<string, readonly Entry[]>>;

export interface Blocks {
  readonly fixed: Block;
  readonly grid: Block;
  readonly zip: Block;
  readonly points: readonly Block[];
}

/** What the reader needs of the text: places, spellings, and somewhere to put faults. */
export interface Reading {
  readonly where: (path: Path) => string | null;
  readonly spelling: (path: Path) => string | null;
  readonly report: Report;
  /** The files that values of file parameters name. */
  readonly files: SpecFiles;
}

/**
 * Faults are reported; a faulty value is replaced by allowed ones, so that what depends on it can be checked too. So is one that
 * was given under a misspelt name: it is no missing one. `misspelt`: names known to be so.
 */
export function readBlocks(
  data: Readonly<Record<string, unknown>>,
  definition: Experiment,
  given: Reading,
  misspelt: readonly string[],
): Blocks {
  const list: readonly unknown[] = Array.isArray(data['points']) ? data['points'] : [];
  const unknown = [...misspelt];
  const reading = { ...given, unknown: (name: string) => unknown.push(name) };
  const blocks = {
    fixed: readBlock(data['fixed'], ['fixed'], definition, reading),
    grid: readBlock(data['grid'], ['grid'], definition, reading),
    zip: readBlock(data['zip'], ['zip'], definition, reading),
    points: list
      .map((point, k) => readBlock(point, ['points', k], definition, reading))
      .filter((point) => Object.keys(point).length > 0),
  };
  reportRepeated(blocks, list, reading.report);
  reportUnequal(blocks.zip, reading.report);
  return { ...blocks, fixed: { ...meant(unknown, blocks, definition, reading), ...blocks.fixed } };
}

/** The parameters that misspelt names must have meant, where nothing else gives them. */
function meant(unknown: readonly string[], blocks: Blocks, { parameters }: Experiment, reading: Reading): Block {
  const { fixed, grid, zip, points } = blocks;
  const isGiven = (name: string): boolean => [fixed, grid, zip, ...points].some((block) => Object.hasOwn(block, name));
  const names = unknown.flatMap((name) => nearestName(name, Object.keys(parameters)) ?? []);
  return Object.fromEntries(
    names
      .filter((name) => !isGiven(name))
      .map((name) => [name, [standIn(parameters[name] as ParameterDeclaration, ['fixed', name], reading)]]),
  );
}

interface NotingReading extends Reading {
  /** Note a name that is no parameter's. */
  readonly unknown: (name: string) => void;
}

function readBlock(section: unknown, path: Path, definition: Experiment, reading: NotingReading): Block {
  if (!isRecord(section)) return {};
  const { name: experiment, parameters } = definition;
  const block: Record<string, Entry[]> = {};
  const pieces = splitFunctions(section, path, reading.report);
  for (const [name, value] of Object.entries(section)) {
    if (pieces.has(name)) continue;
    const declaration = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (declaration) {
      block[name] = readAxis(value, [...path, name], declaration, path[0] === 'fixed', reading);
    } else {
      const hint = didYouMean(name, Object.keys(parameters));
      reading.report([...path, name], `unknown parameter of ${experiment}${hint}`, 'key');
      reading.unknown(name);
    }
  }
  return block;
}

/** YAML splits an unquoted function in flow style at its commas; say so once, and pass over the pieces. */
function splitFunctions(section: Readonly<Record<string, unknown>>, path: Path, report: Report): Set<string> {
  const pieces = new Set<string>();
  for (const [name, value] of Object.entries(section)) {
    const texts = (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
    const opening = texts.find((text) => isFunctionCall(text) && !text.includes(')'));
    if (opening === undefined) continue;
    const mended = `{ ${name}: "${opening}, …)" }`;
    report([...path, name], `a function in flow style must be quoted, else YAML splits it at the commas: ${mended}`);
    pieces.add(name);
    for (const [other, rest] of Object.entries(section)) {
      if (rest === null && /^[-+.\de)\s]+$/i.test(other)) pieces.add(other);
    }
  }
  return pieces;
}

function readAxis(
  value: unknown,
  path: Path,
  declaration: ParameterDeclaration,
  single: boolean,
  reading: Reading,
): Entry[] {
  const { report } = reading;
  const takesList = declaration.type.endsWith('[]');
  const isOneList = takesList && Array.isArray(value) && !value.some(Array.isArray);
  const items =
    single || isOneList || !Array.isArray(value)
      ? [{ item: value, at: path }]
      : value.map((item: unknown, k) => ({ item, at: [...path, k] }));
  if (items.length === 0) report(path, 'got an empty list, expected at least one value');
  const entries = items.flatMap(({ item, at }): Entry[] => {
    const isFunction = typeof item === 'string' && declaration.type !== 'string' && isFunctionCall(item);
    if (single && (isFunction || (Array.isArray(item) && !takesList))) {
      report(at, `got ${isFunction ? item : 'a list'}, expected one value; several go to grid`);
      return [];
    }
    if (!isFunction) return [readValue(item, at, declaration, reading)];
    try {
      return evaluateFunction(item).map((each) => readValue(each, at, declaration, reading));
    } catch (error) {
      report(at, (error as Error).message);
      return [];
    }
  });
  return entries.length > 0 ? entries : [standIn(declaration, path, reading)];
}

function readValue(item: unknown, at: Path, declaration: ParameterDeclaration, reading: Reading): Entry {
  const isText = declaration.type === 'string' && ['number', 'boolean'].includes(typeof item);
  const value = isText ? (reading.spelling(at) ?? item) : item;
  const fault = valueFault(declaration, value);
  if (fault === null && declaration.file) return readFileName(value as string, at, reading);
  if (fault === null) return { value: value as Value, where: reading.where(at), key: pathText(at), standIns: [] };
  reading.report(at, fault);
  return standIn(declaration, at, reading);
}

/** The content's hash in place of the path. */
function readFileName(given: string, at: Path, reading: Reading): Entry {
  const file = reading.files.get(given);
  if (file !== undefined && 'sha256' in file)
    return { value: file.sha256, where: reading.where(at), key: pathText(at), standIns: [] };
  const unread = ['is a file, which must be read first: use loadSpec instead of parseSpec'];
  for (const fault of file ?? unread) reading.report(at, `${given}: ${fault}`);
  return { value: '', where: reading.where(at), key: pathText(at), standIns: [''] };
}

/** Numbers of which at least one is what a usual parameter might have been meant to be. */
const usual = [1, 0.5, 0.1, 0.01, 0, 2, 3, 10, 101, 1000, 100_001] as const;

function standIn(declaration: ParameterDeclaration, at: Path, reading: Reading): Entry {
  const { type, values = [], min, exclusiveMin, default: fallback } = declaration;
  const numbers = [min ?? (exclusiveMin ?? 0.5) + 0.5, ...usual];
  const isList = type.endsWith('[]');
  const byType = isList ? numbers.map((number) => [number]) : type === 'bool' ? [false, true] : numbers;
  const candidates: readonly Value[] = [...(fallback === undefined ? [] : [fallback]), ...values, ...byType];
  const standIns = candidates.filter((value) => valueFault(declaration, value) === null);
  // A text can be anything; bounds may leave out all usual numbers.
  const [value = type === 'string' ? '' : (byType[0] as Value)] = standIns;
  return { value, where: reading.where(at), key: pathText(at), standIns: standIns.length > 0 ? standIns : [value] };
}

function reportRepeated({ fixed, grid, zip }: Blocks, points: readonly unknown[], report: Report): void {
  const repeated = (name: string, path: Path, places: string): void =>
    report([...path, name], `stands in ${places}: give it in one of them`, 'key');
  for (const name of Object.keys(fixed)) {
    if (name in grid) repeated(name, ['grid'], 'fixed and in grid');
    if (name in zip) repeated(name, ['zip'], 'fixed and in zip');
    for (const [k, point] of points.entries()) {
      if (isRecord(point) && name in point) repeated(name, ['points', k], 'fixed and in a point');
    }
  }
  for (const name of Object.keys(zip)) if (name in grid) repeated(name, ['zip'], 'grid and in zip');
}

function reportUnequal(zip: Block, report: Report): void {
  const [first, ...others] = Object.entries(zip);
  for (const [name, values] of others) {
    const [leader, wanted] = first as [string, readonly Entry[]];
    if (values.length !== wanted.length) {
      const counts = `has ${values.length} values, but ${leader} has ${wanted.length}`;
      report(['zip', name], `${counts}: axes of zip advance together`);
    }
  }
}
