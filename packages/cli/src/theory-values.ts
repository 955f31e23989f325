/** A theory quantity at one value or over the product of several: plain data for the table and for JSON. */
import type { Parameters, Params, Value } from '@fewbits/dataset/columns';
import { completeParams, describeType, parseOverride, UsageError, unknownName, valueFault } from '@fewbits/sweep';
import { type Curve, type Evaluation, type Quantity, quantities } from '@fewbits/theory';
import { type Cell, coordinateNames, theoryRows, valueNames } from './theory-rows.ts';

export interface TheoryValues {
  readonly quantity: string;
  /** Parameters as given, defaults filled in where they are the same everywhere: a value each, or the list of an axis. */
  readonly params: Readonly<Record<string, Value | readonly Value[]>>;
  /** Parameters that were given as lists, in the order of the product (last fastest). */
  readonly axes: readonly string[];
  /** What array values run along, of a quantity that is a curve. */
  readonly curve: Curve | null;
  /** One entry a combination: the parameters, and what theory says there. */
  readonly points: readonly { readonly params: Params; readonly values: Evaluation }[];
}

/**
 * Evaluate `name` (e.g. `critical-load`) for `key=value` arguments, e.g. `levels=2,4`, or for an object of values and
 * lists of values. Throws a `UsageError` that names every fault.
 */
export function theory(
  name: string,
  arguments_: Readonly<Record<string, Value | readonly Value[]>> = {},
): TheoryValues {
  const quantity = find(name);
  const given = wholeLists(quantity.parameters, arguments_);
  const faults = Object.entries(given).flatMap(([key, value]) => faultsOf(quantity.parameters, key, value));
  if (faults.length > 0) throw new UsageError(faults.map((fault) => `theory ${name}: ${fault}`).join('\n'));
  const axes = Object.keys(given).filter((key) => Array.isArray(given[key]) && !isList(quantity.parameters, key));
  const combinations = product(given, axes).map((params) => complete(quantity, params));
  // Over lists, a combination outside the theory is null with a reason; alone, it is a mistake worth stopping for.
  const refusals = combinations.map((params) => quantity.check?.(params) ?? []);
  if (refusals.every((problems) => problems.length > 0)) {
    const [problems = []] = refusals;
    throw new UsageError(
      problems
        .map(({ parameter, got, expected }) => `theory ${name}: ${parameter}: got ${got}, expected ${expected}`)
        .join('\n'),
    );
  }
  const points = combinations.map((params) => ({ params, values: quantity.evaluate(params) }));
  const result = { quantity: name, params: {}, axes, curve: quantity.curve ?? null, points };
  const varied = coordinateNames(result);
  const all = Object.assign({}, ...combinations) as Params;
  const shared = Object.entries(all).filter(([key]) => !varied.includes(key));
  const listed = axes.map((axis) => [axis, given[axis] as readonly Value[]] as const);
  return { ...result, params: Object.fromEntries([...shared, ...listed]) };
}

/** `key=value` arguments as an object: one value, or a list of several. */
export function theoryArguments(texts: readonly string[]): Record<string, Value | Value[]> {
  const given: Record<string, Value | Value[]> = {};
  for (const text of texts) {
    let override: ReturnType<typeof parseOverride>;
    try {
      override = parseOverride(text);
    } catch (error) {
      throw new UsageError((error as Error).message, { cause: error });
    }
    const { path, values } = override;
    const list = values.flat() as Value[];
    given[path.join('.')] = list.length === 1 ? (list[0] as Value) : list;
  }
  return given;
}

/**
 * The values of contract section 5: numbers, and arrays along a curve, at a single point; over lists equally long arrays, one
 * entry a combination and, along a curve, one for each of its entries. With several coordinates, the curve's own among them,
 * these stand beside the values. `occupancy`, an array itself, is nested over a list.
 */
export function valuesDocument(result: TheoryValues): Record<string, unknown> {
  const { axes, curve, points } = result;
  const names = valueNames(result);
  const [single] = points;
  if (axes.length === 0 && single) return Object.fromEntries(names.map((name) => [name, single.values[name] ?? null]));
  const rows = theoryRows(result);
  const coordinates = coordinateNames(result);
  const shown = coordinates.length > 1 || curve !== null ? coordinates : [];
  return Object.fromEntries([
    ...shown.map((name) => [name, rows.map(({ params }): Value | null => params[name] ?? null)]),
    // A value of a coordinate's name is what became of it (`groups=best`): the coordinate where there is none.
    ...names.map((name) => [
      name,
      rows.map(
        ({ params, values }): Cell | Value => values[name] ?? (shown.includes(name) ? (params[name] ?? null) : null),
      ),
    ]),
  ]);
}

function find(name: string): Quantity {
  const names = quantities.map((quantity) => quantity.name);
  const found = quantities.find((quantity) => quantity.name === name);
  if (!found) throw new UsageError(unknownName('quantity', name, names));
  return found;
}

function faultsOf(parameters: Parameters, key: string, value: Value | readonly Value[]): string[] {
  const declaration = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (!declaration) {
    return [unknownName('parameter', key, Object.keys(parameters))];
  }
  const values = Array.isArray(value) && !isList(parameters, key) ? value : [value];
  return values.flatMap((entry) => {
    const fault = valueFault(declaration, entry);
    return fault === null ? [] : [`${key}: ${fault}`];
  });
}

/** Whether a list is one value of this parameter, e.g. `ages`, and not an axis. */
function isList(parameters: Parameters, key: string): boolean {
  return Object.hasOwn(parameters, key) && parameters[key]?.type.endsWith('[]') === true;
}

/** One entry alone is a list too where the parameter is one. */
function wholeLists(
  parameters: Parameters,
  given: Readonly<Record<string, Value | readonly Value[]>>,
): Readonly<Record<string, Value | readonly Value[]>> {
  const wrap = (key: string, value: Value | readonly Value[]): Value | readonly Value[] =>
    isList(parameters, key) && typeof value === 'number' ? [value] : value;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, wrap(key, value)]));
}

function product(given: Readonly<Record<string, Value | readonly Value[]>>, axes: readonly string[]): Params[] {
  const scalars = Object.fromEntries(Object.entries(given).filter(([key]) => !axes.includes(key))) as Params;
  let combinations: Params[] = [scalars];
  for (const axis of axes) {
    combinations = combinations.flatMap((params) =>
      (given[axis] as readonly Value[]).map((value) => ({ ...params, [axis]: value })),
    );
  }
  return combinations;
}

function complete(quantity: Quantity, given: Params): Params {
  const { params, missing } = completeParams(quantity.parameters, given);
  if (missing.length > 0) {
    const faults = missing.map((name) => {
      const declaration = quantity.parameters[name];
      return `theory ${quantity.name}: ${name} is missing, expected ${declaration ? describeType(declaration) : ''}`;
    });
    throw new UsageError(faults.join('\n'));
  }
  return params;
}
