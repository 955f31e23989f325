/** The defaults that hold at every point of a sweep: they are written into its resolved spec. */
import { isDeepStrictEqual } from 'node:util';
import type { Parameters, Params, Value } from '@fewbits/dataset/columns';
import { valueFault } from './parameter-values.ts';

export interface CommonDefaults {
  /** Take in the parameters of a point, defaults filled in. */
  take(params: Params): void;
  /** What is not given and was the same at every point. */
  common(): Params;
}

/** `given`: names of the parameters that some block of the spec gives. */
export function commonDefaults(parameters: Parameters, given: readonly string[]): CommonDefaults {
  let common: [name: string, value: Value][] | null = null;
  return {
    take(params) {
      common ??= Object.entries(params).filter(([name]) => !given.includes(name));
      // At nearly every point nothing changes: no new list for each.
      if (common.every(([name, value]) => isSame(params[name], value))) return;
      common = common.filter(([name, value]) => isSame(params[name], value));
    },
    common() {
      // A default that follows from others need not be what a user may write, and could not be read back.
      const writable = (common ?? []).filter(([name, value]) => {
        const declaration = parameters[name];
        return declaration && !declaration.file && valueFault(declaration, value) === null;
      });
      return Object.fromEntries(writable);
    },
  };
}

function isSame(a: Value | undefined, b: Value): boolean {
  return a === b || (typeof a === 'object' && isDeepStrictEqual(a, b));
}
