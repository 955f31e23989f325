/** What a user's module exports, held against the contract of an experiment: all faults at once, or a complete experiment. */
import type { Experiment } from '@fewbits/experiments';
import { checkColumns, checkParameters } from './check-declarations.ts';
import { checkSummaries } from './check-summaries.ts';
import type { SpecProblem } from './errors.ts';
import { checkText, gotInstead, objectAt } from './object-faults.ts';
import { isRecord, pathText, type Report } from './spec-source.ts';

const functions = [
  'task',
  'check',
  'versions',
  'cost',
  'memory',
  'run',
] as const satisfies readonly (keyof Experiment)[];
const keys: readonly (keyof Experiment)[] = [
  ...(['name', 'version', 'doc', 'source', 'parameters', 'columns', 'summaries', ...functions] as const),
];

export type CheckedExperiment =
  | { readonly experiment: Experiment; readonly problems: readonly [] }
  | { readonly experiment: null; readonly problems: readonly SpecProblem[] };

/** `builtIn`: names that are taken. Faults have no line, only the key inside the object. */
export function checkExperiment(candidate: unknown, builtIn: readonly string[] = []): CheckedExperiment {
  const problems: SpecProblem[] = [];
  const report: Report = (path, message) => problems.push({ where: null, key: pathText(path), message });

  if (candidate instanceof Promise) report([], 'got a Promise, expected an object: write export default await …');
  const object =
    candidate instanceof Promise
      ? null
      : objectAt(candidate, [], keys, 'an object with name, parameters, columns and run', report);
  if (!object) return { experiment: null, problems };

  const given = object as Partial<Record<keyof Experiment, unknown>>;
  checkName(given.name, builtIn, report);
  const { version = 1 } = given;
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    report(['version'], gotInstead(version, 'an integer from 1 up'));
  for (const key of ['doc', 'source'] as const) if (given[key] !== undefined) checkText(given[key], [key], report);

  const parameterNames = namesOf(given.parameters);
  const parameters = checkParameters(given.parameters, report);
  const columns = checkColumns(given.columns, parameterNames, report);
  const declared = { parameters, columns, parameterNames, columnNames: namesOf(given.columns) };
  const summaries = checkSummaries(given.summaries, declared, report);

  for (const key of functions) {
    const value = given[key];
    if (typeof value !== 'function' && (value !== undefined || key === 'run'))
      report(
        [key],
        gotInstead(value, key === 'run' ? 'a function of { params, rng, signal }' : 'a function of the parameters'),
      );
  }
  if (problems.length > 0) return { experiment: null, problems };

  const kept = Object.fromEntries(keys.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])));
  return { experiment: { ...kept, version, parameters, columns, summaries } as unknown as Experiment, problems: [] };
}

function checkName(name: unknown, builtIn: readonly string[], report: Report): void {
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name))
    report(['name'], gotInstead(name, 'a text of letters, digits and -'));
  else if (builtIn.includes(name)) report(['name'], `"${name}" is the name of a built-in experiment`);
}

function namesOf(map: unknown): readonly string[] {
  return isRecord(map) ? Object.keys(map) : [];
}
