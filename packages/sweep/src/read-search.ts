/** `search` of a spec: which parameter, over which range, for which mean of which column. */
import type { Experiment } from '@fewbits/experiments';
import { didYouMean } from './nearest-name.ts';
import { show, valueFault } from './parameter-values.ts';
import { isRecord, type Path, type Report } from './spec-source.ts';

/** The value of one parameter is searched at which the mean of a bool column, falling with it, passes `target`. */
export interface SpecSearch {
  readonly parameter: string;
  readonly column: string;
  readonly target: number;
  readonly from: number;
  readonly to: number;
  /** Largest half-width of the interval that is quoted, in the unit of the parameter. */
  readonly within: number;
  readonly confidence: number;
  /** Trials of one cell after which the search gives up. */
  readonly maxTrials: number;
}

const defaults = { target: 0.5, confidence: 0.95, max_trials: 20_000 };

/** Null where the spec has none. Faults are reported; what the shape of a spec refuses already is passed over. */
export function readSearch(
  data: Readonly<Record<string, unknown>>,
  definition: Experiment,
  report: Report,
): SpecSearch | null {
  const { search } = data;
  if (!isRecord(search)) return null;
  const names = Object.keys(search);
  const [parameter = ''] = names;
  if (names.length !== 1) {
    report(
      ['search'],
      `got ${names.length} parameters, expected one (the rest of the grid is searched point by point)`,
    );
    return null;
  }
  if (data['replicates'] !== undefined)
    report(['replicates'], 'stands beside search, whose rounds number the replicates: give one of the two', 'key');
  const at: Path = ['search', parameter];
  const given = search[parameter];
  if (!isRecord(given)) return null;
  const declaration = Object.hasOwn(definition.parameters, parameter) ? definition.parameters[parameter] : undefined;
  if (!declaration) {
    const hint = didYouMean(parameter, Object.keys(definition.parameters));
    report(at, `unknown parameter of ${definition.name}${hint}`, 'key');
    return null;
  }
  if (declaration.type !== 'float' && declaration.type !== 'int') {
    report(at, `is ${declaration.type}, expected a parameter of type float or int`, 'key');
    return null;
  }
  reportElsewhere(data, parameter, report);
  for (const end of ['from', 'to'] as const) {
    const fault = Number.isFinite(given[end]) ? valueFault(declaration, given[end]) : null;
    if (fault) report([...at, end], fault);
  }
  const column = reportColumn(given['column'], definition, [...at, 'column'], report);
  const { target, from, to, within, confidence, max_trials } = { ...defaults, ...given } as Record<string, unknown>;
  const numbers = [target, from, to, within, confidence, max_trials];
  if (column === null || !numbers.every(Number.isFinite)) return null;
  const read = { parameter, column, target, from, to, within, confidence, maxTrials: max_trials } as SpecSearch;
  if (!(read.from < read.to)) report([...at, 'to'], `got ${read.to}, expected more than from, ${read.from}`);
  else if (!(read.within < (read.to - read.from) / 2))
    report([...at, 'within'], `got ${read.within}, expected less than half the range, ${(read.to - read.from) / 2}`);
  return read;
}

/** As a spec would give it. */
export function writeSearch({ parameter, maxTrials, ...rest }: SpecSearch): Readonly<Record<string, unknown>> {
  return { [parameter]: { ...rest, max_trials: maxTrials } };
}

function reportElsewhere(data: Readonly<Record<string, unknown>>, parameter: string, report: Report): void {
  const points: readonly unknown[] = Array.isArray(data['points']) ? data['points'] : [];
  const places: readonly (readonly [Path, unknown])[] = [
    ...['fixed', 'grid', 'zip'].map((section) => [[section], data[section]] as const),
    ...points.map((point, k) => [['points', k], point] as const),
  ];
  for (const [path, section] of places) {
    if (isRecord(section) && Object.hasOwn(section, parameter))
      report([...path, parameter], 'is searched (search): leave it out here', 'key');
  }
}

function reportColumn(column: unknown, { name, columns }: Experiment, at: Path, report: Report): string | null {
  if (typeof column !== 'string') return null;
  const bools = Object.keys(columns).filter((each) => columns[each]?.type === 'bool');
  if (bools.includes(column)) return column;
  if (Object.hasOwn(columns, column)) {
    report(
      at,
      `got ${show(column)}, which is ${columns[column]?.type}; expected a column of true or false: ${bools.join(', ')}`,
    );
  } else report(at, `unknown column of ${name}${didYouMean(column, bools)}`);
  return null;
}
