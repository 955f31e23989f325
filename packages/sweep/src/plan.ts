/**
 * Every trial that a spec means, each with its id: a pure function of the spec and the component versions. Points and
 * trials are computed from their index when they are asked for, so that a plan of millions takes a few bytes each.
 */
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { parseCondition } from './condition.ts';
import { completer } from './parameter-values.ts';
import { pointSpace } from './point-space.ts';
import type { ParsedSpec } from './spec.ts';
import { factsOf } from './spec-files.ts';
import { pointId, trialId } from './trial-id.ts';

/** One coordinate of the sweep. Under a search the points of a plan are cells: the searched parameter stands at `to`. */
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
  /** Number of points. */
  readonly points: number;
  readonly replicates: number;
  /** Number of trials, points × replicates; 0 under a search, where results decide. */
  readonly trials: number;
  /** Parameters of the point at `index`, 0 … points − 1, in the order of the spec. */
  paramsAt(index: number): Params;
  pointAt(index: number): Point;
  /** The point at `index` with other values of some parameters, e.g. of the searched one. */
  pointWith(index: number, values: Params): Point;
  /** The id that the point at `index` had while its components were at the versions given (now's for those left out). */
  idUnder(index: number, versions: Readonly<Record<string, number | string>>): Buffer;
  /** Component versions of one point. */
  versionsOf(params: Params): Readonly<Record<string, number | string>>;
  /** How many points each condition of `when` removed, in order. */
  readonly removed: readonly { readonly condition: string; readonly points: number }[];
  /** Points that came out equal to an earlier one (parameters that do not apply are no part of a point). */
  readonly duplicates: number;
  /** Parameters that were given but apply to no point. */
  readonly unused: readonly string[];
  /** Component versions that the points use, as they enter the ids. */
  readonly versions: Readonly<Record<string, number | string>>;
}

/** Multiply out, complete, filter, and drop what repeats. */
export function expandPlan(spec: ParsedSpec): Plan {
  const { definition } = spec;
  const space = pointSpace(spec);
  const complete = completer(definition.parameters, factsOf(spec.files));
  const conditions = spec.when.map(parseCondition);
  const removed = conditions.map(() => 0);
  const kept = new Uint32Array(space.size);
  const allVersions: Record<string, number | string> = {};
  const { names } = space;
  const idle = names.map(() => 0);
  const versionsOf = (params: Params): Record<string, number | string> => ({
    [definition.name]: definition.version,
    ...definition.versions?.(params),
  });
  const idOf = (params: Params): Buffer => pointId(definition.name, versionsOf(params), params);
  let points = 0;
  for (let index = 0; index < space.size; index++) {
    const { params } = complete(space.at(index).given);
    for (let k = 0; k < names.length; k++)
      if (params[names[k] as string] === undefined) idle[k] = (idle[k] as number) + 1;
    const fails = conditions.length === 0 ? -1 : conditions.findIndex((condition) => !condition.holds(params));
    if (fails >= 0) {
      removed[fails] = (removed[fails] as number) + 1;
      continue;
    }
    Object.assign(allVersions, versionsOf(params));
    kept[points++] = index;
  }
  const pointOf = (params: Params): Point => ({ id: idOf(params), params });
  const paramsOf = (index: number): Params => complete(space.at(index).given).params;
  const distinct =
    space.mayRepeat || idle.some((count) => count > 0)
      ? distinctPoints(kept, points, (index) => idOf(paramsOf(index)))
      : points;
  const paramsAt = (k: number): Params => paramsOf(kept[k] as number);
  return {
    spec,
    experiment: definition,
    points: distinct,
    replicates: spec.replicates,
    trials: spec.search ? 0 : distinct * spec.replicates,
    paramsAt,
    pointAt: (k) => pointOf(paramsAt(k)),
    pointWith: (k, values) => pointOf(complete({ ...space.at(kept[k] as number).given, ...values }).params),
    idUnder(k, before) {
      const params = paramsAt(k);
      const versions = Object.entries(versionsOf(params)).map(([name, now]) => [name, before[name] ?? now]);
      return pointId(definition.name, Object.fromEntries(versions), params);
    },
    versionsOf,
    removed: conditions.map(({ text }, k) => ({ condition: text, points: removed[k] as number })),
    duplicates: points - distinct,
    unused: names.filter((_, k) => idle[k] === space.size),
    versions: allVersions,
  };
}

/** Move the first of every set of equal points to the front of `kept`, in order; how many there are. */
function distinctPoints(kept: Uint32Array, points: number, idOf: (index: number) => Buffer): number {
  const seen = new Set<bigint>();
  let distinct = 0;
  for (let k = 0; k < points; k++) {
    const index = kept[k] as number;
    // 64 bits of a SHA-256: two of 10⁷ points collide with probability 3e-6.
    const key = idOf(index).readBigUInt64LE(0);
    if (seen.has(key)) continue;
    seen.add(key);
    kept[distinct++] = index;
  }
  return distinct;
}

/** All trials, point by point in the order of the spec. */
export function* plannedTrials(plan: Plan): Generator<Trial> {
  for (let k = 0; k < plan.points; k++) {
    const { id, params } = plan.pointAt(k);
    for (let replicate = 0; replicate < plan.replicates; replicate++) {
      yield { id: trialId(id, replicate), params, replicate };
    }
  }
}
