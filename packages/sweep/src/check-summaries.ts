/** Summaries as a user's module declares them: every fault reported, what may be left out filled in. */
import type {
  Columns,
  CurveSummary,
  MeanSummary,
  ParameterDeclaration,
  Parameters,
  ScalingFit,
  ScalingSummary,
  Summary,
  TheoryReference,
  TransitionSummary,
  Value,
} from '@fewbits/dataset/columns';
import { checkAllowed } from './check-declarations.ts';
import { unknownName } from './nearest-name.ts';
import { checkText, gotInstead, objectAt } from './object-faults.ts';
import { isRecord, type Report } from './spec-source.ts';

export interface Declared {
  readonly parameters: Parameters;
  readonly columns: Columns;
  /** All names that were declared, those with faults among them: a reference to one is no second fault. */
  readonly parameterNames: readonly string[];
  readonly columnNames: readonly string[];
}

type Path = readonly (string | number)[];

const meanKeys: readonly (keyof MeanSummary)[] = ['kind', 'quantity', 'column', 'theory'];
const transitionKeys: readonly (keyof TransitionSummary)[] = [
  ...(['kind', 'quantity', 'column', 'over', 'target', 'coordinate', 'theory', 'limit'] as const),
];
const curveKeys: readonly (keyof CurveSummary)[] = [
  ...(['kind', 'quantity', 'column', 'over', 'error', 'theory', 'realised', 'scaled', 'caution'] as const),
];
const scalingKeys: readonly (keyof ScalingSummary)[] = [
  ...(['kind', 'quantity', 'column', 'over', 'error', 'method', 'procedure', 'coordinate', 'along'] as const),
  ...(['theory', 'fits'] as const),
];
const fitKeys: readonly (keyof ScalingFit)[] = ['quantity', 'law', 'logarithms'];
const theoryKeys: readonly (keyof TheoryReference)[] = [
  ...(['quantity', 'value', 'parameters', 'fixed', 'substitute', 'applies'] as const),
];

const columnTypes = {
  mean: ['int', 'float', 'bool'],
  transition: ['bool'],
  curve: ['int[]', 'float[]'],
  scaling: ['int', 'float'],
} as const;

/** The summaries, completed; meaningful only when nothing was reported. */
export function checkSummaries(given: unknown, declared: Declared, report: Report): readonly Summary[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    report(['summaries'], gotInstead(given, 'a list of summaries'));
    return [];
  }
  const summaries = given.flatMap((entry, k) => checkSummary(entry, k, declared, report) ?? []);
  for (const [k, { quantity }] of summaries.entries())
    if (summaries.findIndex((other) => other.quantity === quantity) < k)
      report(['summaries', k, 'quantity'], `"${quantity}" is the quantity of an earlier summary too`);
  return summaries;
}

function checkSummary(given: unknown, k: number, declared: Declared, report: Report): Summary | null {
  const path = ['summaries', k] as const;
  const at = (...more: Path): Path => [...path, ...more];
  if (!isRecord(given)) {
    report(path, gotInstead(given, 'an object with kind and column'));
    return null;
  }
  const { kind, quantity, column, theory } = given as Partial<Record<string, unknown>> & Summary;
  if (kind !== 'mean' && kind !== 'transition' && kind !== 'curve' && kind !== 'scaling') {
    report(at('kind'), gotInstead(kind, 'one of mean, transition, curve, scaling'));
    return null;
  }
  const keys = { mean: meanKeys, transition: transitionKeys, curve: curveKeys, scaling: scalingKeys };
  checkKeys(given, keys[kind], at(), report);
  checkColumn(column, columnTypes[kind], at('column'));
  if (theory !== undefined) checkTheory(theory, at('theory'), declared, report);
  if (kind === 'mean') {
    if (quantity !== undefined) checkText(quantity, at('quantity'), report);
    return { ...(given as unknown as MeanSummary), quantity: quantity ?? column };
  }
  if (kind === 'curve') {
    if (quantity !== undefined) checkText(quantity, at('quantity'), report);
    const { over, error, scaled, realised } = given as Partial<CurveSummary>;
    checkOver(over, ['int[]', 'float[]'], at('over'), declared, report);
    if (error !== undefined) checkColumn(error, ['float[]'], at('error'));
    if (scaled !== undefined) checkScaled(scaled, at('scaled'), declared, report);
    if (isRecord(realised)) {
      checkNames(Object.keys(realised), at('realised'), declared, report);
      for (const [name, own] of Object.entries(realised)) checkColumn(own, ['int', 'float'], at('realised', name));
    } else if (realised !== undefined) report(at('realised'), gotInstead(realised, 'a map from parameters to columns'));
    return { ...(given as unknown as CurveSummary), quantity: quantity ?? column };
  }
  if (kind === 'scaling') {
    if (quantity !== undefined) checkText(quantity, at('quantity'), report);
    const { over, error, method, coordinate, procedure, along, fits } = given as Partial<ScalingSummary>;
    checkOver(over, ['int', 'float'], at('over'), declared, report);
    if (error !== undefined) checkColumn(error, ['float'], at('error'));
    if (method !== undefined) checkColumn(method, ['string'], at('method'));
    if (coordinate !== undefined) checkColumn(coordinate, ['int', 'float'], at('coordinate'));
    checkNames(procedure, at('procedure'), declared, report);
    checkNames(along, at('along'), declared, report);
    checkFits(fits, at('fits'), report);
    return { ...(given as unknown as ScalingSummary), quantity: quantity ?? column };
  }
  checkText(quantity, at('quantity'), report);
  const { over, target = 0.5, coordinate, limit } = given as Partial<TransitionSummary>;
  checkOver(over, ['int', 'float'], at('over'), declared, report);
  if (typeof target !== 'number' || !(target > 0 && target < 1))
    report(at('target'), gotInstead(target, 'a number between 0 and 1'));
  if (coordinate !== undefined) checkColumn(coordinate, ['int', 'float'], at('coordinate'));
  if (limit !== undefined) checkTheory(limit, at('limit'), declared, report);
  return { ...(given as unknown as TransitionSummary), target };

  function checkColumn(name: unknown, types: readonly string[], where: Path): void {
    const { columns, columnNames } = declared;
    if (typeof name !== 'string') report(where, gotInstead(name, 'the name of a column'));
    else if (!columnNames.includes(name)) report(where, unknownName('column', name, columnNames));
    else {
      const type = columns[name]?.type;
      if (type && !types.includes(type)) report(where, `${name} is of type ${type}, expected ${types.join(', ')}`);
    }
  }
}

function checkKeys(
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
  report: Report,
): void {
  objectAt(given, [], known, '', ([key], message) => report([...path, key as string], message));
}

/** A list of parameters, which may be left out. */
function checkNames(given: unknown, path: Path, { parameterNames }: Declared, report: Report): void {
  if (given === undefined) return;
  if (!Array.isArray(given)) report(path, gotInstead(given, 'a list of names of parameters'));
  else
    for (const [k, name] of given.entries())
      if (!parameterNames.includes(name)) report([...path, k], unknownName('parameter', String(name), parameterNames));
}

function checkFits(given: unknown, path: Path, report: Report): void {
  if (given === undefined) return;
  if (!Array.isArray(given)) {
    report(path, gotInstead(given, 'a list of fits'));
    return;
  }
  for (const [k, entry] of given.entries()) {
    const fit = objectAt(entry, [...path, k], fitKeys, 'an object with quantity and law', report);
    if (!fit) continue;
    checkText(fit['quantity'], [...path, k, 'quantity'], report);
    const { law, logarithms } = fit;
    if (law !== 'power' && law !== 'logarithm') report([...path, k, 'law'], gotInstead(law, 'one of power, logarithm'));
    if (logarithms !== undefined && !Number.isFinite(logarithms))
      report([...path, k, 'logarithms'], gotInstead(logarithms, 'a number'));
  }
}

function checkScaled(given: unknown, path: Path, declared: Declared, report: Report): void {
  const scaled = objectAt(given, path, ['quantity', 'parameter'], 'an object with quantity and parameter', report);
  if (!scaled) return;
  checkText(scaled['quantity'], [...path, 'quantity'], report);
  checkOver(scaled['parameter'], ['int', 'float'], [...path, 'parameter'], declared, report);
}

function checkOver(
  over: unknown,
  types: readonly string[],
  path: Path,
  { parameters, parameterNames }: Declared,
  report: Report,
): void {
  if (typeof over !== 'string') report(path, gotInstead(over, 'the name of a parameter'));
  else if (!parameterNames.includes(over)) report(path, unknownName('parameter', over, parameterNames));
  else {
    const type = parameters[over]?.type;
    if (type && !types.includes(type)) report(path, `${over} is of type ${type}, expected ${types.join(', ')}`);
  }
}

function checkTheory(given: unknown, path: Path, { parameters, parameterNames }: Declared, report: Report): void {
  if (!isRecord(given)) {
    report(path, gotInstead(given, 'an object with quantity, value and parameters'));
    return;
  }
  checkKeys(given, theoryKeys, path, report);
  const theory = given as Partial<Record<keyof TheoryReference, unknown>>;
  checkText(theory.quantity, [...path, 'quantity'], report);
  checkText(theory.value, [...path, 'value'], report);
  const known = (name: string, at: Path): boolean => {
    if (parameterNames.includes(name)) return true;
    report(at, unknownName('parameter', name, parameterNames));
    return false;
  };
  if (!Array.isArray(theory.parameters) || !theory.parameters.every((name) => typeof name === 'string'))
    report([...path, 'parameters'], gotInstead(theory.parameters, 'a list of names of parameters'));
  else for (const [k, name] of theory.parameters.entries()) known(name, [...path, 'parameters', k]);

  const entries = (key: 'fixed' | 'substitute' | 'applies', expected: string): [string, unknown][] => {
    const map = theory[key];
    if (map === undefined) return [];
    if (isRecord(map)) return Object.entries(map);
    report([...path, key], gotInstead(map, expected));
    return [];
  };
  for (const [name, value] of entries('fixed', 'a map of values'))
    if (!isValue(value)) report([...path, 'fixed', name], gotInstead(value, 'a value'));
  for (const [name, map] of entries('substitute', 'a map of parameters, each with new values for old')) {
    const at = [...path, 'substitute', name];
    if (known(name, at) && !(isRecord(map) && Object.values(map).every(isValue)))
      report(at, gotInstead(map, `a map from values of ${name} to others`));
  }
  for (const [name, values] of entries('applies', 'a map of parameters, each with the list of its values')) {
    const at = [...path, 'applies', name];
    if (known(name, at))
      checkAllowed(name, values, parameters[name] as ParameterDeclaration | undefined, at, report, true);
  }
}

function isValue(value: unknown): value is Value {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every((entry) => Number.isFinite(entry)))
  );
}
