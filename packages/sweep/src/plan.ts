/** Every trial that a spec means, each with its id: a pure function of the spec and the component versions. */
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { parseCondition } from './condition.ts';
import { completeParams } from './parameter-values.ts';
import { givenPoints } from './points.ts';
import type { ParsedSpec } from './spec.ts';
import { pointId, trialId } from './trial-id.ts';

/** One coordinate of the sweep. */
export interface Point {
  readonly id: Buffer;
  /** The parameters that apply, defaults filled in. */
  readonly params: Params;
}

/** Point × replicate. */
export interface Trial {
  readonly id: string;
  readonly params: Params;
  readonly replicate: number;
}

export interface Plan {
  readonly spec: ParsedSpec;
  readonly experiment: Experiment;
  readonly points: readonly Point[];
  readonly replicates: number;
  /** How many points each condition of `when` removed, in order. */
  readonly removed: readonly { readonly condition: string; readonly points: number }[];
  /** Points that came out equal to an earlier one (parameters that do not apply are no part of a point). */
  readonly duplicates: number;
  /** Parameters that were given but apply to no point. */
  readonly unused: readonly string[];
  /** Component versions that the points use, as they enter the ids. */
  readonly versions: Readonly<Record<string, number>>;
}

/** Multiply out, complete, filter, identify. */
export function expandPlan(spec: ParsedSpec): Plan {
  const { definition } = spec;
  const conditions = spec.when.map(parseCondition);
  const removed = conditions.map(() => 0);
  const points = new Map<string, Point>();
  const given = new Set<string>();
  const applied = new Set<string>();
  const allVersions: Record<string, number> = {};
  let duplicates = 0;
  for (const point of givenPoints(spec)) {
    const { params } = completeParams(definition.parameters, point.given);
    for (const name of Object.keys(point.given)) given.add(name);
    for (const name of Object.keys(params)) applied.add(name);
    const fails = conditions.findIndex((condition) => !condition.holds(params));
    if (fails >= 0) {
      removed[fails] = (removed[fails] as number) + 1;
      continue;
    }
    const versions = { [definition.name]: definition.version, ...definition.versions?.(params) };
    Object.assign(allVersions, versions);
    const id = pointId(definition.name, versions, params);
    const key = id.toString('latin1');
    if (points.has(key)) duplicates++;
    else points.set(key, { id, params });
  }
  return {
    spec,
    experiment: definition,
    points: [...points.values()],
    replicates: spec.replicates,
    removed: conditions.map(({ text }, k) => ({ condition: text, points: removed[k] as number })),
    duplicates,
    unused: [...given].filter((name) => !applied.has(name)),
    versions: allVersions,
  };
}

/** All trials, point by point in the order of the spec. */
export function* plannedTrials(plan: Plan): Generator<Trial> {
  for (const { id, params } of plan.points) {
    for (let replicate = 0; replicate < plan.replicates; replicate++) {
      yield { id: trialId(id, replicate), params, replicate };
    }
  }
}
