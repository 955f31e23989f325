/** A learner's own parameters at their defaults, for callers without a spec. */
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Learner } from './learner.ts';

/** `known`: values that are given, among them what a default follows from (`size`). They win over defaults. */
export function defaultParameters(learner: Learner, known: Params): Params {
  const params: Record<string, Value> = { ...known };
  for (const [name, { default: value, defaultFrom }] of Object.entries(learner.parameters)) {
    if (name in known) continue;
    if (value !== undefined) params[name] = value;
    else if (defaultFrom) params[name] = defaultFrom.value(params) as Value;
  }
  return params;
}
