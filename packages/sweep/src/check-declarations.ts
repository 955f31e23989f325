/** Parameters and columns as a user's module declares them: every fault reported, what may be left out filled in. */
import type { SummaryRow } from '@fewbits/dataset';
import type { ColumnDeclaration, Columns, ParameterDeclaration, Parameters, ValueType } from '@fewbits/dataset/columns';
import { unknownName } from './nearest-name.ts';
import { checkText, described, gotInstead, objectAt } from './object-faults.ts';
import { describeType, valueFault } from './parameter-values.ts';
import { specKeys } from './spec-shape.ts';
import { isRecord, type Report } from './spec-source.ts';

const types = ['int', 'float', 'string', 'bool', 'int[]', 'float[]'] as const satisfies readonly ValueType[];

/** What other languages and TypeScript call our types. */
const otherTypeNames: Readonly<Record<string, ValueType>> = {
  integer: 'int',
  number: 'float',
  double: 'float',
  real: 'float',
  boolean: 'bool',
  text: 'string',
  str: 'string',
  'integer[]': 'int[]',
  'number[]': 'float[]',
  'double[]': 'float[]',
  array: 'float[]',
  list: 'float[]',
};

const bounds = ['min', 'max', 'exclusiveMin', 'exclusiveMax'] as const;
const columnKeys: readonly (keyof ColumnDeclaration)[] = ['type', 'unit', 'doc'];
const parameterKeys: readonly (keyof ParameterDeclaration)[] = [
  ...([
    'type',
    'unit',
    'doc',
    'values',
    ...bounds,
    'lattice',
    'default',
    'defaultFrom',
    'file',
    'optional',
    'applies',
  ] as const),
];

/** Columns that every table of trials has beside the experiment's own. */
const trialColumns: readonly string[] = ['trial_id', 'replicate', 'status'];

/** Columns that stand beside the parameters in `summary.arrow`. */
const summaryColumns: Readonly<Record<Exclude<keyof SummaryRow, 'params'>, true>> = {
  quantity: true,
  coordinate: true,
  estimate: true,
  lower: true,
  upper: true,
  confidence: true,
  method: true,
  bound: true,
  lower_sequential: true,
  upper_sequential: true,
  theory: true,
  trials: true,
};

const conditionWords: readonly string[] = ['and', 'or', 'not', 'in', 'true', 'false', 'null', 'undefined', 'this'];

/** The parameters, completed; those with a fault are left out. */
export function checkParameters(given: unknown, report: Report): Parameters {
  const path = ['parameters'];
  const declared = objectAt(given, path, null, 'a map of parameters, {} for none', report) ?? {};
  const parameters: Record<string, ParameterDeclaration> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    checkName(name, [...path, name], 'parameter', report);
    const sound = checkParameter(declaration, [...path, name], report);
    if (sound) parameters[name] = completed(name, sound, parameterKeys);
  }
  // Relations last: they need the declarations that they point at.
  for (const [name, declaration] of Object.entries(declared)) {
    if (!isRecord(declaration)) continue;
    checkApplies(name, declaration['applies'], Object.keys(declared), parameters, report);
    checkLattice(name, declaration, declared, report);
  }
  return parameters;
}

/** The columns, completed; those with a fault are left out. */
export function checkColumns(given: unknown, parameterNames: readonly string[], report: Report): Columns {
  const path = ['columns'];
  const declared = objectAt(given, path, null, 'a map of at least one column', report);
  if (declared && Object.keys(declared).length === 0) report(path, 'got {}, expected at least one column');
  const columns: Record<string, ColumnDeclaration> = {};
  for (const [name, declaration] of Object.entries(declared ?? {})) {
    const at = [...path, name];
    checkName(name, at, 'column', report);
    if (parameterNames.includes(name))
      report(at, 'is the name of a parameter too; both stand in one table, give one of them another name');
    const faults = counted(report);
    const column = objectAt(declaration, at, columnKeys, 'an object with type, unit and doc', faults.report);
    if (!column) continue;
    checkCommon(column, at, faults.report);
    if (faults.count() === 0) columns[name] = completed(name, column as unknown as ColumnDeclaration, columnKeys);
  }
  return columns;
}

function checkName(name: string, path: readonly string[], noun: 'parameter' | 'column', report: Report): void {
  const reserved = `a ${noun} cannot have this name: `;
  if (!/^[A-Za-z_]\w*$/.test(name))
    report(path, `got the name "${name}", expected letters, digits and _, a digit not first`);
  else if (trialColumns.includes(name)) report(path, `${reserved}every table of trials has a column ${name}`);
  else if (name in {}) report(path, `${reserved}JavaScript gives it to every object`);
  else if (noun === 'column') return;
  else if (conditionWords.includes(name)) report(path, `${reserved}it is a word of the conditions under when`);
  else if (specKeys.includes(name)) report(path, `${reserved}it is a key of the spec`);
  else if (Object.hasOwn(summaryColumns, name)) report(path, `${reserved}summary.arrow has a column ${name}`);
}

/** Type, unit and text: what parameters and columns share. */
function checkCommon(declaration: Readonly<Record<string, unknown>>, path: readonly string[], report: Report): void {
  const { type, unit, doc } = declaration as Partial<Record<string, unknown>> & { type?: unknown };
  if (typeof type !== 'string') report([...path, 'type'], gotInstead(type, `one of ${types.join(', ')}`));
  else if (!isType(type)) {
    const meant = otherTypeNames[type.toLowerCase()];
    report(
      [...path, 'type'],
      meant
        ? `unknown type "${type}", did you mean ${meant}? Known: ${types.join(', ')}`
        : unknownName('type', type, types),
    );
  }
  if (unit !== undefined) checkText(unit, [...path, 'unit'], report);
  if (doc !== undefined) checkText(doc, [...path, 'doc'], report);
}

function isType(type: string): type is ValueType {
  return (types as readonly string[]).includes(type);
}

/** The declaration when it can be relied on; null when any fault was reported. */
function checkParameter(given: unknown, path: readonly string[], report: Report): ParameterDeclaration | null {
  const faults = counted(report);
  const declaration = objectAt(given, path, parameterKeys, 'an object with type, unit and doc', faults.report);
  if (!declaration) return null;
  checkCommon(declaration, path, faults.report);
  const type = typeof declaration['type'] === 'string' && isType(declaration['type']) ? declaration['type'] : null;
  if (type) {
    checkValues(declaration['values'], type, [...path, 'values'], faults.report);
    checkBounds(declaration, type, path, faults.report);
    checkFile(declaration['file'], type, [...path, 'file'], faults.report);
  }
  const sound = type !== null && faults.count() === 0;
  checkDefault(declaration, sound, path, faults.report);
  return faults.count() === 0 ? (declaration as unknown as ParameterDeclaration) : null;
}

function checkValues(values: unknown, type: ValueType, path: readonly string[], report: Report): void {
  if (values === undefined) return;
  if (type === 'bool' || type.endsWith('[]')) {
    report(path, `does not go with type ${type}, only with string, int and float`);
    return;
  }
  const isTexts = Array.isArray(values) && values.every((entry) => typeof entry === 'string' && entry !== '');
  if (!isTexts || values.length === 0) report(path, gotInstead(values, 'a list of texts'));
  else {
    const twice = values.findIndex((entry, k) => values.indexOf(entry) < k);
    if (twice >= 0) report(path, `"${values[twice]}" is listed twice`);
  }
}

function checkFile(file: unknown, type: ValueType, path: readonly string[], report: Report): void {
  if (file === undefined) return;
  if (file !== 'patterns') report(path, gotInstead(file, '"patterns", the one kind of file'));
  else if (type !== 'string') report(path, `does not go with type ${type}, only with string`);
}

function checkBounds(
  declaration: Readonly<Record<string, unknown>>,
  type: ValueType,
  path: readonly string[],
  report: Report,
): void {
  const given = bounds.filter((bound) => declaration[bound] !== undefined);
  const number = !['string', 'bool'].includes(type);
  for (const bound of given) {
    const value = declaration[bound];
    if (!number) report([...path, bound], `does not go with type ${type}, only with numbers`);
    else if (typeof value !== 'number' || !Number.isFinite(value))
      report([...path, bound], `${gotInstead(value, 'a finite number')}; leave it out where there is no bound`);
  }
  if (!number || given.some((bound) => !Number.isFinite(declaration[bound]))) return;
  const { min, max, exclusiveMin, exclusiveMax } = declaration as Partial<Record<(typeof bounds)[number], number>>;
  if (min !== undefined && exclusiveMin !== undefined)
    report([...path, 'exclusiveMin'], 'beside min: give one of them');
  if (max !== undefined && exclusiveMax !== undefined)
    report([...path, 'exclusiveMax'], 'beside max: give one of them');
  const low = min ?? exclusiveMin ?? Number.NEGATIVE_INFINITY;
  const high = max ?? exclusiveMax ?? Number.POSITIVE_INFINITY;
  const closed = exclusiveMin === undefined && exclusiveMax === undefined;
  if (low > high || (low === high && !closed))
    report(
      path,
      `no value lies between the bounds: ${given.map((bound) => `${bound} ${declaration[bound]}`).join(', ')}`,
    );
}

/** `sound`: type, values and bounds can be relied on. */
function checkDefault(
  declaration: Readonly<Record<string, unknown>>,
  sound: boolean,
  path: readonly string[],
  report: Report,
): void {
  const {
    default: value,
    defaultFrom,
    optional,
  } = declaration as Partial<Record<string, unknown>> & { default?: unknown };
  if (optional !== undefined && typeof optional !== 'boolean')
    report([...path, 'optional'], gotInstead(optional, 'true or false'));
  const ways = [
    ...(value === undefined ? [] : ['default']),
    ...(defaultFrom === undefined ? [] : ['defaultFrom']),
    ...(optional === true ? ['optional'] : []),
  ];
  if (ways.length > 1) report(path, `${ways.join(' and ')} exclude each other: give one of them`);
  if (defaultFrom !== undefined) {
    const at = [...path, 'defaultFrom'];
    const expected = 'an object with doc and value';
    const from = objectAt(defaultFrom, at, ['doc', 'value'], expected, report);
    if (from) {
      checkText(from['doc'], [...at, 'doc'], report);
      if (typeof from['value'] !== 'function')
        report([...at, 'value'], gotInstead(from['value'], 'a function of the parameters declared above'));
    }
  }
  if (value === undefined || !sound) return;
  const fault = safeValueFault(declaration as unknown as ParameterDeclaration, value);
  if (fault !== null) report([...path, 'default'], fault);
}

/** `valueFault` for any JavaScript value, also those that no YAML can hold. */
export function safeValueFault(declaration: ParameterDeclaration, value: unknown): string | null {
  const plain =
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every((entry) => Number.isFinite(entry)));
  return plain ? valueFault(declaration, value) : `got ${described(value)}, expected ${describeType(declaration)}`;
}

function checkApplies(
  name: string,
  given: unknown,
  names: readonly string[],
  parameters: Parameters,
  report: Report,
): void {
  if (given === undefined) return;
  const path = ['parameters', name, 'applies'];
  const conditions = objectAt(given, path, null, 'a map of parameters, each with the list of its values', report);
  for (const [other, values] of Object.entries(conditions ?? {})) {
    const at = [...path, other];
    if (!names.includes(other))
      report(
        at,
        unknownName(
          'parameter',
          other,
          names.filter((known) => known !== name),
        ),
      );
    else if (other === name) report(at, `${name} cannot depend on itself`);
    else if (names.indexOf(other) > names.indexOf(name))
      report(at, `${other} is declared after ${name}: declare it before, since completion goes from top to bottom`);
    else checkAllowed(other, values, parameters[other], at, report);
  }
}

/** `values` of the parameter `name`, whose `declaration` is undefined where it has a fault of its own. `absent`: null is one too. */
export function checkAllowed(
  name: string,
  values: unknown,
  declaration: ParameterDeclaration | undefined,
  path: readonly (string | number)[],
  report: Report,
  absent: boolean = false,
): void {
  if (!Array.isArray(values) || values.length === 0) report(path, gotInstead(values, `a list of values of ${name}`));
  else if (declaration?.type.endsWith('[]')) report(path, `${name} is a list, and lists cannot be compared here`);
  else if (declaration) {
    for (const [k, value] of values.entries()) {
      const fault = absent && value === null ? null : safeValueFault(declaration, value);
      if (fault !== null) report([...path, k], fault);
    }
  }
}

function checkLattice(
  name: string,
  { lattice, type }: Readonly<Record<string, unknown>> & { lattice?: unknown; type?: unknown },
  declared: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  if (lattice === undefined) return;
  const path = ['parameters', name, 'lattice'];
  const integers = Object.entries(declared).flatMap(([other, declaration]) =>
    isRecord(declaration) && declaration['type'] === 'int' ? [other] : [],
  );
  if (type !== 'float') report(path, `does not go with type ${described(type)}, only with "float"`);
  else if (typeof lattice !== 'string') report(path, gotInstead(lattice, 'the name of an int parameter'));
  else if (!Object.hasOwn(declared, lattice)) report(path, unknownName('parameter', lattice, integers));
  else if (!integers.includes(lattice)) report(path, `got ${lattice}, expected the name of an int parameter`);
}

/** The declaration with only the keys it may have; unit and text filled in. */
function completed<D extends ColumnDeclaration>(name: string, given: D, keys: readonly (keyof D)[]): D {
  const kept = Object.fromEntries(keys.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])));
  return { ...kept, unit: given.unit ?? '1', doc: given.doc ?? name.replaceAll('_', ' ') } as unknown as D;
}

function counted(report: Report): { readonly report: Report; readonly count: () => number } {
  let faults = 0;
  return {
    report: (...fault) => {
      faults++;
      report(...fault);
    },
    count: () => faults,
  };
}
