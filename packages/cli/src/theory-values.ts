/** A theory quantity at one value or over the product of several: plain data for the table and for JSON. */
import type { Parameters, Params, Value } from '@fewbits/dataset/columns';
import { completeParams, describeType, parseOverride, UsageError, unknownName, valueFault } from '@fewbits/sweep';
import { type Evaluation, type Quantity, quantities } from '@fewbits/theory';

type Cell = number | string | null | readonly number[];

export interface TheoryValues {
  readonly quantity: string;
  /** Parameters as given, defaults filled in: a value each, or the list of values of an axis. */
  readonly params: Readonly<Record<string, Value | readonly Value[]>>;
  /** Parameters that were given as lists, in the order of the product (last fastest). */
  readonly axes: readonly string[];
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
  const shared = combinations[0] as Params;
  const listed = Object.fromEntries(axes.map((axis) => [axis, given[axis] as readonly Value[]]));
  return {
    quantity: name,
    params: { ...shared, ...listed },
    axes,
    points: combinations.map((params) => ({ params, values: quantity.evaluate(params) })),
  };
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
 * The values of contract section 5: numbers at a single point, equally long arrays over a list; with several lists the
 * coordinates stand beside the values. `occupancy`, an array itself, is nested over a list.
 */
export function valuesDocument({ axes, points }: TheoryValues): Record<string, unknown> {
  const names = [...new Set(points.flatMap(({ values }) => Object.keys(values)))].filter((name) => name !== 'reason');
  const column = (name: string): Cell[] => points.map(({ values }) => values[name] ?? null);
  const collect = (cells: readonly Cell[]): Cell | readonly Cell[] => (axes.length === 0 ? (cells[0] as Cell) : cells);
  const coordinates = axes.length > 1 ? axes.map((axis) => [axis, points.map(({ params }) => params[axis])]) : [];
  const hasReason = points.some(({ values }) => values.reason !== undefined);
  return Object.fromEntries([
    ...coordinates,
    ...names.map((name) => [name, collect(column(name))]),
    ...(hasReason ? [['reason', collect(column('reason'))]] : []),
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
