/** The theory beside an estimate: a reference of a summary, looked up and evaluated at a point's parameters. */
import type { NullableValues } from '@fewbits/dataset';
import type { Params, TheoryReference, Value } from '@fewbits/dataset/columns';
import { quantities } from '@fewbits/theory';

/** `value` is null where theory is silent; `bits` where the quantity has no value of that name. */
export interface TheoryValue {
  readonly value: number | null;
  readonly bits: number | null;
}

export type TheoryLookup = (reference: TheoryReference, params: NullableValues) => TheoryValue;

/** A lookup that solves each distinct case once. */
export function theoryLookup(): TheoryLookup {
  const known = new Map<string, TheoryValue>();
  return (reference, params) => {
    if (!holds(reference, params)) return { value: null, bits: null };
    const given = theoryParams(reference, params);
    const key = JSON.stringify([reference.quantity, reference.value, Object.entries(given)]);
    const before = known.get(key);
    if (before !== undefined) return before;
    // A table of a newer version may name a quantity that this one does not know: no theory, like any other silence.
    const values = quantities.find(({ name }) => name === reference.quantity)?.evaluate(given);
    const found = { value: finite(values?.[reference.value]), bits: finite(values?.['bits']) };
    known.set(key, found);
    return found;
  };
}

/** The theory curve of a reference at a point, entry by entry; null where theory is silent. Solves each case once. */
export type CurveLookup = (reference: TheoryReference, params: NullableValues) => readonly (number | null)[] | null;

export function curveLookup(): CurveLookup {
  const known = new Map<string, readonly (number | null)[] | null>();
  return (reference, params) => {
    if (!holds(reference, params)) return null;
    const given = theoryParams(reference, params);
    const key = JSON.stringify([reference.quantity, reference.value, Object.entries(given)]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = evaluated(reference, given)?.[reference.value];
    const curve = Array.isArray(value) ? value.map(finite) : null;
    known.set(key, curve);
    return curve;
  };
}

/** Null too where the theory refuses: its domain is narrower than an experiment's. */
function evaluated({ quantity }: TheoryReference, given: Params): Readonly<Record<string, unknown>> | null {
  try {
    return quantities.find(({ name }) => name === quantity)?.evaluate(given) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function holds(reference: TheoryReference, params: NullableValues): boolean {
  return Object.entries(reference.applies ?? {}).every(([name, allowed]) =>
    allowed.some((value) => value === (params[name] ?? null)),
  );
}

function theoryParams(reference: TheoryReference, params: NullableValues): Params {
  const given: Record<string, Value> = {};
  for (const name of reference.parameters) {
    const value = params[name] ?? null;
    if (value === null) continue;
    given[name] = reference.substitute?.[name]?.[String(value)] ?? value;
  }
  return { ...given, ...reference.fixed };
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
