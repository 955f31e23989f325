/** Faults that only show in combination: required parameters left out, and what the experiment's `check` refuses. */
import { totalmem } from 'node:os';
import type { Params } from '@fewbits/dataset/columns';
import { parseCondition } from './condition.ts';
import type { SpecProblem } from './errors.ts';
import { completer, describeType } from './parameter-values.ts';
import { pointSpace } from './point-space.ts';
import type { SpecSearch } from './read-search.ts';
import { latticePoints } from './search/lattice.ts';
import { latticeOf } from './search-setting.ts';
import type { ParsedSpec } from './spec.ts';
import { factsOf } from './spec-files.ts';

/** Every fault once, located at the value that makes it. */
export function pointProblems(spec: ParsedSpec): SpecProblem[] {
  const { definition } = spec;
  const facts = factsOf(spec.files);
  const problems = new Map<string, SpecProblem>();
  const add = (problem: SpecProblem): void => {
    problems.set(`${problem.where}|${problem.key}|${problem.message}`, problem);
  };
  const conditions = spec.when.map(parseCondition);
  const complete = completer(definition.parameters, facts);
  const space = pointSpace(spec);
  const machineBytes = totalmem();
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
      for (const problem of cellProblems(spec, params)) add(problem);
      const bytes = definition.memory?.(params) ?? 0;
      if (bytes > machineBytes) add({ where: null, key: '', message: memoryMessage(bytes, machineBytes, params) });
      for (const { parameter, got, expected } of definition.check?.(params, facts) ?? []) {
        const place = spec.locate(block, parameter, params[parameter]);
        if (place?.recovered) continue;
        add({ where: place?.where ?? null, key: place?.key ?? parameter, message: `got ${got}, expected ${expected}` });
      }
    }
  }
  return [...problems.values()];
}

/** A searched parameter at both ends of its range; once nothing without a search. */
function searchedEnds(search: SpecSearch | null): readonly Params[] {
  return search ? [{ [search.parameter]: search.from }, { [search.parameter]: search.to }] : [{}];
}

/** Whether there is something to search in this cell. */
function cellProblems({ search, definition }: ParsedSpec, params: Params): SpecProblem[] {
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

function memoryMessage(bytes: number, machineBytes: number, params: Params): string {
  const gigabytes = (count: number): string => `${(count / 1e9).toPrecision(3)} GB`;
  const sizes = Object.entries(params).filter(([, value]) => typeof value === 'number');
  const where = sizes.map(([name, value]) => `${name} ${value}`).join(', ');
  return `a trial with ${where} takes about ${gigabytes(bytes)}, this machine has ${gigabytes(machineBytes)}`;
}

function missingProblem(spec: ParsedSpec, name: string, block: number): SpecProblem {
  const declaration = spec.definition.parameters[name];
  const expected = declaration ? describeType(declaration) : '';
  // A value in grid or zip does not reach a point: the commonest reason for this fault.
  const elsewhere = block >= 0 && (name in spec.grid || name in spec.zip);
  const hint = elsewhere ? '; points are completed by fixed, not by grid or zip' : '';
  const key = block < 0 ? name : `points[${block}].${name}`;
  return { where: null, key, message: `missing, expected ${expected}${hint}` };
}
