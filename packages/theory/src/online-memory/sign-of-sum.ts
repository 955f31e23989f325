/**
 * Binary readout of one, three or five groups: the sign of the sum of their signs (of an even number it may be 0), event by event
 * from the stationary state. Multi-chain: one walk through nested intervals (`nested-exits.ts`). Direction marker and partial
 * reset: all states (`carrying-groups.ts`), 8^m. Of seven groups there are 2 million: too many.
 */
import { carriedSignal, carryingSynapse } from './carrying-groups.ts';
import { oldestIterated } from './iterated-signal.ts';
import { nestedExitSignal } from './nested-exits.ts';
import type { LastGroup } from './partial-reset-law.ts';

export type GroupedModel = 'multi-chain' | 'direction-marker' | 'partial-reset';

export interface SignOfSum {
  readonly variance: number;
  at(age: number): number;
  /** Largest age that is followed: of five groups in 3 to 4 s. */
  readonly oldest: number;
}

/** Most groups that are followed. */
export const mostSummedGroups = 5;

export function signOfSum(model: GroupedModel, groups: number, correlation: number, last: LastGroup): SignOfSum {
  let signal: ((age: number) => number) | null = null;
  return {
    variance: 1,
    oldest: oldestOf(model, groups),
    at: (age) => {
      signal ??= functionOfSum(model, groups, correlation, last, Math.sign);
      return signal(age);
    },
  };
}

/** S(t) of any odd function of the sum of the signs. */
export function functionOfSum(
  model: GroupedModel,
  groups: number,
  correlation: number,
  last: LastGroup,
  of: (sum: number) => number,
): (age: number) => number {
  if (model === 'multi-chain') return nestedExitSignal(groups, correlation, of);
  return carriedSignal(carryingSynapse(model, groups, correlation, last), correlation, of);
}

function oldestOf(model: GroupedModel, groups: number): number {
  if (groups < mostSummedGroups) return oldestIterated;
  return model === 'multi-chain' ? 2 ** 17 : 2 ** 15;
}
