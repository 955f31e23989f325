/** Faults that only show in combination: required parameters left out, what the experiment's `check` refuses, no point left. */
import type { Params } from '@fewbits/dataset/columns';
import { commonDefaults } from './common-defaults.ts';
import { parseCondition } from './condition.ts';
import type { SpecProblem } from './errors.ts';
import { completer, describeType } from './parameter-values.ts';
import { pointSpace } from './point-space.ts';
import type { SpecSearch } from './read-search.ts';
import { latticePoints } from './search/lattice.ts';
import { latticeOf } from './search-setting.ts';
import type { ParsedSpec, UncheckedSpec } from './spec.ts';
import { factsOf } from './spec-files.ts';

/** What one trial takes, by what its experiment declares. */
export interface TrialMemory {
  readonly bytes: number;
  readonly params: Params;
}

export interface CheckedPoints {
  /** Every fault once, located at the value that makes it. */
  readonly problems: readonly SpecProblem[];
  /** The trial that takes most, of those without a fault; null where nothing is declared. */
  readonly largest: TrialMemory | null;
  /** Parameters that nobody gave and that have the same default at every point. */
  readonly defaults: Params;
}

export function checkPoints(spec: UncheckedSpec): CheckedPoints {
  const { definition } = spec;
  const facts = factsOf(spec.files);
  const problems = new Map<string, SpecProblem>();
  const add = (problem: SpecProblem): void => {
    problems.set(`${problem.where}|${problem.key}|${problem.message}`, problem);
  };
  const conditions = spec.when.map(parseCondition);
  const complete = completer(definition.parameters, facts);
  const space = pointSpace(spec);
  const defaults = commonDefaults(definition.parameters, space.names);
  let largest: TrialMemory | null = null;
  for (let index = 0; index < space.size; index++) {
    const { given, block } = space.at(index);
    for (const ends of searchedEnds(spec.search)) {
      const { params, missing } = complete({ ...given, ...ends });
      for (const name of missing) add(missingProblem(spec, name, block));
      if (missing.length > 0) continue;
      try {
        if (!conditions.every((condition) => condition.holds(params))) continue;
      } catch (error) {
        add({ where: null, key: 'when', message: (error as Error).message });
        continue;
      }
      defaults.take(params);
      for (const problem of cellProblems(spec, params)) add(problem);
      const faults = definition.check?.(params, facts) ?? [];
      for (const { parameter, got, expected } of faults) {
        const place = spec.locate(block, parameter, params[parameter]);
        if (place?.recovered) continue;
        add({ where: place?.where ?? null, key: place?.key ?? parameter, message: `got ${got}, expected ${expected}` });
      }
      const bytes = faults.length === 0 ? (definition.memory?.(params) ?? 0) : 0;
      if (bytes > (largest?.bytes ?? 0)) largest = { bytes, params };
    }
  }
  return { problems: [...problems.values()], largest, defaults: defaults.common() };
}

/** The conditions of a sound spec that together leave no point, by index, with how many each removes; none where one is left. */
export function emptyingConditions(spec: UncheckedSpec): { readonly k: number; readonly message: string }[] {
  const conditions = spec.when.map(parseCondition);
  const complete = completer(spec.definition.parameters, factsOf(spec.files));
  const space = pointSpace(spec);
  const removed = conditions.map(() => 0);
  for (let index = 0; index < space.size; index++) {
    const { params } = complete(space.at(index).given);
    const removing = conditions.findIndex((condition) => !condition.holds(params));
    if (removing < 0) return [];
    removed[removing] = (removed[removing] as number) + 1;
  }
  return conditions.flatMap(({ text }, k) =>
    removed[k] === 0
      ? []
      : [{ k, message: `"${text}" removes ${removed[k]} of ${space.size} points, and none is left` }],
  );
}

/** A searched parameter at both ends of its range; once nothing without a search. */
function searchedEnds(search: SpecSearch | null): readonly Params[] {
  return search ? [{ [search.parameter]: search.from }, { [search.parameter]: search.to }] : [{}];
}

/** Whether there is something to search in this cell. */
function cellProblems(
  { search, definition }: Pick<ParsedSpec, 'search' | 'definition'>,
  params: Params,
): SpecProblem[] {
  if (!search) return [];
  const key = `search.${search.parameter}`;
  if (params[search.parameter] === undefined)
    return [{ where: null, key, message: 'does not apply to every point of the sweep' }];
  try {
    const { from, to, within } = search;
    const points = latticePoints(latticeOf(search, definition, params), from, to);
    const step = points.count > 1 ? points.at(1) - points.at(0) : 0;
    if (within >= step / 2) return [];
    const finest = Number((step / 2).toPrecision(3));
    return [
      {
        where: null,
        key: `${key}.within`,
        message: `got ${within}, expected at least ${finest}, half a step of ${search.parameter}`,
      },
    ];
  } catch (error) {
    return [{ where: null, key, message: (error as Error).message }];
  }
}

function missingProblem(spec: UncheckedSpec, name: string, block: number): SpecProblem {
  const declaration = spec.definition.parameters[name];
  const expected = declaration ? describeType(declaration) : '';
  // A value in grid or zip does not reach a point: the commonest reason for this fault.
  const elsewhere = block >= 0 && (name in spec.grid || name in spec.zip);
  const inPoints = block < 0 && spec.points.some((point) => name in point);
  const hint = elsewhere
    ? '; points are completed by fixed, not by grid or zip'
    : inPoints
      ? '; a point has it, but grid and zip make points of their own, completed by fixed'
      : '';
  const key = block < 0 ? name : `points[${block}].${name}`;
  return { where: null, key, message: `missing, expected ${expected}${hint}` };
}
