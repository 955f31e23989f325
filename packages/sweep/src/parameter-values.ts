/** A parameter's declaration applied to values: is it allowed, does it apply, what is its default. */
import type { FactsOf, ParameterDeclaration, Parameters, Params, Value } from '@fewbits/dataset/columns';
import { unknownName } from './nearest-name.ts';

/** What is wrong with `value`, as "got …, expected …"; null when nothing is. */
export function valueFault(declaration: ParameterDeclaration, value: unknown): string | null {
  const fault = (): string => `got ${show(value)}, expected ${describeType(declaration)}`;
  switch (declaration.type) {
    case 'string': {
      if (typeof value !== 'string') return fault();
      const { values } = declaration;
      if (!values || values.includes(value)) return null;
      return unknownName('', value, values);
    }
    case 'bool':
      return typeof value === 'boolean' ? null : fault();
    case 'int[]':
    case 'float[]':
      return Array.isArray(value) && value.length > 0 && value.every((entry) => numberFits(declaration, entry))
        ? null
        : fault();
    default:
      if (typeof value === 'string' && declaration.values?.includes(value)) return null;
      return numberFits(declaration, value) ? null : fault();
  }
}

function numberFits(declaration: ParameterDeclaration, value: unknown): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (declaration.type.startsWith('int') && !Number.isSafeInteger(value)) return false;
  const { min = -Infinity, max = Infinity, exclusiveMin = -Infinity, exclusiveMax = Infinity } = declaration;
  return value >= min && value <= max && value > exclusiveMin && value < exclusiveMax;
}

/** e.g. `an integer from 2 to 256`, `a number above 0`, `one of pm1, 01`, `a number, or optimal`. */
export function describeType(declaration: ParameterDeclaration): string {
  const { type, min, max, exclusiveMin, exclusiveMax, values } = declaration;
  if (type === 'string') return values ? `one of ${values.join(', ')}` : 'a text';
  if (type === 'bool') return 'true or false';
  const list = type.endsWith('[]');
  const noun = type.startsWith('int') ? (list ? 'integers' : 'an integer') : list ? 'numbers' : 'a number';
  const low = min !== undefined ? `from ${min}` : exclusiveMin !== undefined ? `above ${exclusiveMin}` : '';
  const high =
    max !== undefined
      ? `${min !== undefined ? '' : 'up '}to ${max}`
      : exclusiveMax !== undefined
        ? `below ${exclusiveMax}`
        : min !== undefined
          ? 'up'
          : '';
  const range = [low, high].filter((part) => part !== '').join(low.startsWith('from') ? ' ' : ' and ');
  const text = [list ? `a list of ${noun}` : noun, range].filter((part) => part !== '').join(' ');
  return values ? `${text}, or ${values.join(', ')}` : text;
}

/** Text of a value in a message: strings in quotes, long lists cut. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export interface Completed {
  /** The parameters that apply, defaults filled in, in declared order. */
  readonly params: Params;
  /** Required ones that were not given. */
  readonly missing: readonly string[];
}

const none: readonly string[] = [];

/**
 * The function that keeps what applies of the given parameters and fills in defaults. `applies` and `defaultFrom` look
 * only at parameters declared before; `factsOf` knows the files that they name. Made once for a plan of up to millions of points.
 */
export function completer(parameters: Parameters, factsOf?: FactsOf): (given: Params) => Completed {
  // Objects of one shape, whatever was declared: the loop below runs some 16 times a point.
  const declared = Object.entries(parameters).map(([name, { applies, default: fallback, defaultFrom, optional }]) => ({
    name,
    others: Object.keys(applies ?? {}),
    allowed: Object.values(applies ?? {}),
    fallback,
    derive: defaultFrom?.value,
    required: optional !== true,
  }));
  return (given) => {
    const params: Record<string, Value> = {};
    let missing = none;
    for (let k = 0; k < declared.length; k++) {
      const { name, others, allowed, fallback, derive, required } = declared[k] as (typeof declared)[number];
      let applies = true;
      for (let n = 0; n < others.length; n++) {
        if (!(allowed[n] as readonly Value[]).includes(params[others[n] as string] as Value)) applies = false;
      }
      if (!applies) continue;
      const value =
        (given as Partial<Params>)[name] ?? fallback ?? (derive && derived(derive, params, missing, factsOf));
      if (value === unknown) continue;
      if (value !== undefined) params[name] = value;
      else if (required) missing = [...missing, name];
    }
    return { params, missing };
  };
}

type Derive = NonNullable<ParameterDeclaration['defaultFrom']>['value'];

/** A default that cannot be told. */
const unknown = Symbol('unknown');

/** It may follow from one of the parameters that are `missing`: then it cannot be told, and is not missing itself. */
function derived(
  derive: Derive,
  params: Params,
  missing: readonly string[],
  factsOf: FactsOf | undefined,
): Value | typeof unknown | undefined {
  if (missing.length === 0) return derive(params, factsOf);
  try {
    return derive(params, factsOf);
  } catch {
    return unknown;
  }
}

/** `completer` for one point. */
export function completeParams(parameters: Parameters, given: Params): Completed {
  return completer(parameters)(given);
}
