/** Text of a sweep file (YAML 1.2 or JSON) and overriding arguments to a spec, or all of its faults at once. */
import { basename, extname } from 'node:path';
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { applyOverrides } from './apply-overrides.ts';
import { parseCondition } from './condition.ts';
import { SpecError, type SpecProblem } from './errors.ts';
import { type GivenLimits, noLimits, readLimits } from './limits.ts';
import { didYouMean, nearestName, unknownName } from './nearest-name.ts';
import { show } from './parameter-values.ts';
import { checkPoints, emptyingConditions, type TrialMemory } from './points.ts';
import { type Block, type Blocks, type Entry, readBlocks } from './read-blocks.ts';
import { readSearch } from './read-search.ts';
import type { Axes, ParsedSpec, UncheckedSpec } from './spec.ts';
import type { SpecFile, SpecFiles } from './spec-files.ts';
import { isModulePath, type SpecModule } from './spec-module.ts';
import { checkShape } from './spec-shape.ts';
import { isRecord, type Path, pathText, type Report, readSource } from './spec-source.ts';

export interface ParseOptions {
  /** The experiments that a spec may name. */
  readonly experiments: readonly Experiment[];
  /** The module that it names instead of one of them, loaded (`loadSpecModule`). */
  readonly module?: SpecModule | null;
  /** The files that its parameters name, read (`loadSpecFiles`). */
  readonly files?: SpecFiles;
  /** Path for messages and for the default name. */
  readonly path?: string;
  /** `key=value` arguments, applied in order. */
  readonly overrides?: readonly string[];
}

/** Parse, apply the overrides, validate. Throws a `SpecError` with every fault found. */
export function parseSpec(text: string, options: ParseOptions): ParsedSpec {
  const { path, experiments, module = null, files = new Map(), overrides = [] } = options;
  const file = path ?? 'spec';
  const problems: SpecProblem[] = [];
  const source = readSource(text, overrides, problems);
  if (problems.length > 0) throw new SpecError(file, problems);

  const wanted = source.overrides.findLast(({ path: [head, more] }) => head === 'experiment' && more === undefined);
  const named = wanted ? wanted.values[0] : source.data['experiment'];
  const isModule = module !== null && (named === module.given || named === module.experiment.name);
  const definition = isModule ? module.experiment : experiments.find(({ name }) => name === named);

  let placed: ReadonlyMap<string, string> = new Map();
  const argumentAt = (at: Path): string | undefined => {
    const keys = at.map((_, k) => pathText(at.slice(0, at.length - k)));
    return keys.map((key) => placed.get(key)).find((argument) => argument !== undefined);
  };
  const where = (at: Path, part?: 'key' | 'value'): string | null => argumentAt(at) ?? source.locate(at, part);
  const report: Report = (at, message, part) => problems.push({ where: where(at, part), key: pathText(at), message });
  const spelling = (at: Path): string | null => (argumentAt(at) === undefined ? source.spelling(at) : null);

  const overridden = applyOverrides(source.data, source.overrides, definition, (at, message) => {
    const argument = source.overrides.find((override) => pathText(override.path) === pathText(at));
    problems.push({ where: argument?.text ?? null, key: pathText(at), message });
  });
  placed = overridden.placed;
  const { data, misspelt } = overridden;
  checkShape(data, report);
  if (!definition) reportExperiment(named, experiments, report);
  const blocks = definition ? readBlocks(data, definition, { where, spelling, report, files }, misspelt) : noBlocks;
  const namedFiles = fileEntries(blocks, definition);
  const conditions = (Array.isArray(data['when']) ? data['when'] : []).filter((entry) => typeof entry === 'string');
  const search = definition ? readSearch(data, definition, report) : null;
  const when = conditions.filter((condition, k) => checkCondition(condition, k, definition, search?.parameter, report));

  /** The spec as one reading of its faulty values has it, the first for k = 0. */
  const reading = (k: number): UncheckedSpec => ({
    name: typeof data['name'] === 'string' ? data['name'] : path ? basename(path, extname(path)) : 'sweep',
    seed: typeof data['seed'] === 'number' ? data['seed'] : 0,
    experiment: definition?.name ?? '',
    fixed: Object.fromEntries(Object.entries(axesOf(blocks.fixed, k)).map(([name, [value]]) => [name, value as Value])),
    grid: axesOf(blocks.grid, k),
    zip: axesOf(blocks.zip, k),
    points: blocks.points.map((point) => axesOf(point, k)),
    when,
    search,
    replicates: typeof data['replicates'] === 'number' ? data['replicates'] : 1,
    limits: problems.length === 0 && isRecord(data['limits']) ? readLimits(data['limits'] as GivenLimits) : noLimits,
    path: path ?? null,
    text,
    overrides,
    definition: definition as Experiment,
    module: isModule ? module : null,
    files: namedFiles.flatMap(({ value }) => namedFile(files, value)),
    locate: (block, parameter, value) => {
      if (parameter !== search?.parameter) return locateEntry(blocks, block, parameter, value, k);
      const at: Path = ['search', parameter, value === search.from ? 'from' : 'to'];
      return { where: where(at), key: pathText(at), recovered: false };
    },
  });
  // A searched parameter that could not be read is no missing one.
  const names = Object.keys(definition?.parameters ?? {});
  const searched = search === null && isRecord(data['search']) ? Object.keys(data['search']) : [];
  const faulty = searched.flatMap((name) => [name, nearestName(name, names) ?? name]);
  // Without its file little is known of a point.
  const isUnread = namedFiles.some(({ standIns }) => standIns.length > 0);
  let largest: TrialMemory | null = null;
  let defaults: Params = {};
  if (definition && !isUnread) {
    const readings = allEntries(blocks).reduce((most, { standIns }) => Math.max(most, standIns.length), 1);
    const checked = checkPoints(reading(0));
    ({ largest, defaults } = checked);
    const found = commonProblems(checked.problems, readings, (k) => checkPoints(reading(k)).problems);
    problems.push(...found.filter(({ key }) => !faulty.includes(key)));
  }
  if (problems.length === 0) for (const { k, message } of emptyingConditions(reading(0))) report(['when', k], message);
  if (problems.length > 0) throw new SpecError(file, inOrder(problems));
  return { ...reading(0), largest, defaults };
}

/** What is wrong in every reading of the faulty values: what is wrong in some may follow from a value that nobody meant. */
function commonProblems(
  first: readonly SpecProblem[],
  readings: number,
  problemsOf: (k: number) => readonly SpecProblem[],
): readonly SpecProblem[] {
  let common = first;
  for (let k = 1; k < readings && common.length > 0; k++) {
    const found = problemsOf(k);
    common = common.filter(({ key, message }) => found.some((other) => other.key === key && other.message === message));
  }
  return common;
}

const noBlocks: Blocks = { fixed: {}, grid: {}, zip: {}, points: [] };

function reportExperiment(named: unknown, experiments: readonly Experiment[], report: Report): void {
  const names = experiments.map(({ name }) => name);
  const known = names.join(', ');
  if (named === undefined) report(['experiment'], `missing, expected one of ${known}`);
  else if (typeof named !== 'string') report(['experiment'], `got ${show(named)}, expected one of ${known}`);
  else if (isModulePath(named))
    report(['experiment'], `${named} is a module, which must be loaded first: use loadSpec instead of parseSpec`);
  else report(['experiment'], unknownName('experiment', named, names));
}

function checkCondition(
  text: string,
  k: number,
  definition: Experiment | undefined,
  searched: string | undefined,
  report: Report,
): boolean {
  const known = Object.keys(definition?.parameters ?? {});
  try {
    const { names } = parseCondition(text);
    if (searched !== undefined && names.includes(searched))
      report(['when', k], `"${text}" names ${searched}, which is searched: conditions look at the rest of a point`);
    const unknown = names.filter((name) => definition && !known.includes(name));
    for (const name of unknown)
      report(['when', k], `unknown parameter "${name}" in "${text}"${didYouMean(name, known)}`);
    return unknown.length === 0;
  } catch (error) {
    report(['when', k], (error as Error).message);
    return false;
  }
}

function allEntries({ fixed, grid, zip, points }: Blocks): readonly Entry[] {
  return [fixed, grid, zip, ...points].flatMap((block) => Object.values(block).flat());
}

/** Every file that the parameters name, once. */
function fileEntries({ fixed, grid, zip, points }: Blocks, definition: Experiment | undefined): Entry[] {
  const entries = [fixed, grid, zip, ...points].flatMap((block) =>
    Object.entries(block).flatMap(([name, values]) => (definition?.parameters[name]?.file ? values : [])),
  );
  return [...new Map(entries.map((entry) => [entry.value, entry])).values()];
}

function namedFile(files: SpecFiles, sha256: Value): SpecFile[] {
  for (const file of files.values()) if ('sha256' in file && file.sha256 === sha256) return [file];
  return [];
}

function locateEntry(
  blocks: Blocks,
  block: number,
  parameter: string,
  value: Value | undefined,
  k: number,
): { readonly where: string | null; readonly key: string; readonly recovered: boolean } | null {
  const { fixed, grid, zip, points } = blocks;
  const own = block < 0 ? [grid, zip] : [points[block] ?? {}];
  for (const section of [fixed, ...own]) {
    const entries = section[parameter] ?? [];
    const same = entries.find((entry) => JSON.stringify(valueIn(entry, k)) === JSON.stringify(value));
    const found = same ?? entries[0];
    if (found) return { where: found.where, key: found.key, recovered: found.standIns.length > 0 };
  }
  return null;
}

/** Of a faulty one, the stand-in of the reading `k`. */
function valueIn({ value, standIns }: Entry, k: number): Value {
  return standIns.length === 0 ? value : (standIns[k % standIns.length] as Value);
}

function axesOf(block: Block, k: number): Axes {
  return Object.fromEntries(
    Object.entries(block).map(([name, entries]) => [name, entries.map((entry) => valueIn(entry, k))]),
  );
}

/** By line and column; what has neither comes last. */
function inOrder(problems: readonly SpecProblem[]): SpecProblem[] {
  const position = ({ where }: SpecProblem): number => {
    const [line, column] = /^\d+:\d+$/.test(where ?? '') ? (where as string).split(':').map(Number) : [];
    return line === undefined ? Number.POSITIVE_INFINITY : line * 1e6 + (column ?? 0);
  };
  return problems
    .map((problem) => ({ problem, at: position(problem) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ problem }) => problem);
}
