/** Records that belong together: grouped by some of their parameters, in an order that does not depend on theirs. */
import type { NullableValues, TrialRecord } from '@fewbits/dataset';
import type { Value } from '@fewbits/dataset/columns';

export interface Group {
  /** The parameters that its records share, by name. */
  readonly params: NullableValues;
  /** By parameters, then replicate. */
  readonly records: readonly TrialRecord[];
}

/** Group by the parameters `names`; groups and records sorted by parameter values in the order of `names`. */
export function groupRecords(records: readonly TrialRecord[], names: readonly string[]): Group[] {
  const groups = new Map<string, TrialRecord[]>();
  for (const record of records) {
    const key = valuesKey(record.params, names);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()]
    .map((members): Group => {
      const sorted = members.toSorted((a, b) => a.replicate - b.replicate);
      return { params: pick(sorted[0]?.params ?? {}, names), records: sorted };
    })
    .sort((a, b) => compareParams(a.params, b.params, names));
}

/** The values of `names`, null where absent. */
export function pick(params: NullableValues, names: readonly string[]): NullableValues {
  return Object.fromEntries(names.map((name) => [name, params[name] ?? null]));
}

/** Equal for equal values of `names`, different otherwise. */
export function valuesKey(params: NullableValues, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => params[name] ?? null));
}

/** Order of parameter sets: by the first name in which they differ. */
export function compareParams(a: NullableValues, b: NullableValues, names: readonly string[]): number {
  for (const name of names) {
    const order = compareValues(a[name] ?? null, b[name] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Null before booleans, numbers (by size), strings (by code unit), lists (entry by entry). */
export function compareValues(a: Value | null, b: Value | null): number {
  const rank = kindRank(a) - kindRank(b);
  if (rank !== 0) return rank;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) return a[i] - b[i];
    }
    return a.length - b.length;
  }
  if (a === null || b === null || a === b) return 0;
  return a < b ? -1 : 1;
}

function kindRank(value: Value | null): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 2;
  return typeof value === 'string' ? 3 : 4;
}
